"""Opinions about answers."""

import asyncio
import json

import pytest

from bot.feedback import Opinion, parse
from bot.messages import Rejected
from bot.settings import Settings
from tests.bot.conftest import door


def test_what_is_read() -> None:
    """An opinion is up or down, with one of the known reasons or none."""
    assert parse(b'{"id": "m1", "value": "up"}') == Opinion("m1", "up")
    assert parse(b'{"id": "m1", "value": "down", "reason": "unclear"}').reason == "unclear"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"id": "m"},
        {"id": "", "value": "up"},
        {"id": "m", "value": "5"},
        {"id": "m", "value": "down", "reason": "x"},
    ],
)
def test_what_is_refused(data: dict[str, str]) -> None:
    """Anything else, free text above all, is refused."""
    with pytest.raises(Rejected):
        parse(json.dumps(data).encode())


def test_only_about_ones_own_answers(settings: Settings) -> None:
    """An opinion is kept for an answer that this session was given, and counted; for another one it is not."""

    async def run() -> str:
        async with door(settings) as http:
            await http.post("/widget/chat", json={"message": "khai sinh", "id": "m1"})
            for identity, kept in (("m1", True), ("m2", False)):
                response = await http.post("/widget/feedback", json={"id": identity, "value": "up"})
                assert response.json() == {"kept": kept}
            http.cookies.clear()
            response = await http.post("/widget/feedback", json={"id": "m1", "value": "down", "reason": "other"})
            assert response.json() == {"kept": False}
            return (await http.get("/metrics")).text

    assert 'motcua_feedback_total{value="up",reason="none"} 1' in asyncio.run(run())
