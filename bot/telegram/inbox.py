"""The channel's memory in SQLite: updates that were taken and not yet answered, and the commune of each chat.

An update is written here before Telegram hears that we have it, and its content is removed when it is answered. What
stays is its number, for a week, so that a second delivery is known. One file for each bot, because update numbers are
each bot's own.
"""

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from bot.telegram.updates import Inbound

_SCHEMA = """
CREATE TABLE IF NOT EXISTS received (
    id INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    sent INTEGER NOT NULL DEFAULT 0,
    body TEXT
);
CREATE INDEX IF NOT EXISTS received_open ON received (id) WHERE body IS NOT NULL;
CREATE TABLE IF NOT EXISTS chat (
    name TEXT PRIMARY KEY,
    commune TEXT,
    asked REAL NOT NULL DEFAULT 0,
    at REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
_DAY = 86400.0
_KEEP_IDS = 7 * _DAY
#: Telegram begins with a random number again after a week without updates, so that an older one says nothing.
_OFFSET_AGE = 6 * _DAY
#: A commune that was not used for so long is forgotten.
_KEEP_COMMUNE = 180 * _DAY
#: How long the answer to "anh/chị ở xã nào" is waited for.
_ASKED_SECONDS = 900.0


class Inbox:
    """Used on the event loop only; every method may raise sqlite3.Error."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None, timeout=2.0)
        path.chmod(0o600)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        # What was removed is overwritten, so that no question can be read from the file afterwards.
        self._db.execute("PRAGMA secure_delete=ON")
        self._db.executescript(_SCHEMA)

    def take(self, updates: Iterable[tuple[int, Inbound | None]]) -> list[Inbound]:
        """Write updates, None for one that needs no answer; return those that are new and need one."""
        fresh: list[Inbound] = []
        now = time.time()
        with self._together():
            for identity, inbound in updates:
                body = json.dumps(asdict(inbound), ensure_ascii=False) if inbound else None
                added = self._db.execute(
                    "INSERT OR IGNORE INTO received (id, at, body) VALUES (?, ?, ?)", (identity, now, body)
                ).rowcount
                if added and inbound:
                    fresh.append(inbound)
        return fresh

    def waiting(self) -> list[Inbound]:
        """Return what was taken and is not answered, in order."""
        rows = self._db.execute("SELECT body FROM received WHERE body IS NOT NULL ORDER BY id").fetchall()
        return [Inbound.of(json.loads(body)) for (body,) in rows]

    def sent(self, identity: int) -> int:
        """Return how many messages of an update's answer have been sent."""
        row = self._db.execute("SELECT sent FROM received WHERE id=?", (identity,)).fetchone()
        return int(row[0]) if row else 0

    def note_sent(self, identity: int, messages: int) -> None:
        """Write how many messages of an update's answer have been sent."""
        self._db.execute("UPDATE received SET sent=? WHERE id=?", (messages, identity))

    def done(self, identity: int) -> None:
        """Remove the content of an update that is answered."""
        self._db.execute("UPDATE received SET body=NULL WHERE id=?", (identity,))

    def offset(self) -> int | None:
        """Return the number to ask Telegram for next, None when it is not known."""
        row = self._db.execute("SELECT max(id) FROM received WHERE at > ?", (time.time() - _OFFSET_AGE,)).fetchone()
        return row[0] + 1 if row and row[0] is not None else None

    def commune(self, name: str) -> str | None:
        """Return the commune of a chat, and remember that it was used."""
        row = self._db.execute("SELECT commune, at FROM chat WHERE name=?", (name,)).fetchone()
        if row is None:
            return None
        if time.time() - row[1] > _DAY:
            self._db.execute("UPDATE chat SET at=? WHERE name=?", (time.time(), name))
        return row[0] if row[0] is None else str(row[0])

    def set_commune(self, name: str, commune: str) -> None:
        """Remember a chat's commune, which answers the question for it."""
        self._db.execute(
            "INSERT OR REPLACE INTO chat (name, commune, at) VALUES (?, ?, ?)", (name, commune, time.time())
        )

    def forget(self, name: str) -> None:
        """Forget what is kept of a chat."""
        self._db.execute("DELETE FROM chat WHERE name=?", (name,))

    def ask(self, name: str, *, open: bool) -> None:
        """Note that a chat was asked for its commune, or that the question is settled."""
        now = time.time()
        self._db.execute(
            "INSERT INTO chat (name, asked, at) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET asked=excluded.asked",
            (name, now if open else 0.0, now),
        )

    def asked(self, name: str) -> bool:
        """Tell whether a chat was asked for its commune just before."""
        row = self._db.execute("SELECT asked FROM chat WHERE name=?", (name,)).fetchone()
        return bool(row and time.time() - row[0] < _ASKED_SECONDS)

    def note(self, name: str) -> str:
        """Return a note of the channel's own, "" when there is none."""
        row = self._db.execute("SELECT value FROM note WHERE name=?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def set_note(self, name: str, value: str) -> None:
        """Write a note of the channel's own."""
        self._db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value))

    def sweep(self) -> None:
        """Remove what is old."""
        now = time.time()
        self._db.execute("DELETE FROM received WHERE body IS NULL AND at < ?", (now - _KEEP_IDS,))
        self._db.execute("DELETE FROM chat WHERE at < ?", (now - _KEEP_COMMUNE,))

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _together(self) -> Iterator[None]:
        self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
