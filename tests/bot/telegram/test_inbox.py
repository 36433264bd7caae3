"""The channel's memory."""

import sqlite3
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.telegram import inbox as inbox_module
from bot.telegram.inbox import Inbox
from bot.telegram.updates import Inbound


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    """An empty inbox."""
    made = Inbox(tmp_path / "telegram-1.sqlite3")
    yield made
    made.close()


def question(number: int, text: str = "khai sinh") -> Inbound:
    """Return a question."""
    return Inbound(number, 5, 5, "text", text)


def test_taken_once(inbox: Inbox) -> None:
    """An update is new once; one that needs no answer is known too."""
    assert inbox.take([(1, question(1)), (2, None)]) == [question(1)]
    assert inbox.take([(1, question(1)), (2, None), (3, question(3))]) == [question(3)]


def test_waiting_survives(inbox: Inbox, tmp_path: Path) -> None:
    """What is not answered is there after a restart, with how much of its answer was sent."""
    inbox.take([(2, question(2)), (1, question(1)), (3, question(3))])
    inbox.done(1)
    inbox.note_sent(2, 1)
    again = Inbox(tmp_path / "telegram-1.sqlite3")
    assert again.waiting() == [question(2), question(3)]
    assert (again.sent(2), again.sent(3), again.sent(99)) == (1, 0, 0)
    again.close()


def test_content_is_gone_when_answered(inbox: Inbox, tmp_path: Path) -> None:
    """Of an answered update only its number stays, in the file itself too."""
    inbox.take([(1, question(1, "một câu rất riêng"))])
    inbox.done(1)
    inbox.close()
    for path in tmp_path.iterdir():
        assert "rất riêng".encode() not in path.read_bytes()


def test_all_or_nothing(inbox: Inbox) -> None:
    """When a batch cannot be written whole, nothing of it counts as taken."""
    with pytest.raises(sqlite3.Error):
        inbox.take([(1, question(1)), ("x", question(2))])  # type: ignore[list-item]
    assert inbox.take([(1, question(1))]) == [question(1)]


def test_offset(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next number follows the highest of the last days; an older one says nothing any more."""
    assert inbox.offset() is None
    inbox.take([(7, None), (9, question(9)), (8, None)])
    assert inbox.offset() == 10
    monkeypatch.setattr(inbox_module, "_OFFSET_AGE", -1.0)
    assert inbox.offset() is None


def test_commune(inbox: Inbox) -> None:
    """A chat's commune is kept until it is forgotten, and setting it settles the question."""
    inbox.ask("an", open=True)
    assert inbox.asked("an")
    assert inbox.commune("an") is None
    inbox.set_commune("an", "00166")
    assert not inbox.asked("an")
    assert inbox.commune("an") == "00166"
    inbox.ask("an", open=True)
    assert inbox.commune("an") == "00166"
    inbox.forget("an")
    assert inbox.commune("an") is None


def test_question_is_open_for_a_while(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written a day after the question is no answer to it."""
    inbox.ask("an", open=True)
    monkeypatch.setattr(inbox_module, "_ASKED_SECONDS", -1.0)
    assert not inbox.asked("an")


def test_sweep(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old numbers and communes that nobody used leave; what waits for an answer stays."""
    inbox.take([(1, question(1)), (2, None)])
    inbox.set_commune("an", "00166")
    inbox.sweep()
    assert inbox.commune("an") == "00166"
    later = time.time() + 400 * 86400
    monkeypatch.setattr(inbox_module.time, "time", lambda: later)
    inbox.sweep()
    assert inbox.commune("an") is None
    assert inbox.take([(2, None), (1, question(1))]) == []
    assert inbox.waiting() == [question(1)]


def test_notes_and_mode(inbox: Inbox, tmp_path: Path) -> None:
    """Notes are kept, and nobody else may read the file."""
    assert inbox.note("profile") == ""
    inbox.set_note("profile", "a")
    inbox.set_note("profile", "b")
    assert inbox.note("profile") == "b"
    assert stat.S_IMODE((tmp_path / "telegram-1.sqlite3").stat().st_mode) == 0o600
