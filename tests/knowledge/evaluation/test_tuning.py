"""Fitting weights."""

import numpy as np

from knowledge.evaluation.questions import Question
from knowledge.evaluation.tuning import Example, answerable, examples, fit_fusion
from knowledge.search.features import FEATURES
from knowledge.search.searcher import Searcher


def test_only_questions_this_corpus_can_answer(small: Searcher, asked: list[Question]) -> None:
    """Questions about absent procedures are left out, absent codes of the others too; out-of-scope ones stay."""
    found = {question.id: codes for question, codes in answerable(small, asked)}
    assert set(found) == {"1", "2", "3", "4", "6"}
    assert len(found["2"]) == 1
    assert found["4"] == ()


def test_the_telling_feature_gets_the_weight() -> None:
    """A feature that marks the right candidate outweighs noise."""
    generator = np.random.default_rng(1)
    rows = []
    for _ in range(40):
        features = generator.random((5, len(FEATURES))).astype(np.float32)
        right = np.array([True, False, False, False, False])
        features[:, FEATURES.index("body_share")] = right
        rows.append(Example(features, right))
    weights = fit_fusion(rows).store()
    assert max(weights, key=lambda name: weights[name]) == "body_share"


def test_fitting_is_repeatable(small: Searcher, asked: list[Question]) -> None:
    """The same questions give the same weights."""
    first, second = (fit_fusion(examples(small, asked)).store() for _ in range(2))
    assert first == second


def test_examples_hold_the_right_candidate(small: Searcher, asked: list[Question]) -> None:
    """Each example has at least one right candidate, typed and stripped text giving one each."""
    found = examples(small, asked[:1])
    assert len(found) == 2
    assert all(example.right.any() for example in found)
