"""Fitting the decision."""

import numpy as np
import pytest

from knowledge.evaluation import deciding
from knowledge.evaluation.deciding import Row, fit_decider
from knowledge.evaluation.questions import Question
from knowledge.search.decision import DECISIONS, SIGNS, Decider, Decision
from knowledge.search.searcher import Searcher


def rows(count: int = 300) -> list[Row]:
    """Return messages whose decision the margin tells, with some noise."""
    generator = np.random.default_rng(7)
    found = []
    for number in range(count):
        signs = generator.standard_normal(len(SIGNS)).astype(np.float32)
        decision: Decision = DECISIONS[number % 3]
        signs[SIGNS.index("margin")] = {"answer": 4, "clarify": 0, "none": -4}[decision] + generator.standard_normal()
        found.append(Row(signs, decision, number % 4, 0))
    return found


def test_plain_trees_give_the_scores_of_the_model() -> None:
    """What is stored and read without the library says what the library's model says."""
    made = rows()
    model = deciding._boosted(made)
    plain = Decider.of(deciding._plain(model, {2.0: np.zeros(3)}))
    seen = np.stack([row.signs for row in made])
    ours = np.stack([plain.scores(row.signs) for row in made])
    assert np.allclose(ours, model.decision_function(seen), atol=0.01)
    assert np.mean([plain.decide(row.signs) == row.decision for row in made]) > 0.9


def test_the_lean_moves_towards_the_targets() -> None:
    """When ambiguous messages are hardly asked back, asking back gets a push."""
    made = [Row(np.zeros(len(SIGNS), dtype=np.float32), decision, 0, 0) for decision in DECISIONS for _ in range(20)]
    held = np.array([[3.0, 0.0, 0.0]] * 20 + [[1.0, 0.5, 0.0]] * 20 + [[0.0, 0.0, 3.0]] * 20)
    lean = deciding._lean(made, held)
    assert (held + lean).argmax(axis=1).tolist() == [0] * 20 + [1] * 20 + [2] * 20


def test_fitting_is_repeatable(small: Searcher, asked: list[Question], monkeypatch: pytest.MonkeyPatch) -> None:
    """The same questions and corpora give the same decider, and a question is never judged by its own procedure."""
    monkeypatch.setattr(deciding, "_BOOSTING", deciding._BOOSTING | {"max_iter": 5, "min_samples_leaf": 2})
    first, second = (fit_decider([small], asked).store() for _ in range(2))
    assert first == second
    assert len({deciding._fold(question) for question in asked}) > 1
