"""What comes in: written down first, in order, a notice for each pressed button."""

import sqlite3

import pytest

from bot.settings import Settings
from bot.telegram import reception
from tests.bot.stub_rasa import Behaviour, StubRasa
from tests.bot.telegram.bot_api import BotApi
from tests.bot.telegram.conftest import until, with_bot


def test_written_down_before_it_is_confirmed(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """When Telegram hears that we have an update, it stands in the inbox, masked, and leaves it when answered."""
    rasa.plan = [Behaviour(delay=0.3)]
    path = settings.var / "telegram-4242.sqlite3"

    def bodies() -> list[str]:
        database = sqlite3.connect(path)
        try:
            return [body for (body,) in database.execute("SELECT body FROM received WHERE body IS NOT NULL")]
        finally:
            database.close()

    async def what() -> None:
        number = api.say(1, "khai sinh, sđt 0909123456")
        await until(lambda: any(data.get("offset") == number + 1 for _, data in api.calls))
        [body] = bodies()
        assert "[SĐT]" in body
        assert "0909123456" not in body
        assert "Kín" not in body
        await until(lambda: api.sent[1])
        await until(lambda: not bodies())

    with_bot(settings, what)


def test_too_many_waiting(settings: Settings, api: BotApi, rasa: StubRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    """While very many updates wait here, the others wait at Telegram."""
    monkeypatch.setattr(reception, "_MOST_WAITING", 3)
    rasa.default = Behaviour(delay=0.2)

    async def what() -> None:
        for chat in range(1, 5):
            api.say(chat, "khai sinh")
        await until(lambda: len(rasa.received) >= 4)
        before = api.count("getUpdates")
        api.say(9, "khai sinh")
        await until(lambda: api.sent[9])
        assert api.count("getUpdates") >= before

    with_bot(settings, what)


def test_repeated_press_gets_its_notice(settings: Settings, api: BotApi) -> None:
    """Each press is answered, so that no button looks dead, also one that is delivered twice."""
    api.redeliver = True
    api.press(1, "w:-")
    with_bot(settings, lambda: until(lambda: api.count("answerCallbackQuery") >= 2 and api.sent[1]))
    assert len(api.sent[1]) == 1
