"""The bot as we use it."""

import asyncio

import pytest
from telegram.error import InvalidToken

from bot.telegram.client import Client
from bot.telegram.updates import ALLOWED
from tests.bot.telegram.bot_api import TOKEN, BotApi


def test_raw_updates(api: BotApi) -> None:
    """Updates come as plain data, those that no library can read too; only wanted kinds are asked for."""
    api.push({"message": {"nonsense": 1}}, number=5)
    api.queue.append({"no": "number"})

    async def run() -> list[dict[str, object]]:
        async with Client(TOKEN, api.url + "/", 30) as client:
            return await client.raw_updates(3, 0)

    assert asyncio.run(run()) == [{"update_id": 5, "message": {"nonsense": 1}}]
    asked = next(data for method, data in api.calls if method == "getUpdates")
    assert asked == {"offset": 3, "limit": 100, "timeout": 0, "allowed_updates": ALLOWED}


def test_refused_token(api: BotApi) -> None:
    """A refused token is told as one, also in the middle of the work."""

    async def run() -> None:
        async with Client(TOKEN, api.url, 30) as client:
            api.token = "4242:another-one"
            with pytest.raises(InvalidToken):
                await client.raw_updates(None, 0)

    asyncio.run(run())
