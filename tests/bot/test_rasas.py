"""Several Rasa processes: steady, even, and little moves when one is added."""

import asyncio
from collections import Counter

import pytest

from bot.rasas import Rasas
from bot.settings import Settings
from bot.upstream import Upstream
from tests.bot.conftest import door, say
from tests.bot.stub_rasa import StubRasa

SERVERS = [Upstream(f"http://127.0.0.1:{port}", 1) for port in (5005, 5006, 5007)]


def test_senders_are_spread_evenly_and_stay() -> None:
    """Three processes get a third each, in whatever order they are listed."""
    senders = [f"web-{number}" for number in range(3000)]
    here, there = Rasas(SERVERS), Rasas(SERVERS[::-1])
    assert all(here.of(sender) is there.of(sender) for sender in senders)
    assert min(Counter(here.of(sender).url for sender in senders).values()) > 900


def test_a_further_process_moves_only_its_own_senders() -> None:
    """When a process is added, nobody moves between the others."""
    before, after = Rasas(SERVERS[:2]), Rasas(SERVERS)
    moved = {after.of(f"s{n}").url for n in range(500) if after.of(f"s{n}") is not before.of(f"s{n}")}
    assert moved == {SERVERS[2].url}


def test_there_is_at_least_one() -> None:
    """No process at all is a mistake."""
    with pytest.raises(ValueError, match="one Rasa"):
        Rasas([])


def test_each_sender_keeps_one_process(settings: Settings, rasa: StubRasa) -> None:
    """Through the door, all messages of a sender reach one process, and all processes are used and looked after."""
    second = StubRasa().start()
    both = settings.model_copy(update={"rasa_urls": f"{rasa.url}, {second.url}/"})

    async def run() -> list[str]:
        async with door(both) as http:
            for number in range(24):
                await say(http, "chào", sender=f"s{number % 12}")
            second.healthy = False
            return list((await http.get("/readyz")).json()["reasons"])

    assert asyncio.run(run()) == ["Rasa chưa trả lời"]
    second.stop()
    mine, others = ({body["sender"] for body in stub.received} for stub in (rasa, second))
    assert mine
    assert others
    assert not mine & others
