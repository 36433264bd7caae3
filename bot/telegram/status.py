"""How the channel is, for the operator: told in the log when it changes, in numbers and for /readyz at any time."""

import logging
import time
from collections.abc import Callable
from typing import Any, Literal, get_args

from bot.metrics import Metrics
from bot.telegram import wording

log = logging.getLogger(__name__)

State = Literal["starting", "polling", "webhook", "offline", "conflict", "wrong-token", "stopped"]

_METRICS = (
    ("motcua_telegram_state", "gauge", "1 for the state that the Telegram channel is in."),
    ("motcua_telegram_waiting", "gauge", "Telegram updates under way or waiting."),
    ("motcua_telegram_last_update_seconds", "gauge", "Seconds since the last new update."),
    ("motcua_telegram_last_heard_seconds", "gauge", "Seconds since Telegram last answered or called."),
    ("motcua_telegram_updates_total", "counter", "New updates by kind."),
    ("motcua_telegram_sent_total", "counter", "Messages sent."),
    ("motcua_telegram_errors_total", "counter", "Failed calls by kind."),
)


class Status:
    """The state of one channel; `waiting` counts the updates that are not answered."""

    def __init__(self, metrics: Metrics, waiting: Callable[[], int]) -> None:
        self.state: State = "starting"
        self._metrics = metrics
        self._waiting = waiting
        self._heard_at: float | None = None
        self._update_at: float | None = None
        for name, kind, text in _METRICS:
            metrics.describe(name, kind, text)

    def become(self, state: State, reason: str = "") -> None:
        """Change the state; each change is told once, in Vietnamese."""
        before, self.state = self.state, state
        if before == state:
            return
        if state == "wrong-token":
            log.error(wording.BAD_TOKEN)
        elif state == "conflict":
            log.error(wording.CONFLICT)
        elif state == "offline":
            log.warning(wording.OFFLINE, reason[:200])
        elif before in ("offline", "conflict") and state in ("polling", "webhook"):
            log.info(wording.ONLINE)

    def heard(self) -> None:
        """Note that Telegram answered or called just now."""
        self._heard_at = time.monotonic()

    def updated(self, kind: str) -> None:
        """Note a new update."""
        self._update_at = time.monotonic()
        self._metrics.count("motcua_telegram_updates_total", kind=kind)

    def report(self) -> dict[str, Any]:
        """Return {"state", "waiting", "last_update_seconds", "last_heard_seconds"}; None for what has not happened."""
        now = time.monotonic()
        return {
            "state": self.state,
            "waiting": self._waiting(),
            "last_update_seconds": None if self._update_at is None else round(now - self._update_at, 1),
            "last_heard_seconds": None if self._heard_at is None else round(now - self._heard_at, 1),
        }

    def measure(self) -> None:
        """Put the report into the metrics."""
        report = self.report()
        for state in get_args(State):
            self._metrics.gauge("motcua_telegram_state", float(state == self.state), state=state)
        for name in ("waiting", "last_update_seconds", "last_heard_seconds"):
            if report[name] is not None:
                self._metrics.gauge(f"motcua_telegram_{name}", report[name])
