"""Guides that come and go by the calendar."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from knowledge.console.base import clock
from knowledge.console.base.models import Guide
from knowledge.console.base.release import Approved, publish
from knowledge.settings import Settings
from knowledge.snapshot import Snapshot, current
from tests.knowledge.console.base.conftest import MARRIAGE

Make = Callable[..., Any]


def ends(row: Guide, day: date) -> None:
    row.take(row.guide().model_copy(update={"effective_to": day}), row.phrasings)
    row.save()


def test_guide_leaves_after_its_last_day(live: Settings, marriage: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    """On its last day a guide still answers; the day after it is gone, without anybody's doing, and once."""
    ends(marriage, date(2027, 2, 28))
    monkeypatch.setenv("MOTCUA_NOW", "2027-02-28T23:00:00+07:00")
    assert publish(Approved(), "lan", "", "x") is not None
    assert clock.turn() is None
    assert MARRIAGE in Snapshot.load(current(live.var)).guides
    monkeypatch.setenv("MOTCUA_NOW", "2027-03-01T00:01:00+07:00")
    assert clock.due() == {MARRIAGE}
    assert clock.turn() == current(live.var).name
    assert MARRIAGE not in Snapshot.load(current(live.var)).guides
    assert clock.turn() is None


def test_built_snapshot_is_left_alone(live: Settings, marriage: Guide) -> None:
    """A snapshot that `build` made says nothing of the base, so the calendar does not touch it."""
    ends(marriage, date(2020, 1, 1))
    assert clock.due() == set()


def test_thread_goes_on_after_an_error(live: Settings, base: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error at one look does not end the looking."""
    import threading

    looks = []
    enough = threading.Event()

    def fail() -> None:
        looks.append(1)
        if len(looks) == 3:
            enough.set()
        raise RuntimeError("hỏng")

    monkeypatch.setattr(clock, "turn", fail)
    stop = clock.start(0.01)
    assert enough.wait(10)
    stop.set()
