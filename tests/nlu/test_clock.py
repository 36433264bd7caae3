"""nlu/clock.py"""

from datetime import date, datetime, timezone

import pytest

from nlu.clock import VIETNAM, now, today


def test_the_clock_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """MOTCUA_NOW fixes the day for every process; a moment with an offset is told in Vietnam's time."""
    monkeypatch.setenv("MOTCUA_NOW", "2027-03-01")
    assert today() == date(2027, 3, 1)
    monkeypatch.setenv("MOTCUA_NOW", "2026-12-31T17:30:00+00:00")
    assert today() == date(2027, 1, 1)


def test_unset_it_is_vietnams_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the setting it is the present moment, seven hours ahead of UTC."""
    monkeypatch.delenv("MOTCUA_NOW", raising=False)
    assert now().tzinfo is VIETNAM
    assert abs((now() - datetime.now(timezone.utc)).total_seconds()) < 5
