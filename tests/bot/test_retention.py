"""What is old goes, what is young stays, and a dry run removes nothing."""

import io
import sqlite3
import time
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.events import EventLog, turn_event
from bot.journal import Button, Journal
from bot.retention import expire, report
from bot.settings import Settings
from nlu import clock

DAY = 86400.0


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Three stores, each with a row of today and one of forty days ago."""
    now = time.time()
    (tmp_path / "rasa").mkdir()
    with sqlite3.connect(tmp_path / "rasa" / "tracker.sqlite3") as tracker:
        tracker.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, timestamp REAL, data TEXT)")
        tracker.execute("CREATE TABLE conversation_states (sender_id TEXT PRIMARY KEY, state TEXT)")
        rows = [("cũ", now - 40 * DAY), ("lâu", now - 40 * DAY), ("lâu", now)]
        tracker.executemany("INSERT INTO events (sender_id, timestamp, data) VALUES (?, ?, 'lời nói')", rows)
        tracker.executemany("INSERT INTO conversation_states VALUES (?, '{}')", [("cũ",), ("lâu",)])
    tracker.close()
    log = EventLog(tmp_path / "events.sqlite3", 1000)
    log.start()
    log.add(turn_event("chat", None, "mới", "answered", 1, []))
    log.stop()
    with sqlite3.connect(tmp_path / "events.sqlite3") as events:
        events.execute("INSERT INTO turn_event (at, channel, outcome, codes, scores, latency_ms) "
                       "VALUES ('2020-01-01T00:00:00.000+07:00', 'chat', 'answered', '[]', '[]', 1)")  # fmt: skip
    events.close()
    journal = Journal(tmp_path / "journal.sqlite3")
    journal.begin("a", "1", b"d")
    journal.finish("a", "1", [{"text": "x"}], [Button("b:1", "t", "p")])
    journal.close()
    with sqlite3.connect(tmp_path / "journal.sqlite3") as old:
        old.execute("INSERT INTO turn VALUES ('a', '0', x'00', ?, '[]')", (now - 40 * DAY,))
    old.close()
    return Settings(var=tmp_path)


def _rows(settings: Settings, file: str, table: str) -> int:
    database = sqlite3.connect(settings.var / file)
    try:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    finally:
        database.close()


def _all(settings: Settings) -> list[int]:
    return [
        _rows(settings, "rasa/tracker.sqlite3", "events"),
        _rows(settings, "rasa/tracker.sqlite3", "conversation_states"),
        _rows(settings, "events.sqlite3", "turn_event"),
        _rows(settings, "journal.sqlite3", "turn"),
        _rows(settings, "journal.sqlite3", "button"),
    ]


def test_a_dry_run_counts_and_removes_nothing(settings: Settings) -> None:
    """What would go is told; everything is still there."""
    before = _all(settings)
    counted = expire(settings, dry_run=True)
    assert [one.rows for one in counted] == [2, 1, 1, 0]
    assert _all(settings) == before


def test_old_rows_go_and_young_ones_stay(settings: Settings) -> None:
    """Each store keeps its days; a conversation's slots go with its last turn; a second run finds nothing."""
    assert [one.rows for one in expire(settings)] == [2, 1, 1, 0]
    assert _all(settings) == [1, 1, 1, 1, 1]
    assert all(one.rows == 0 for one in expire(settings))


def test_days_by_hand_hold_for_all(settings: Settings) -> None:
    """`--days 0` removes everything."""
    expire(settings, days=0)
    assert _all(settings) == [0, 0, 0, 0, 0]


def test_removed_text_is_overwritten(settings: Settings) -> None:
    """What was said stands nowhere in the file afterwards."""
    expire(settings, days=0)
    path = settings.var / "rasa" / "tracker.sqlite3"
    assert "lời nói".encode() not in path.read_bytes()


def test_without_any_store_there_is_nothing_to_do(tmp_path: Path) -> None:
    """A fresh installation is told so."""
    out = io.StringIO()
    report(expire(Settings(var=tmp_path)), out, dry_run=False)
    assert "Chưa có dữ liệu" in out.getvalue()


def test_the_command_says_what_went(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`python -m bot expire` prints a line for each table with count and date."""
    monkeypatch.setenv("MOTCUA_VAR", str(settings.var))
    assert main(["expire", "--dry-run"]) == 0
    assert "Sẽ xoá 2 lượt trong hội thoại cũ hơn 30 ngày" in capsys.readouterr().out
    assert main(["expire"]) == 0
    assert "Đã xoá 1 sự kiện thống kê cũ hơn 30 ngày, cũ nhất từ 01/01/2020." in capsys.readouterr().out
    assert main(["expire", "--days", "-1"]) == 2


def test_the_clock_of_tests_counts(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen from the far future everything is old."""
    monkeypatch.setenv("MOTCUA_NOW", f"{clock.now().year + 1}-06-01")
    expire(settings)
    assert _all(settings) == [0, 0, 0, 0, 0]
