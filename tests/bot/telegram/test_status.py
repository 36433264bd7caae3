"""How the channel is, for the operator."""

import logging

import pytest

from bot.metrics import Metrics
from bot.telegram import wording
from bot.telegram.status import Status


def test_changes_are_told_once(caplog: pytest.LogCaptureFixture) -> None:
    """Going offline and coming back is told once each, however often it is noticed."""
    caplog.set_level(logging.INFO)
    status = Status(Metrics(), lambda: 0)
    for state in ("polling", "offline", "offline", "offline", "polling", "polling", "stopped"):
        status.become(state, "TimedOut")  # type: ignore[arg-type]
    assert [record.message for record in caplog.records] == [wording.OFFLINE % "TimedOut", wording.ONLINE]


def test_report_and_numbers() -> None:
    """The report holds None for what has not happened; the numbers name the one state."""
    metrics = Metrics()
    status = Status(metrics, lambda: 3)
    assert status.report() == {
        "state": "starting",
        "waiting": 3,
        "last_update_seconds": None,
        "last_heard_seconds": None,
    }
    status.measure()
    assert "\nmotcua_telegram_last_update_seconds " not in metrics.text()
    status.heard()
    status.updated("text")
    status.become("polling")
    status.measure()
    shown = metrics.text()
    assert 'motcua_telegram_state{state="polling"} 1' in shown
    assert 'motcua_telegram_state{state="starting"} 0' in shown
    assert "motcua_telegram_waiting 3" in shown
    assert status.report()["last_update_seconds"] is not None
