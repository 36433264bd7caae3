"""The log as JSON lines with the request's id."""

import asyncio
import json
import logging
import re

import pytest

from bot.logs import JsonLines, request_id
from bot.settings import Settings
from tests.bot.conftest import door, say
from tests.bot.stub_rasa import StubRasa


def line(message: str, *arguments: object, error: BaseException | None = None) -> dict[str, object]:
    fault = (type(error), error, None) if error else None
    record = logging.LogRecord("bot.x", logging.WARNING, "x.py", 1, message, arguments, fault)  # type: ignore[arg-type]
    return dict(json.loads(JsonLines().format(record)))


def test_a_text_and_data() -> None:
    """A text is what the part says; an object joins the line; a fault brings its trace."""
    assert line("looked %s", "twice") | {"at": ""} == {
        "at": "",
        "level": "warning",
        "part": "bot.x",
        "says": "looked twice",
    }
    assert line('{"status":200}')["status"] == 200
    assert line("{not json")["says"] == "{not json"
    assert "ValueError" in str(line("failed", error=ValueError("x"))["trace"])


def test_request_id_is_in_the_line() -> None:
    """What is logged while a request is answered carries its id."""
    token = request_id.set("abc12345")
    assert line("x")["request"] == "abc12345"
    request_id.reset(token)
    assert "request" not in line("x")


def test_request_id_goes_through_all_parts(
    settings: Settings, rasa: StubRasa, caplog: pytest.LogCaptureFixture
) -> None:
    """One id stands in the answer's header, in the access log and in Rasa's metadata; a proxy may give it."""

    async def run() -> None:
        async with door(settings) as http:
            response = await http.post("/chat", json={"sender": "an", "message": "chào"})
            assert response.headers["x-request-id"] == rasa.received[0]["metadata"]["request"]
            for given, kept in (("0123456789abcdef", True), ("câu", False), ("x" * 80, False)):
                headers = {"X-Request-ID": given.encode()}
                response = await http.post("/chat", json={"sender": "an", "message": "chào"}, headers=headers)
                assert (response.headers["x-request-id"] == given) == kept
        async with door(settings, peer="203.0.113.7") as http:
            response = await http.get("/", headers={"X-Request-ID": "0123456789abcdef"})
            assert re.fullmatch(r"[0-9a-f]{12}", response.headers["x-request-id"])

    with caplog.at_level(logging.INFO):
        asyncio.run(run())
    logged = [json.loads(each.getMessage())["id"] for each in caplog.records if each.name == "bot.access"]
    assert rasa.received[0]["metadata"]["request"] in logged
    assert rasa.received[1]["metadata"]["request"] == "0123456789abcdef"


def test_the_shell_forgets_the_id(settings: Settings, rasa: StubRasa) -> None:
    """Two messages have two ids."""

    async def run() -> None:
        async with door(settings) as http:
            await say(http, "một")
            await say(http, "hai")

    asyncio.run(run())
    assert len({body["metadata"]["request"] for body in rasa.received}) == 2
