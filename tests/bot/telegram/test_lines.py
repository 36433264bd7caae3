"""Chats beside each other, each in order, through failures of sending and floods of messages."""

import logging
from typing import Any

import pytest

from bot.settings import Settings
from bot.telegram import answering, wording
from tests.bot.stub_rasa import Behaviour, StubRasa
from tests.bot.telegram.bot_api import BotApi, Failure
from tests.bot.telegram.conftest import until, with_bot


def test_blocked_chat_gets_nothing_more(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """After a 403 nothing is tried in that chat for what waits there; other chats and a later return work."""
    api.blocked = {1}
    rasa.default = Behaviour(delay=0.05)

    async def what() -> None:
        for text in ("một", "hai", "ba"):
            api.say(1, text)
        await until(lambda: api.count("sendMessage"))
        api.say(2, "bốn")
        await until(lambda: api.sent[2])
        assert api.count("sendMessage") == 2
        api.blocked = set()
        api.say(1, "năm")
        await until(lambda: api.sent[1])

    with_bot(settings, what)
    assert api.texts(1) == ["vâng: năm"]


def test_leaving_stops_and_forgets(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """Whoever blocks the bot gets no more messages, and his commune is forgotten."""
    bot = {"id": 4242, "is_bot": True, "first_name": "Một Cửa"}
    change = {
        "chat": {"id": 1, "type": "private"},
        "from": {"id": 1, "is_bot": False, "first_name": "An"},
        "date": 1,
        "old_chat_member": {"status": "member", "user": bot},
        "new_chat_member": {"status": "kicked", "user": bot, "until_date": 0},
    }
    rasa.plan = [Behaviour(delay=0.2)]

    async def what() -> None:
        api.say(1, "/diachi phường Cầu Giấy, Hà Nội")
        await until(lambda: api.sent[1])
        api.say(1, "một")
        api.say(1, "hai")
        await until(lambda: rasa.received)
        api.push({"my_chat_member": change})
        await until(lambda: len(api.sent[1]) == 2)
        api.say(1, "ba")
        await until(lambda: len(api.sent[1]) == 3)

    with_bot(settings, what)
    assert api.texts(1)[1:] == ["vâng: một", "vâng: ba"]
    assert [body["metadata"].get("commune") for body in rasa.received] == ["00166", None]


def test_added_to_a_group(settings: Settings, api: BotApi) -> None:
    """A group that adds the bot is told how to use it."""
    bot = {"id": 4242, "is_bot": True, "first_name": "Một Cửa"}
    change = {
        "chat": {"id": -5, "type": "group", "title": "Nhóm"},
        "from": {"id": 1, "is_bot": False, "first_name": "An"},
        "date": 1,
        "old_chat_member": {"status": "left", "user": bot},
        "new_chat_member": {"status": "member", "user": bot},
    }
    api.push({"my_chat_member": change})
    with_bot(settings, lambda: until(lambda: api.sent[-5]))
    assert api.texts(-5) == [wording.GROUP_HELP.format(username="motcua_bot")]


def test_flood_of_one_chat(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """Beyond so many waiting messages of a chat the rest is left out, and that is told once."""
    rasa.plan = [Behaviour(delay=0.3)]
    settings = settings.model_copy(update={"sender_queue": 5})

    async def what() -> None:
        for number in range(20):
            api.say(1, f"câu {number}")
        await until(lambda: len(api.sent[1]) == 6)
        api.say(1, "còn đó không")
        await until(lambda: len(api.sent[1]) == 7)

    with_bot(settings, what)
    assert api.texts(1)[5:] == [wording.FLOOD, "vâng: còn đó không"]
    assert len(rasa.received) == 6


def test_refused_answer_stops_nobody(settings: Settings, api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    """An answer that Telegram refuses for good is told in the log, and the chat goes on."""
    caplog.set_level(logging.ERROR)
    api.fail("sendMessage", *[Failure(status=400, description="Bad Request: no")] * 2)
    api.say(1, "một")
    api.say(1, "hai")
    with_bot(settings, lambda: until(lambda: api.sent[1]))
    assert api.texts(1) == ["vâng: hai"]
    assert "could not be sent" in caplog.text


def test_failure_of_ours_stops_nobody(
    settings: Settings, api: BotApi, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault in our own code costs one answer, not the chat."""
    original = answering.Answers.to

    async def faulty(self: Any, inbound: Any) -> Any:
        if inbound.text == "một":
            raise RuntimeError("ours")
        return await original(self, inbound)

    monkeypatch.setattr(answering.Answers, "to", faulty)
    api.say(1, "một")
    api.say(1, "hai")
    with_bot(settings, lambda: until(lambda: len(api.sent[1]) == 2))
    assert api.texts(1) == [wording.INTERNAL, "vâng: hai"]
    assert "could not be answered" in caplog.text


def test_rest_of_a_long_answer_after_a_restart(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """Of an answer in three messages, those that were sent before the end are not sent again."""
    rasa.plan = [Behaviour(replies=[{"text": f"phần {number}"} for number in (1, 2, 3)])]
    api.fail("sendMessage", Failure(), Failure(), *[Failure(status=500)] * 400)

    async def two_of_three() -> None:
        api.say(1, "khai sinh")
        await until(lambda: len(api.sent[1]) == 2 and api.count("sendMessage") > 2)

    with_bot(settings, two_of_three)
    api.plans.clear()
    with_bot(settings, lambda: until(lambda: len(api.sent[1]) == 3))
    assert api.texts(1) == ["phần 1", "phần 2", "phần 3"]
    assert len(rasa.received) == 1
