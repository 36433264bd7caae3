"""Measuring."""

from knowledge.evaluation.measuring import STRIPPED, measure
from knowledge.evaluation.questions import Question
from knowledge.search.searcher import Searcher


def test_what_is_counted(small: Searcher, asked: list[Question]) -> None:
    """Ranking counts clear questions with a procedure here; decisions count all kinds."""
    found = measure(small, asked)
    assert found.by_style["all"].count == found.by_style[STRIPPED].count == 3
    assert found.by_style["unaccented"].count == 1
    assert (found.decisions.answers, found.decisions.clarifies, found.decisions.outside) == (3, 1, 1)
    assert found.guides == 6
    assert len(found.methods) == 4
    assert 0 < found.cpu_p50 <= found.cpu_p95


def test_shares_without_questions_are_unknown(small: Searcher, asked: list[Question]) -> None:
    """Where no question of a kind was asked, there is no share."""
    found = measure(small, asked[:1]).decisions
    assert found.outside_answered is None
    assert found.ambiguous_asked is None
    assert found.inside_refused == 0
