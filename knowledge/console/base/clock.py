"""Guides whose time is over leave, and those whose day has come arrive: a look at the calendar each minute."""

import json
import logging
import threading

from django.db import close_old_connections

from knowledge.console.base.release import Approved, publish
from knowledge.publishing import MADE_OF, Busy
from knowledge.settings import settings
from knowledge.snapshot import SnapshotError, current

log = logging.getLogger(__name__)
_SECONDS = 60.0


def due() -> set[str]:
    """Return the codes that came into force or went out of it since the snapshot in use was published.

    Raises SnapshotError when none is in use. A snapshot of `build` says nothing of the base, so nothing is due.
    """
    made_of = current(settings().var) / MADE_OF
    if not made_of.exists():
        return set()
    return set(json.loads(made_of.read_text("utf-8"))) ^ set(Approved().digests())


def turn() -> str | None:
    """Publish when something is due; return the new snapshot's name."""
    if not due():
        return None
    made = publish(Approved(), "lịch", "đến ngày", "hướng dẫn đến ngày hoặc hết ngày áp dụng")
    return made.snapshot if made else None


def start(seconds: float = _SECONDS) -> threading.Event:
    """Look at the calendar in a thread of its own until the returned event is set."""
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(seconds):
            close_old_connections()
            try:
                turn()
            except (SnapshotError, Busy) as error:
                log.warning("not published, will try again: %s", error)
            except Exception:  # whatever is wrong now, tomorrow's guides must still come
                log.exception("the calendar could not be followed, will try again")
            finally:
                close_old_connections()

    threading.Thread(target=run, name="calendar", daemon=True).start()
    return stop


__all__ = ["due", "start", "turn"]
