"""A whole door with its Telegram channel, before stand-ins of the Bot API, Rasa and the action server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.types import ASGIApp

from bot.app import create_app
from bot.settings import Settings
from bot.telegram import answering, channel, pace, sending
from bot.telegram.whereabouts import Atlas, Whereabouts
from nlu.places import Resolver
from tests.bot.conftest import opened
from tests.bot.telegram.bot_api import TOKEN, BotApi


@pytest.fixture
def api() -> Iterator[BotApi]:
    """A stand-in for Telegram."""
    stub = BotApi().start()
    yield stub
    stub.stop()


@pytest.fixture(scope="session")
def shipped() -> Atlas:
    """The places that ship, loaded once for all tests."""
    return Atlas(Resolver.load())


@pytest.fixture
def settings(settings: Settings, api: BotApi, shipped: Atlas, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a door with a bot, and short pauses."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Whereabouts, "_load", lambda self: shipped)
    monkeypatch.setattr(pace, "_SECOND", 0.002)
    monkeypatch.setattr(sending, "_FIRST_PAUSE", 0.02)
    monkeypatch.setattr(channel, "_FIRST_PAUSE", 0.02)
    monkeypatch.setattr(answering, "_PAUSES", (0.05, 0.1))
    more = {"telegram_token": SecretStr(TOKEN), "telegram_api": api.url, "telegram_per_second": 2000.0}
    return settings.model_copy(update=more)


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[ASGIApp]:
    """Run the door with its channel."""
    app = create_app(settings)
    async with opened(app):
        yield app


async def until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait until something holds; an assertion fails when it does not in time."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while not condition():
        assert loop.time() < deadline, "not in time"
        await asyncio.sleep(0.005)


def with_bot(settings: Settings, what: Callable[[], Awaitable[Any]]) -> Any:
    """Run `what` while the door and its channel run."""

    async def run() -> Any:
        async with running(settings):
            return await what()

    return asyncio.run(run())
