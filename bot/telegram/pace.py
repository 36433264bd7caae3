"""Telegram's flood limits kept from our side: so many messages a second in all, one a second in a chat, and every 429.

python-telegram-bot's own limiter needs a package more and stops all chats when one is told to wait; this one stops that
chat, and all of them only when a second chat is told so meanwhile.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

_SECOND = 1.0
_GROUP_SECONDS = 3.0  # 20 a minute in a group
#: Messages that may go out at once before the pace holds, as a share of a second and in one chat.
_BURST_SECONDS = 1.0
_CHAT_BURST = 3
_MOST_CHATS = 5000
#: Calls under way at once: the HTTP library's pool becomes slow when hundreds of them queue there.
_AT_ONCE = 16


class Pace(BaseRateLimiter[int]):  # type: ignore[misc]
    """A rate limiter for `telegram.ext.ExtBot`; works on one event loop."""

    def __init__(self, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._gap = 1.0 / per_second
        self._clock = clock
        self._next = 0.0
        self._chats: dict[int, float] = {}
        self._holds: dict[int, float] = {}
        self._hold_all = 0.0
        self._at_once = asyncio.Semaphore(_AT_ONCE)
        self.refused = 0

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Call Telegram when its limits allow; "typing…" gives way when there is no room for it.

        Raises RetryAfter when Telegram says to wait; the same chat's next request then waits by itself.
        """
        chat = data.get("chat_id")
        if not isinstance(chat, int):
            return await callback(*args, **kwargs)
        if endpoint == "sendChatAction":
            if self.wait(chat) > 0 or self.behind() > -_BURST_SECONDS / 2:
                return True
            self.reserve()
        else:
            await self._turn(chat)
        try:
            async with self._at_once:
                return await callback(*args, **kwargs)
        except RetryAfter as error:
            self.hold(chat, error.retry_after.total_seconds())
            raise

    def wait(self, chat: int) -> float:
        """Return the seconds for which `chat` itself must wait, 0 or less for none."""
        burst = (_CHAT_BURST - 1) * _gap_of(chat)
        held = max(self._holds.get(chat, 0.0), self._hold_all)
        return max(self._chats.get(chat, 0.0) - burst, held) - self._clock()

    def behind(self) -> float:
        """Return the seconds until all chats together leave room for a message, 0 or less for room."""
        return self._next - _BURST_SECONDS - self._clock()

    def reserve(self) -> float:
        """Take the next place among the messages of all chats; return the seconds until it may be used."""
        seconds = self.behind()
        self._next = max(self._next, self._clock()) + self._gap
        return seconds

    async def _turn(self, chat: int) -> None:
        while True:
            # One message of a chat waits at a time, so that few wake up here and most wait for their own place below.
            while (seconds := self.wait(chat)) > 0:  # noqa: ASYNC110 (nobody signals that time has passed)
                await asyncio.sleep(seconds)
            if (seconds := self.reserve()) > 0:
                await asyncio.sleep(seconds)
            if self.wait(chat) <= 0:
                break
        now = self._clock()
        self._chats[chat] = max(self._chats.get(chat, 0.0), now) + _gap_of(chat)
        if len(self._chats) > _MOST_CHATS:
            self._chats = {key: at for key, at in self._chats.items() if at > now}

    def hold(self, chat: int, seconds: float) -> None:
        """Send nothing to `chat` for so long; nothing to anybody when another chat is held too."""
        now = self._clock()
        self.refused += 1
        self._holds = {key: until for key, until in self._holds.items() if until > now and key != chat}
        if self._holds:
            self._hold_all = max(self._hold_all, now + seconds)
        self._holds[chat] = now + seconds


def _gap_of(chat: int) -> float:
    return _GROUP_SECONDS if chat < 0 else _SECOND
