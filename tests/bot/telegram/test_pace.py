"""Flood limits kept from our side."""

import asyncio
import time
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.telegram import pace
from bot.telegram.pace import Pace


class Calls:
    """A stand-in for the way to Telegram that notes when it was used."""

    def __init__(self) -> None:
        self.at: list[tuple[int, float]] = []
        self.refusals: dict[int, list[float]] = {}

    async def through(self, limiter: Pace, chat: int | None, endpoint: str = "sendMessage") -> Any:
        """Send something through the limiter; flood refusals are tried again."""

        async def call() -> str:
            self.at.append((chat or 0, time.monotonic()))
            if self.refusals.get(chat or 0):
                raise RetryAfter(self.refusals[chat or 0].pop())
            return "sent"

        data = {"chat_id": chat} if chat is not None else {}
        while True:
            try:
                return await limiter.process_request(call, (), {}, endpoint, data, None)
            except RetryAfter:
                continue

    def times(self, chat: int) -> list[float]:
        """Return when a chat's messages went out."""
        return [at for number, at in self.at if number == chat]


def test_all_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many chats at once share so many messages a second, in the order of their asking."""
    monkeypatch.setattr(pace, "_BURST_SECONDS", 0.1)
    calls, limiter = Calls(), Pace(per_second=100)

    async def run() -> float:
        started = time.monotonic()
        await asyncio.gather(*(calls.through(limiter, chat) for chat in range(1, 41)))
        return time.monotonic() - started

    assert asyncio.run(run()) >= 0.28
    assert [chat for chat, _ in calls.at] == list(range(1, 41))


def test_one_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chat gets a few messages at once and then one a second; another chat does not wait for it."""
    monkeypatch.setattr(pace, "_SECOND", 0.1)
    calls, limiter = Calls(), Pace(per_second=1000)

    async def one_by_one(chat: int, messages: int) -> None:
        for _ in range(messages):
            await calls.through(limiter, chat)

    async def run() -> None:
        await asyncio.gather(one_by_one(1, 5), one_by_one(2, 1))

    asyncio.run(run())
    times = calls.times(1)
    assert times[2] - times[0] < 0.09
    assert times[4] - times[0] >= 0.19
    assert calls.times(2)[0] < times[4]


def test_groups_get_fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A group, whose number is negative, gets 20 messages a minute."""
    monkeypatch.setattr(pace, "_GROUP_SECONDS", 0.15)
    calls, limiter = Calls(), Pace(per_second=1000)

    async def run() -> None:
        for _ in range(4):
            await calls.through(limiter, -100)

    asyncio.run(run())
    assert calls.times(-100)[3] - calls.times(-100)[0] >= 0.14


def test_flood_refusal_holds_that_chat() -> None:
    """After a 429 the chat waits as long as Telegram says; the others go on."""
    calls, limiter = Calls(), Pace(per_second=1000)
    calls.refusals = {1: [0.3]}

    async def run() -> None:
        await asyncio.gather(calls.through(limiter, 1), calls.through(limiter, 2))

    asyncio.run(run())
    refused, sent = calls.times(1)
    assert sent - refused >= 0.29
    assert calls.times(2)[0] - refused < 0.2
    assert limiter.refused == 1


def test_two_refusals_hold_everybody() -> None:
    """When a second chat is refused meanwhile, the whole bot is meant: everybody waits."""
    calls, limiter = Calls(), Pace(per_second=1000)
    calls.refusals = {1: [0.3], 2: [0.3]}

    async def run() -> None:
        await asyncio.gather(calls.through(limiter, 1), calls.through(limiter, 2))

    async def all_three() -> None:
        both = asyncio.create_task(run())
        await asyncio.sleep(0.05)
        await calls.through(limiter, 3)
        await both

    asyncio.run(all_three())
    assert calls.times(3)[0] - calls.times(2)[0] >= 0.29


def test_typing_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is shown "typing…" in a chat that must wait, or near the bot's limit; what has no chat goes through."""
    monkeypatch.setattr(pace, "_BURST_SECONDS", 0.4)
    calls, limiter = Calls(), Pace(per_second=10)

    async def run() -> list[Any]:
        limiter.hold(1, 10)
        return [
            await calls.through(limiter, 1, "sendChatAction"),
            *[await calls.through(limiter, 2, "sendChatAction") for _ in range(5)],
            await calls.through(limiter, None, "getMe"),
        ]

    assert asyncio.run(run()) == [True, "sent", "sent", "sent", True, True, "sent"]


def test_forgets_chats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chats that were quiet for a while take no memory."""
    monkeypatch.setattr(pace, "_MOST_CHATS", 10)
    monkeypatch.setattr(pace, "_SECOND", 0.001)
    calls, limiter = Calls(), Pace(per_second=10_000)

    async def run() -> None:
        for chat in range(1, 40):
            await calls.through(limiter, chat)
            await asyncio.sleep(0.002)

    asyncio.run(run())
    assert len(limiter._chats) <= 11
