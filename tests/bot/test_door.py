"""One turn, whatever the channel."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot import door as door_module
from bot.door import Door
from bot.messages import Rejected, Request
from bot.settings import Settings
from tests.bot.stub_rasa import Behaviour, StubRasa

BUTTONS = [{"text": "chọn", "buttons": [{"title": "Lệ phí", "payload": '/fees{"sdt": "0909123456"}'}]}]


def with_door(settings: Settings, what: Callable[[Door], Awaitable[Any]]) -> Any:
    """Run `what` with an open door."""

    async def run() -> Any:
        door = Door(settings)
        door.open()
        try:
            return await what(door)
        finally:
            await door.close()

    return asyncio.run(run())


def test_any_channel_may_use_it(settings: Settings, rasa: StubRasa) -> None:
    """Telegram, for example, needs a sender, a text and a channel's name, nothing of HTTP."""

    async def what(door: Door) -> None:
        assert await door.take(Request("tg-1", "khai sinh", "77"), "telegram") == [{"text": "vâng: khai sinh"}]

    with_door(settings, what)
    assert rasa.received[0]["metadata"] == {"id": "77", "channel": "telegram"}


def test_event_of_a_button_holds_its_title(settings: Settings, rasa: StubRasa) -> None:
    """In the statistics a pressed button is its title, not its payload."""
    rasa.plan = [Behaviour(replies=BUTTONS)]

    async def what(door: Door) -> None:
        [reply] = await door.take(Request("an", "khai sinh"), "widget")
        await door.take(Request("an", "", button=reply["buttons"][0]["payload"]), "widget")

    with_door(settings, what)
    database = sqlite3.connect(settings.var / "events.sqlite3")
    assert database.execute("SELECT question, outcome FROM turn_event ORDER BY id").fetchall() == [
        ("khai sinh", "answered"),
        ("Lệ phí", "answered"),
    ]
    database.close()


def test_messages_without_an_id_get_one_each(settings: Settings, rasa: StubRasa) -> None:
    """The same text twice without an id is two messages."""

    async def what(door: Door) -> None:
        await door.take(Request("an", "khai sinh"), "chat")
        await door.take(Request("an", "khai sinh"), "chat")

    with_door(settings, what)
    assert len(set(rasa.turns("an"))) == 2


def test_full_door_is_refused(settings: Settings, rasa: StubRasa) -> None:
    """When all senders together have too many messages waiting, the next is refused with 503."""
    settings = settings.model_copy(update={"door_queue": 1})
    rasa.default = Behaviour(delay=0.2)

    async def what(door: Door) -> None:
        first = asyncio.create_task(door.take(Request("an", "một câu"), "chat"))
        await asyncio.sleep(0.05)
        with pytest.raises(Rejected) as caught:
            await door.take(Request("binh", "hai câu"), "chat")
        assert (caught.value.status, caught.value.headers) == (503, {"Retry-After": "30"})
        assert await first == [{"text": "vâng: một câu"}]

    with_door(settings, what)


def test_journal_is_swept(settings: Settings, monkeypatch: pytest.MonkeyPatch, rasa: StubRasa) -> None:
    """Old messages leave the journal while the door runs."""
    monkeypatch.setattr(door_module, "_SWEEP_SECONDS", 0.05)
    settings = settings.model_copy(update={"journal_days": 1e-9})

    async def what(door: Door) -> int:
        await door.take(Request("an", "khai sinh"), "chat")
        await asyncio.sleep(0.3)
        database = sqlite3.connect(settings.var / "journal.sqlite3")
        try:
            return int(database.execute("SELECT count(*) FROM turn").fetchone()[0])
        finally:
            database.close()

    assert with_door(settings, what) == 0
