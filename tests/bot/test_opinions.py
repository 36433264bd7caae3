"""Thumbs behind an answer: offered, pressed, typed, kept in the turn event."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from bot import wording
from bot.events import _connect
from bot.opinions import offered, opinion_of, thumb
from bot.settings import Settings
from tests.bot.conftest import door, say
from tests.bot.stub_rasa import Behaviour, StubRasa

GUIDE = {"text": "Dạ, …", "custom": {"kind": "guide", "code": "1.001193"}}


def test_only_a_procedure_s_answer_is_judged() -> None:
    """The last guide gets the buttons; choices, refusals and the chat page's own answers do not."""
    shown = offered([GUIDE, GUIDE, {"text": "Ở xã nào?"}], "m1", "chat")
    assert [len(reply.get("buttons", [])) for reply in shown] == [0, 2, 0]
    assert offered([{"text": "x", "custom": {"kind": "choices"}}], "m1", "chat") == [
        {"text": "x", "custom": {"kind": "choices"}}
    ]
    assert offered([GUIDE], "m1", "widget") == [GUIDE]


def test_a_button_carries_its_opinion() -> None:
    """The payload names message and value; those of Rasa are none of ours."""
    button = offered([GUIDE], "m1", "chat")[0]["buttons"][1]
    opinion = opinion_of(button["payload"])
    assert opinion is not None
    assert (opinion.id, opinion.value, opinion.reason) == ("m1", "down", None)
    assert opinion_of('/pick{"code": "1"}') is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("👍", "up"),
        ("👍🏽", "up"),
        (" 👎 ", "down"),
        ("👍\ufe0f", "up"),
        ("👍👍", None),
        ("👍 cảm ơn", None),
        ("", None),
    ],
)
def test_a_typed_thumb(text: str, value: str | None) -> None:
    """A thumb of any skin alone is an opinion; anything with words is a message."""
    assert thumb(text) == value


def _events(settings: Settings) -> list[tuple[Any, ...]]:
    for _ in range(40):
        time.sleep(0.1)
        try:
            database = sqlite3.connect(settings.var / "events.sqlite3")
            rows = database.execute("SELECT question, feedback, reason FROM turn_event ORDER BY id").fetchall()
            database.close()
        except sqlite3.Error:
            continue
        if rows and rows[0][1]:
            break
    return rows


def _use(settings: Settings, *steps: Callable[[httpx.AsyncClient], Any]) -> list[Any]:
    async def run() -> list[Any]:
        async with door(settings) as http:
            return [await step(http) for step in steps]

    return asyncio.run(run())


def test_pressing_the_buttons(settings: Settings, rasa: StubRasa) -> None:
    """👎 asks why, the reason's button is thanked, both stand in the event of that turn, Rasa hears nothing of it."""
    rasa.plan = [Behaviour(replies=[GUIDE])]

    async def run(http: httpx.AsyncClient) -> str:
        answer = await say(http, "làm khai sinh", id="m1")
        down = answer[0]["buttons"][1]
        assert down["title"] == wording.THUMB_DOWN
        why = await say(http, down["payload"])
        assert why[0]["text"] == wording.WHY_DOWN
        other = await say(http, why[0]["buttons"][0]["payload"], sender="kẻ khác")
        assert "vâng" in other[0]["text"]  # an unknown id is only text, for anybody else
        return str((await say(http, why[0]["buttons"][0]["payload"]))[0]["text"])

    assert _use(settings, run) == [wording.THANKS_DOWN]
    assert _events(settings)[0] == ("làm khai sinh", "down", "wrong-place")
    assert len(rasa.received) == 2


def test_typing_a_thumb(settings: Settings, rasa: StubRasa) -> None:
    """A thumb after an answer judges it; a thumb after anything else is thanked and judges nothing."""
    rasa.plan = [Behaviour(replies=[GUIDE])]

    async def run(http: httpx.AsyncClient) -> list[str]:
        await say(http, "làm khai sinh")
        told = [(await say(http, "👍"))[0]["text"]]
        await say(http, "xin chào")
        return [*told, (await say(http, "👍"))[0]["text"]]

    assert _use(settings, run) == [[wording.THANKS_UP, wording.NOTHING_TO_JUDGE]]
    assert _events(settings)[0] == ("làm khai sinh", "up", None)


def test_stores_of_earlier_releases_get_the_columns(settings: Settings) -> None:
    """A store without the key and the reason is mended when it is opened."""
    database = sqlite3.connect(settings.var / "events.sqlite3")
    database.execute("CREATE TABLE turn_event (id INTEGER PRIMARY KEY, at TEXT, feedback TEXT)")
    database.close()
    _connect(settings.var / "events.sqlite3").close()
    database = sqlite3.connect(settings.var / "events.sqlite3")
    assert {"turn", "reason"} <= {row[1] for row in database.execute("PRAGMA table_info(turn_event)")}
    database.close()
