"""One sender's messages in the order of their arrival, one at a time, with a bounded queue."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class LaneFull(Exception):
    """This sender has too many messages waiting."""


class DoorFull(Exception):
    """All senders together have too many messages waiting."""


class Lanes:
    """A queue for each sender that has a message under way; a sender without one takes no memory."""

    def __init__(self, per_sender: int, altogether: int) -> None:
        self._per_sender = per_sender
        self._altogether = altogether
        self._lanes: dict[str, _Lane] = {}
        self.waiting = 0

    @asynccontextmanager
    async def turn(self, sender: str) -> AsyncIterator[None]:
        """Wait for this sender's turn; raises LaneFull or DoorFull at once, never after waiting."""
        lane = self._lanes.get(sender)
        if lane is not None and lane.size >= self._per_sender:
            raise LaneFull
        if self.waiting >= self._altogether:
            raise DoorFull
        if lane is None:
            lane = self._lanes[sender] = _Lane()
        lane.size += 1
        self.waiting += 1
        try:
            async with lane.lock:  # asyncio's lock is first come, first served
                yield
        finally:
            lane.size -= 1
            self.waiting -= 1
            if not lane.size:
                del self._lanes[sender]


class _Lane:
    __slots__ = ("lock", "size")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.size = 0
