"""One sender's order and the bounds of the queues."""

import asyncio

import pytest

from bot.lanes import DoorFull, LaneFull, Lanes


def test_order_of_one_sender() -> None:
    """Turns of one sender follow each other in the order in which they came; others run beside them."""

    async def run() -> list[str]:
        lanes, seen = Lanes(10, 10), []

        async def turn(sender: str, name: str) -> None:
            async with lanes.turn(sender):
                seen.append(f"{name}>")
                await asyncio.sleep(0.01)
                seen.append(f"<{name}")

        await asyncio.gather(turn("an", "1"), turn("an", "2"), turn("binh", "x"), turn("an", "3"))
        assert lanes.waiting == 0
        assert not lanes._lanes
        return [step for step in seen if "x" not in step]

    assert asyncio.run(run()) == ["1>", "<1", "2>", "<2", "3>", "<3"]


def test_bounds() -> None:
    """A full lane and a full door refuse at once, and let in again when there is room."""

    async def run() -> None:
        lanes = Lanes(1, 2)
        async with lanes.turn("an"):
            with pytest.raises(LaneFull):
                async with lanes.turn("an"):
                    pass
            async with lanes.turn("binh"):
                with pytest.raises(DoorFull):
                    async with lanes.turn("chi"):
                        pass
            async with lanes.turn("chi"):
                pass

    asyncio.run(run())


def test_cancelled_waiting_leaves_no_trace() -> None:
    """A turn that is cancelled while it waits gives its place back."""

    async def run() -> None:
        lanes = Lanes(5, 5)

        async def wait() -> None:
            async with lanes.turn("an"):
                pass

        async with lanes.turn("an"):
            waiting = asyncio.create_task(wait())
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
            assert lanes.waiting == 1
        assert not lanes._lanes

    asyncio.run(run())
