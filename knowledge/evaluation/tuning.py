"""Fitting the weights of fusion on the tuning half, over several corpora at once (the decision: see `deciding`).

A listwise softmax over the candidates, convex, with a small ridge, solved by L-BFGS from zero: the same questions and
corpora give the same weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from knowledge.evaluation.questions import Question
from knowledge.search.features import FEATURES, candidates
from knowledge.search.fusion import Fusion
from knowledge.search.index import GENERAL_MARK, NOWHERE
from knowledge.search.searcher import Searcher
from nlu.text import fold

Floats = NDArray[np.float32]
_RIDGE = 1e-2


@dataclass(frozen=True)
class Example:
    """The candidates of one question: features (C, F) and which of them are right (C,)."""

    features: Floats
    right: NDArray[np.bool_]


def examples(searcher: Searcher, questions: Sequence[Question]) -> list[Example]:
    """Return what the legs say about the questions, as typed and stripped of marks, that this corpus can answer."""
    found = []
    for question, right in answerable(searcher, questions):
        numbers = [searcher.index.position[code] for code in right or (NOWHERE,)]
        if question.behaviour == "clarify":
            numbers += _general_requests_for(searcher, right)
        for text in (question.question, fold(question.question)):
            seen = candidates(searcher.index, searcher.index.analyser.analyse(text))
            hits = np.isin(seen.numbers, numbers)
            if hits.any():
                found.append(Example(seen.features, hits))
    return found


def _general_requests_for(searcher: Searcher, codes: Sequence[str]) -> list[int]:
    """Return the general requests that offer at least two of the codes."""
    return [
        number
        for number, document in enumerate(searcher.index.documents)
        if document.code.startswith(GENERAL_MARK) and len(set(document.siblings) & set(codes)) > 1
    ]


def answerable(searcher: Searcher, questions: Sequence[Question]) -> list[tuple[Question, tuple[str, ...]]]:
    """Return the questions with those of their codes that the corpus has; out-of-scope ones with none."""
    pairs = [(question, tuple(code for code in searcher.today(question.codes))) for question in questions]
    return [(question, codes) for question, codes in pairs if codes or question.behaviour == "none"]


def fit_fusion(found: Sequence[Example]) -> Fusion:
    """Return the fusion under which right candidates get the most chance."""
    features = np.concatenate([example.features for example in found]).astype(np.float64)
    right = np.concatenate([example.right for example in found])
    starts = np.concatenate([[0], np.cumsum([len(example.right) for example in found])[:-1]])
    spread = features.std(axis=0) + 1e-3
    features /= spread

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = features @ weights
        every, every_slope = _log_sums(scores, features, starts)
        good, good_slope = _log_sums(np.where(right, scores, -1e9), features, starts)
        value = (every - good).mean() + _RIDGE * weights @ weights
        return float(value), (every_slope - good_slope) / len(found) + 2 * _RIDGE * weights

    best = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return Fusion((best.x / spread).astype(np.float32))


def _log_sums(
    scores: NDArray[np.float64], features: NDArray[np.float64], starts: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return log-sum-exp of each segment and the gradient of their sum."""
    lengths = np.diff(np.append(starts, len(scores)))
    top = np.maximum.reduceat(scores, starts)
    grown = np.exp(scores - np.repeat(top, lengths))
    sums = np.add.reduceat(grown, starts)
    return top + np.log(sums), (grown / np.repeat(sums, lengths)) @ features
