"""A door before stand-ins of Rasa and the action server; nothing of the real ones is needed."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from starlette.types import ASGIApp, Message

from bot.app import create_app
from bot.settings import Settings
from tests.bot.stub_rasa import StubRasa


@pytest.fixture
def rasa() -> Iterator[StubRasa]:
    """A stand-in for Rasa."""
    stub = StubRasa().start()
    yield stub
    stub.stop()


@pytest.fixture
def actions() -> Iterator[StubRasa]:
    """A stand-in for the action server: only its /health is asked."""
    stub = StubRasa().start()
    yield stub
    stub.stop()


@pytest.fixture
def settings(tmp_path: Path, rasa: StubRasa, actions: StubRasa, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a door before the stand-ins, with short times and a published snapshot."""
    for name in ("MOTCUA_API_TOKEN", "MOTCUA_PROXIES", "MOTCUA_NOW", "MOTCUA_VAR"):
        monkeypatch.delenv(name, raising=False)
    snapshot = tmp_path / "snapshots" / "20260101-abc"
    snapshot.mkdir(parents=True)
    (tmp_path / "snapshots" / "current").write_text("20260101-abc\n")
    return Settings(
        var=tmp_path, rasa_url=rasa.url, actions_url=actions.url, rasa_timeout=0.6, look_seconds=2.0, drain_seconds=2
    )


@asynccontextmanager
async def opened(app: ASGIApp) -> AsyncIterator[None]:
    """Run an application's start and end around a block, as a web server does."""
    incoming: asyncio.Queue[Message] = asyncio.Queue()
    outgoing: asyncio.Queue[Message] = asyncio.Queue()
    server = asyncio.create_task(app({"type": "lifespan", "asgi": {"version": "3.0"}}, incoming.get, outgoing.put))
    await incoming.put({"type": "lifespan.startup"})
    assert (await outgoing.get())["type"] == "lifespan.startup.complete"
    try:
        yield
    finally:
        await incoming.put({"type": "lifespan.shutdown"})
        assert (await outgoing.get())["type"] == "lifespan.shutdown.complete"
        await server


@asynccontextmanager
async def door(settings: Settings, peer: str = "127.0.0.1", **client: object) -> AsyncIterator[httpx.AsyncClient]:
    """Open a door and give a client that reaches it from the address `peer`."""
    app = create_app(settings)
    async with opened(app):
        transport = httpx.ASGITransport(app, client=(peer, 50000), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://motcua.test", timeout=30, **client) as http:
            yield http


async def say(http: httpx.AsyncClient, message: str, sender: str = "an", **more: object) -> list[dict]:
    """POST /chat and return the replies; the answer must be a list that is not empty."""
    response = await http.post("/chat", json={"sender": sender, "message": message, **more})
    replies = response.json()
    assert response.status_code == 200, replies
    assert isinstance(replies, list)
    assert replies
    return replies
