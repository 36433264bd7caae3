"""The page and the picture of the evaluation."""

from pathlib import Path

import pytest

from nlu.entity_scores import Tally
from nlu.evaluation import SPELLINGS, Score
from nlu.evaluation_page import write_page


def test_page_and_picture_are_written(tmp_path: Path) -> None:
    """Tables of both parts, and a picture that stays small and the same."""
    pytest.importorskip("matplotlib", reason="a tool of the developers")
    pairs = (("greet", "greet"), ("greet", "bye"), ("bye", "bye"))
    scores = [Score(name, pairs) for name in SPELLINGS]
    entities = {"accented": {"place": Tally(2, 2, 1)}, "stripped": {"place": Tally(2, 2, 2)}}
    write_page(tmp_path, scores, entities, 3, 2)
    page = (tmp_path / "evaluation-nlu.md").read_text("utf-8")
    assert "| `greet` | 0.67 |" in page
    assert "| `place` | 2 | 0.50 | 1.00 |" in page
    picture = (tmp_path / "confusion.svg").read_bytes()
    assert picture.startswith(b"<?xml")
    assert len(picture) < 200_000
    write_page(tmp_path, scores, entities, 3, 2)
    assert (tmp_path / "confusion.svg").read_bytes() == picture
