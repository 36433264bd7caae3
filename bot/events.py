"""Turn events: one masked row for each turn in a SQLite store of their own, written after the answer.

The event loop only appends to a list; a thread writes what has gathered, so that a slow disk or a locked
store never delays a citizen. When the thread cannot keep up, events are dropped and counted.
"""

import json
import logging
import sqlite3
import threading
import time
from dataclasses import astuple, dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.replies import Reply
from nlu import clock

log = logging.getLogger(__name__)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS turn_event (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    channel TEXT NOT NULL,
    commune TEXT,
    question TEXT,
    outcome TEXT NOT NULL,
    kind TEXT,
    decision TEXT,
    codes TEXT NOT NULL,
    scores TEXT NOT NULL,
    snapshot TEXT,
    latency_ms REAL NOT NULL,
    feedback TEXT,
    turn TEXT,
    reason TEXT
);
CREATE INDEX IF NOT EXISTS turn_event_at ON turn_event (at);
"""
#: Columns that stores of earlier releases lack.
_ADDED = ("turn", "reason")
#: What is thought of an answer, of the turn with that key.
_JUDGE = "UPDATE turn_event SET feedback=?, reason=? WHERE turn=?"
_FLUSH_SECONDS = 0.5
_SWEEP_SECONDS = 3600.0
_SWEEP_ROWS = 1000


@dataclass(frozen=True, slots=True)
class TurnEvent:
    """One turn: masked question; outcome (answered, replayed, unreadable:…, failed:…); codes and scores as JSON.

    `turn` is a keyed digest by which an opinion finds its turn; nobody can tell from it who asked.
    """

    at: str
    channel: str
    commune: str | None
    question: str | None
    outcome: str
    latency_ms: float
    kind: str | None = None
    decision: str | None = None
    codes: str = "[]"
    scores: str = "[]"
    snapshot: str | None = None
    turn: str | None = None


_COLUMNS = [f.name for f in fields(TurnEvent)]
_INSERT = f"INSERT INTO turn_event ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 (our own names)


def turn_event(
    channel: str,
    commune: str | None,
    question: str | None,
    outcome: str,
    latency_ms: float,
    replies: list[Reply],
    turn: str | None = None,
) -> TurnEvent:
    """Return the event of a turn; what the answer was about is read from the cards of its replies."""
    cards: list[dict[str, Any]] = [card for reply in replies if isinstance(card := reply.get("custom"), dict)]
    return TurnEvent(
        at=clock.now().isoformat(timespec="milliseconds"),
        channel=channel,
        commune=commune,
        question=question,
        outcome=outcome,
        latency_ms=round(latency_ms, 1),
        kind=_first(cards, "kind"),
        decision=_first(cards, "decision"),
        codes=_json([code for card in cards for code in _codes(card)]),
        scores=_json(next((card["scores"] for card in cards if card.get("scores")), [])),
        snapshot=_first(cards, "snapshot"),
        turn=turn,
    )


@dataclass
class EventLog:
    """The writer; `add` never waits and never raises."""

    path: Path
    keep_days: float
    most_waiting: int = 10_000
    dropped: int = 0
    _waiting: list[TurnEvent] = field(default_factory=list)
    _opinions: list[tuple[str, str | None, str]] = field(default_factory=list)
    _wake: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the writing thread."""
        self._thread = threading.Thread(target=self._run, name="turn-events", daemon=True)
        self._thread.start()

    def add(self, event: TurnEvent) -> None:
        """Hand over one event; it is written within about half a second."""
        if len(self._waiting) >= self.most_waiting:
            self.dropped += 1
        else:
            self._waiting.append(event)

    def judge(self, turn: str, value: str, reason: str | None = None) -> None:
        """Hand over what is thought of a turn's answer ("up" or "down"); the latest opinion counts."""
        if len(self._opinions) < self.most_waiting:
            self._opinions.append((value, reason, turn))

    def stop(self, timeout: float = 5.0) -> None:
        """Write what is left and end the thread."""
        if self._thread is not None:
            self._wake.set()
            self._thread.join(timeout)
            self._thread = None

    def _run(self) -> None:
        database: sqlite3.Connection | None = None
        swept = -_SWEEP_SECONDS
        stopping = False
        while not stopping:
            stopping = self._wake.wait(_FLUSH_SECONDS)
            try:
                if self._waiting or self._opinions or time.monotonic() - swept > _SWEEP_SECONDS:
                    database = database or _connect(self.path)
                    self._write(database)
                    if time.monotonic() - swept > _SWEEP_SECONDS:
                        swept = time.monotonic()
                        _sweep(database, self.keep_days)
            except (sqlite3.Error, OSError) as error:
                log.error("turn events not written, will try again: %s", error)
        if database is not None:
            database.close()

    def _write(self, database: sqlite3.Connection) -> None:
        batch = self._waiting[:]
        if batch:
            database.execute("BEGIN")
            try:
                database.executemany(_INSERT, [astuple(event) for event in batch])
                database.execute("COMMIT")
            except BaseException:
                database.execute("ROLLBACK")
                raise
            # Only now, so that events survive a store that is locked for a while.
            del self._waiting[: len(batch)]
        opinions = self._opinions[:]
        if opinions:
            database.executemany(_JUDGE, opinions)
            del self._opinions[: len(opinions)]


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path, isolation_level=None, timeout=5.0)
    path.chmod(0o600)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    database.executescript(_SCHEMA)
    known = {row[1] for row in database.execute("PRAGMA table_info(turn_event)")}
    for column in _ADDED:
        if column not in known:
            database.execute(f"ALTER TABLE turn_event ADD COLUMN {column} TEXT")
    database.execute("CREATE INDEX IF NOT EXISTS turn_event_turn ON turn_event (turn)")
    return database


def _sweep(database: sqlite3.Connection, keep_days: float) -> None:
    # All times carry the same offset, so that their texts sort like the times.
    before = (clock.now() - timedelta(days=keep_days)).isoformat(timespec="milliseconds")
    step = _SWEEP_ROWS
    while step == _SWEEP_ROWS:
        step = database.execute(
            "DELETE FROM turn_event WHERE id IN (SELECT id FROM turn_event WHERE at < ? LIMIT ?)", (before, _SWEEP_ROWS)
        ).rowcount
        time.sleep(0.02)


def _codes(card: dict[str, Any]) -> list[str]:
    choices = card.get("choices")
    parts = [card, *(choices if isinstance(choices, list) else [])]
    return [code for part in parts if isinstance(part, dict) and isinstance(code := part.get("code"), str)]


def _first(cards: list[dict[str, Any]], name: str) -> str | None:
    return next((value for card in cards if isinstance(value := card.get(name), str)), None)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
