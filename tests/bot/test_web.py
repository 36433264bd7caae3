"""Bodies, origins and the shell around every answer."""

import asyncio

import httpx
import pytest
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from bot.messages import Rejected
from bot.metrics import Metrics
from bot.sites import check_origin
from bot.web import Shell, body_of, json_response


def request(headers: dict[str, str], *parts: bytes) -> Request:
    queue = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    queue.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> dict[str, object]:
        return queue.pop(0)

    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "path": "/", "headers": raw}, receive)


def test_body_is_bounded() -> None:
    """A body up to the limit is read whole, one more byte is a 413, whatever the headers claim."""
    assert asyncio.run(body_of(request({}, b"ab", b"cd"), 4)) == b"abcd"
    for headers in ({}, {"Content-Length": "1"}, {"Content-Length": "x"}, {"Content-Length": "99999999"}):
        with pytest.raises(Rejected) as caught:
            asyncio.run(body_of(request(headers, b"ab", b"cde"), 4))
        assert caught.value.status == 413


def test_endless_body_is_cut() -> None:
    """A body without an end is not read for ever."""
    with pytest.raises(Rejected):
        asyncio.run(body_of(request({}, *[b"x" * 100_000] * 1000), 4))


@pytest.mark.parametrize(
    ("origin", "fine"),
    [(None, True), ("http://a.test", True), ("https://a.test", True), ("http://b.test", False), ("null", False)],
)
def test_origin(origin: str | None, fine: bool) -> None:
    """Requests of other sites' pages are refused; programs, which send no origin, are not."""
    asked = request({"Host": "a.test", **({"Origin": origin} if origin else {})})
    if fine:
        assert check_origin(asked) is None
    else:
        with pytest.raises(Rejected):
            check_origin(asked)


def test_lone_surrogates_can_be_answered() -> None:
    """An answer that holds half a character is sent without it."""
    assert json_response({"error": "\ud800"}).body == b'{"error":"?"}'


def test_broken_application_is_answered() -> None:
    """An exception becomes a 500 with a sentence; one after the answer began is the server's to end."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/late":
            await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("secret detail")

    metrics = Metrics()
    metrics.describe("motcua_requests_total", "counter", "Requests.")
    shell = Shell(app, metrics, frozenset(["/late"]))

    async def run() -> None:
        transport = httpx.ASGITransport(shell)
        async with httpx.AsyncClient(transport=transport, base_url="http://a.test") as http:
            response = await http.get("/early")
            assert response.status_code == 500
            assert "secret" not in response.text
            with pytest.raises(RuntimeError):
                await http.get("/late")

    asyncio.run(run())
    assert 'motcua_requests_total{route="/late",status="200"} 1' in metrics.text()
