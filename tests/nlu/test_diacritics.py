"""Restoring marks."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.diacritics import Restorer
from nlu.text import fold

TEXTS = [
    "tôi mới sinh con",
    "làm giấy khai sinh ở đâu",
    "mất sổ đỏ",
    "làm sổ đỏ",
    "sổ đó của con",
    "con làm giấy",
    "cho con đi học",
]


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    """A restorer trained on a few sentences."""
    return Restorer.train([(text, 2) for text in TEXTS])


def test_bare_text_gets_its_marks(restorer: Restorer) -> None:
    """A sentence without marks gets those of the training texts, chosen by the neighbouring word."""
    assert restorer.restore("lam giay khai sinh o dau".split()) == "làm giấy khai sinh ở đâu".split()
    assert restorer.restore("mat so do".split()) == "mất sổ đỏ".split()


def test_half_marked_text_keeps_what_is_there(restorer: Restorer) -> None:
    """Words with marks stay as typed, and bare words are filled in beside them."""
    assert restorer.restore(["mất", "so", "đỏ"]) == ["mất", "sổ", "đỏ"]
    assert restorer.restore(["làm", "giay", "cho", "con"]) == ["làm", "giấy", "cho", "con"]


def test_unknown_words_stay(restorer: Restorer) -> None:
    """Words that no text had, and numbers, are left alone."""
    assert restorer.restore(["vneid", "2025", "ct07"]) == ["vneid", "2025", "ct07"]


def test_no_texts_no_change() -> None:
    """A model trained on nothing changes nothing."""
    assert Restorer.train([]).restore(["khai", "sinh"]) == ["khai", "sinh"]


def test_texts_typed_without_marks_teach_nothing() -> None:
    """A bare training sentence does not outweigh marked ones."""
    restorer = Restorer.train([("lam giay khai sinh o dau", 50), ("làm giấy khai sinh", 1)])
    assert restorer.restore(["giay"]) == ["giấy"]


def test_what_is_saved_is_loaded(restorer: Restorer, tmp_path: Path) -> None:
    """A stored model restores the same."""
    restorer.save(tmp_path / "r.json")
    again = Restorer.load(tmp_path / "r.json")
    assert again.restore("toi moi sinh con".split()) == restorer.restore("toi moi sinh con".split())
    assert again.total == restorer.total


@given(st.lists(st.text(alphabet="abcdeghiklmnopqrstuvxyđăâêôơư", min_size=1, max_size=6), max_size=12))
def test_only_marks_change(row: list[str]) -> None:
    """The folded text stays the same, word for word."""
    restored = Restorer.train([(text, 2) for text in TEXTS]).restore(row)
    assert [fold(word) for word in restored] == [fold(word) for word in row]
