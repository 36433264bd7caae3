"""The door's memory in SQLite: which messages were sent to Rasa and answered, and which buttons were issued.

A message is written here before it is sent, so that after a kill the same id is never asked twice. Of the
text only a keyed digest is kept. One connection serves the event loop, where a write takes some 30 µs; old
rows are removed and the write-ahead log is folded in by a thread with a connection of its own (`sweep`).
"""

import json
import sqlite3
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.replies import Reply

_SCHEMA = """
CREATE TABLE IF NOT EXISTS turn (
    sender TEXT NOT NULL,
    id TEXT NOT NULL,
    digest BLOB NOT NULL,
    at REAL NOT NULL,
    replies TEXT,
    PRIMARY KEY (sender, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS button (
    sender TEXT NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    payload TEXT NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (sender, id)
) WITHOUT ROWID;
"""
_MOST_BUTTONS = 300
_SWEEP_ROWS = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """What the journal knows of a message: the digest of its text, and its replies once they are known."""

    digest: bytes
    replies: list[Reply] | None


@dataclass(frozen=True, slots=True)
class Button:
    """A button that was issued to one sender: its short id, what it shows and what Rasa gets."""

    id: str
    title: str
    payload: str


class Journal:
    """Messages and buttons in one SQLite file; every method may raise sqlite3.Error."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = _connect(path)
        self._db.executescript(_SCHEMA)
        # Folding the log in waits for the disk, which the event loop must not: see sweep().
        self._db.execute("PRAGMA wal_autocheckpoint=0")

    def begin(self, sender: str, id: str, digest: bytes) -> Entry | None:
        """Write that a message is about to be sent; return the earlier entry when the id is known already."""
        added = self._db.execute(
            "INSERT OR IGNORE INTO turn (sender, id, digest, at) VALUES (?, ?, ?, ?)", (sender, id, digest, time.time())
        ).rowcount
        if added:
            return None
        row = self._db.execute("SELECT digest, replies FROM turn WHERE sender=? AND id=?", (sender, id)).fetchone()
        return Entry(row[0], json.loads(row[1]) if row[1] else None)

    def finish(self, sender: str, id: str, replies: list[Reply], buttons: Iterable[Button] = ()) -> None:
        """Write a message's replies and the buttons that they issue, together."""
        now = time.time()
        rows = [(sender, button.id, button.title, button.payload, now) for button in buttons]
        self._db.execute("BEGIN")
        try:
            if rows:
                self._db.executemany("INSERT OR REPLACE INTO button VALUES (?, ?, ?, ?, ?)", rows)
            text = json.dumps(replies, ensure_ascii=False, separators=(",", ":"))
            self._db.execute("UPDATE turn SET replies=?, at=? WHERE sender=? AND id=?", (text, now, sender, id))
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def forget(self, sender: str, id: str) -> None:
        """Remove a message that was certainly not sent, so that the same id may come again as new."""
        self._db.execute("DELETE FROM turn WHERE sender=? AND id=? AND replies IS NULL", (sender, id))

    def answered(self, sender: str, id: str) -> bool:
        """Tell whether this sender's message has been answered."""
        row = self._db.execute("SELECT 1 FROM turn WHERE sender=? AND id=? AND replies IS NOT NULL", (sender, id))
        return row.fetchone() is not None

    def replies(self, sender: str, id: str) -> list[Reply] | None:
        """Return the replies to this sender's message, None when there are none (any more)."""
        row = self._db.execute("SELECT replies FROM turn WHERE sender=? AND id=?", (sender, id)).fetchone()
        return json.loads(row[0]) if row and row[0] else None

    def count(self, sender: str) -> int:
        """Return how many answered messages of this sender are kept."""
        row = self._db.execute("SELECT count(*) FROM turn WHERE sender=? AND replies IS NOT NULL", (sender,)).fetchone()
        return int(row[0])

    def latest(self, sender: str) -> tuple[str, list[Reply]] | None:
        """Return the id and the replies of the message of this sender that was answered last."""
        row = self._db.execute(
            "SELECT id, replies FROM turn WHERE sender=? AND replies IS NOT NULL ORDER BY at DESC LIMIT 1", (sender,)
        ).fetchone()
        return (row[0], json.loads(row[1])) if row else None

    def erase(self, sender: str) -> None:
        """Remove everything that is kept of a sender."""
        for table in ("turn", "button"):
            self._db.execute(f"DELETE FROM {table} WHERE sender=?", (sender,))  # noqa: S608 (our own words)

    def button(self, sender: str, id: str) -> Button | None:
        """Return a button that was issued to this sender."""
        row = self._db.execute("SELECT title, payload FROM button WHERE sender=? AND id=?", (sender, id)).fetchone()
        return Button(id, *row) if row else None

    def check(self) -> None:
        """Try to write; raises sqlite3.Error when the journal cannot take a message."""
        self._db.execute("DELETE FROM turn WHERE sender='' AND id=''")

    def sweep(self, keep_seconds: float) -> int:
        """Remove what is older, and a sender's buttons beyond the latest 300; return the number of rows.

        Uses a connection of its own, so that it may run in a thread; works in small steps so that no
        turn waits for it.
        """
        database = _connect(self.path)
        try:
            before = time.time() - keep_seconds
            removed = sum(_purge(database, table, "at < ?", (before,)) for table in ("turn", "button"))
            crowded = database.execute(
                "SELECT sender FROM button GROUP BY sender HAVING count(*) > ?", (_MOST_BUTTONS,)
            ).fetchall()
            for (sender,) in crowded:
                oldest = database.execute(
                    "SELECT at FROM button WHERE sender=? ORDER BY at DESC LIMIT 1 OFFSET ?", (sender, _MOST_BUTTONS)
                ).fetchone()[0]
                removed += _purge(database, "button", "sender=? AND at <= ?", (sender, oldest))
            database.execute("PRAGMA wal_checkpoint(PASSIVE)")
            return removed
        finally:
            database.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Used by one thread at a time, though not always by the one that made it.
    database = sqlite3.connect(path, isolation_level=None, timeout=2.0, check_same_thread=False)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    path.chmod(0o600)
    return database


def _purge(database: sqlite3.Connection, table: str, where: str, values: tuple[object, ...]) -> int:
    some = f"SELECT sender, id FROM {table} WHERE {where} LIMIT {_SWEEP_ROWS}"  # noqa: S608 (our own words)
    removed = 0
    while True:
        step = database.execute(f"DELETE FROM {table} WHERE (sender, id) IN ({some})", values).rowcount  # noqa: S608
        removed += step
        if step < _SWEEP_ROWS:
            return removed
        time.sleep(0.01)
