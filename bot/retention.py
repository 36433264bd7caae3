"""What is old goes: conversations, turn events, messages and buttons, after the days that the settings give.

Works on the SQLite files of one machine, also while Rasa and the front door run: each step is a short transaction.
Deleted rows are overwritten (secure_delete). A conversation that goes on loses its old turns; its slots stay until
nothing of it is left.
"""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

from bot.settings import Settings
from nlu import clock

_ROWS = 500


@dataclass(frozen=True, slots=True)
class Removed:
    """What went, or would go, of one table: how many rows, and the time of the oldest, None without any."""

    what: str
    days: float
    rows: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class _Table:
    file: str
    name: str
    what: str
    #: The column of the time, and whether it holds seconds since 1970 or an ISO text.
    time: str
    seconds: bool


_TABLES = {
    "conversation": (_Table("rasa/tracker.sqlite3", "events", "lượt trong hội thoại", "timestamp", True),),
    "events": (_Table("events.sqlite3", "turn_event", "sự kiện thống kê", "at", False),),
    "journal": (
        _Table("journal.sqlite3", "turn", "tin nhắn trong nhật ký", "at", True),
        _Table("journal.sqlite3", "button", "nút đã gửi", "at", True),
    ),
}


def expire(settings: Settings, days: float | None = None, dry_run: bool = False) -> list[Removed]:
    """Remove what is older than its days, all of it than `days` when given; raises sqlite3.Error.

    With `dry_run` nothing is removed, only counted. Files that do not exist hold nothing.
    """
    kept = {
        "conversation": settings.conversation_days,
        "events": settings.events_days,
        "journal": settings.journal_days,
    }
    found = []
    for part, tables in _TABLES.items():
        limit = kept[part] if days is None else days
        for table in tables:
            path = settings.var / table.file
            if path.exists():
                found.append(_expire(path, table, limit, dry_run))
                if part == "conversation" and not dry_run:
                    _drop_empty_states(path)
    return found


def report(removed: Sequence[Removed], out: TextIO, dry_run: bool) -> None:
    """Print one line for each table, in Vietnamese."""
    for one in removed:
        since = f", cũ nhất từ {one.oldest:%d/%m/%Y}" if one.oldest else ""
        verb = "Sẽ xoá" if dry_run else "Đã xoá"
        print(f"{verb} {one.rows} {one.what} cũ hơn {one.days:g} ngày{since}.", file=out)
    if not removed:
        print("Chưa có dữ liệu nào.", file=out)


def _expire(path: Path, table: _Table, days: float, dry_run: bool) -> Removed:
    limit = clock.now() - timedelta(days=days)
    before: object = limit.timestamp() if table.seconds else limit.isoformat(timespec="milliseconds")
    with closing(_connect(path)) as database:
        if not _exists(database, table.name):
            return Removed(table.what, days, 0, None)
        where = f"{table.time} < ?"
        rows, oldest = database.execute(
            f"SELECT count(*), min({table.time}) FROM {table.name} WHERE {where}",  # noqa: S608 (our own words)
            (before,),
        ).fetchone()
        if rows and not dry_run:
            for _ in _in_steps(database, table.name, where, (before,)):
                time.sleep(0.01)
            database.execute("PRAGMA wal_checkpoint(PASSIVE)")
    return Removed(table.what, days, rows, _moment(oldest, table.seconds) if rows else None)


def _drop_empty_states(path: Path) -> None:
    """Remove the slots of conversations of which nothing is left."""
    with closing(_connect(path)) as database:
        if _exists(database, "conversation_states"):
            database.execute("DELETE FROM conversation_states WHERE sender_id NOT IN (SELECT sender_id FROM events)")


def _in_steps(database: sqlite3.Connection, table: str, where: str, values: tuple[object, ...]) -> Iterator[int]:
    """Delete a few hundred rows at a time, so that no turn waits for long; yields the rows of each step."""
    key = "id" if table in ("events", "turn_event") else "(sender, id)"
    columns = key.strip("()")
    step = _ROWS
    while step == _ROWS:
        some = f"SELECT {columns} FROM {table} WHERE {where} LIMIT {_ROWS}"  # noqa: S608 (our own words)
        step = database.execute(f"DELETE FROM {table} WHERE {key} IN ({some})", values).rowcount  # noqa: S608
        yield step


def _exists(database: sqlite3.Connection, table: str) -> bool:
    return (
        database.execute("SELECT 1 FROM sqlite_master WHERE type='table' AND name=?", (table,)).fetchone() is not None
    )


def _moment(value: object, seconds: bool) -> datetime:
    return datetime.fromtimestamp(float(str(value)), clock.VIETNAM) if seconds else datetime.fromisoformat(str(value))


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, timeout=10.0)
    database.execute("PRAGMA secure_delete=ON")
    return database
