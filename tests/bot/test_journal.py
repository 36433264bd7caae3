"""The journal of messages and buttons."""

import os
import sqlite3
import stat
import time
from pathlib import Path

import pytest

from bot.journal import Button, Entry, Journal


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.sqlite3")


def test_begin_and_finish(journal: Journal) -> None:
    """A message is new once; then its entry comes back, with the replies as soon as they are known."""
    assert journal.begin("an", "m1", b"d") is None
    assert journal.begin("an", "m1", b"other") == Entry(b"d", None)
    journal.finish("an", "m1", [{"text": "vâng"}])
    assert journal.begin("an", "m1", b"d") == Entry(b"d", [{"text": "vâng"}])
    assert journal.begin("binh", "m1", b"d") is None


def test_written_before_the_call_returns(journal: Journal) -> None:
    """Another process sees an entry at once: a kill after begin() does not lose it."""
    journal.begin("an", "m1", b"d")
    with sqlite3.connect(journal.path) as other:
        assert other.execute("SELECT count(*) FROM turn").fetchone() == (1,)


def test_forget_only_the_unanswered(journal: Journal) -> None:
    """A message that was not sent can be forgotten, an answered one cannot."""
    journal.begin("an", "m1", b"d")
    journal.forget("an", "m1")
    assert journal.begin("an", "m1", b"e") is None
    journal.finish("an", "m1", [])
    journal.forget("an", "m1")
    assert journal.begin("an", "m1", b"e") == Entry(b"e", [])


def test_buttons_belong_to_one_sender(journal: Journal) -> None:
    """A button is found by the sender that it was issued to, by nobody else."""
    journal.begin("an", "m1", b"d")
    journal.finish("an", "m1", [], [Button("b:1", "Có", "/affirm")])
    assert journal.button("an", "b:1") == Button("b:1", "Có", "/affirm")
    assert journal.button("binh", "b:1") is None


def test_sweep_removes_the_old_and_the_many(journal: Journal) -> None:
    """Old rows go, and a sender keeps the latest 300 buttons only."""
    for number in range(310):
        journal.finish("an", "-", [], [Button(f"b:{number}", "t", "/p")])
    journal.begin("an", "m1", b"d")
    assert journal.sweep(3600) == 10
    assert journal.button("an", "b:0") is None
    assert journal.button("an", "b:309") is not None
    time.sleep(0.02)
    assert journal.sweep(0.01) == 301
    assert journal.begin("an", "m1", b"e") is None


def test_no_text_is_kept_and_the_file_is_private(journal: Journal) -> None:
    """The file is readable by its owner only and does not hold the digest's text."""
    assert stat.S_IMODE(os.stat(journal.path).st_mode) == 0o600
    columns = [row[1] for row in sqlite3.connect(journal.path).execute("PRAGMA table_info(turn)")]
    assert columns == ["sender", "id", "digest", "at", "replies"]


def test_check_finds_a_broken_journal(journal: Journal) -> None:
    """check() raises when the journal cannot be written."""
    journal.check()
    journal.close()
    with pytest.raises(sqlite3.Error):
        journal.check()
