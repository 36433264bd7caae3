"""BM25."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.search.lexical import Lexical

TEXTS = [["khai", "sinh"], ["khai", "tu"], ["ket", "hon"], []]


def test_scores_by_hand() -> None:
    """A score is the sum of idf times saturated frequency over the question's terms."""
    lexical = Lexical.build([["a"], ["b"]], k1=1.2, b=0.0)
    idf = np.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    assert lexical.scores(["a", "z"]).tolist() == pytest.approx([idf, 0.0])


def test_rare_terms_tell_more() -> None:
    """The text with the rarer term wins; a repeated term of the question counts once."""
    lexical = Lexical.build(TEXTS)
    scores = lexical.scores(["khai", "khai", "sinh"])
    assert int(scores.argmax()) == 0
    assert scores[3] == 0
    idf = lexical.idf(["khai", "sinh", "unheard"])
    assert idf[0] < idf[1] < idf[2]
    assert lexical.knows("khai")
    assert not lexical.knows("unheard")


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    """A stored index scores the same."""
    lexical = Lexical.build(TEXTS)
    lexical.save(tmp_path / "l.npz")
    again = Lexical.load(tmp_path / "l.npz")
    assert again.scores(["khai", "tu"]).tolist() == lexical.scores(["khai", "tu"]).tolist()


def test_nothing_to_search() -> None:
    """An index without texts gives no scores."""
    assert Lexical.build([]).scores(["a"]).shape == (0,)
