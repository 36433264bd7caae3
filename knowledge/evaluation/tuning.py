"""Fitting the weights of fusion and decision on the tuning half, over several corpora at once.

Fusion: listwise softmax over the candidates. Decision: multinomial logistic on the ranking's shape. Both convex, with
a small ridge, solved by L-BFGS from zero: the same questions and corpora give the same weights.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from knowledge.evaluation.questions import Question
from knowledge.search.decision import DECISIONS, SIGNS, Decider, Decision
from knowledge.search.features import FEATURES, candidates
from knowledge.search.fusion import Fusion
from knowledge.search.index import GENERAL_MARK, NOWHERE
from knowledge.search.searcher import Searcher
from nlu.text import fold

Floats = NDArray[np.float32]
_RIDGE = 1e-3
_DECISION_RIDGE = 1e-3
#: What all messages of a kind weigh together: the rarer kind must not drown, and the short ones must count.
_QUESTIONS = {"answer": 1.0, "clarify": 0.6, "none": 0.6}
_WORDINGS = {"answer": 0.7, "clarify": 0.35, "none": 0.35}
_SHORT = 6


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


def _short_messages(searcher: Searcher) -> list[tuple[Floats, Decision]]:
    """Return the signs of stored wordings taken as questions, each with its own title row left out.

    The questions are mostly long; people also type two words. Phrasings should be answered, general requests asked
    back about, outside messages refused. A few wordings of each procedure are enough.
    """
    index = searcher.index
    found: list[tuple[Floats, Decision]] = []
    for number, document in enumerate(index.documents):
        if document.code == NOWHERE:
            decision: Decision = "none"
        else:
            decision = "clarify" if document.code.startswith(GENERAL_MARK) else "answer"
        wordings = list(dict.fromkeys((*document.names, *document.phrasings)))
        for place in range(len(document.names), len(wordings)):
            short = len(wordings[place].split()) <= _SHORT
            if decision != "answer" or (short and hashlib.sha256(wordings[place].encode()).digest()[0] % 8 == 0):
                ranking = searcher.rank(index.analyser.analyse(wordings[place]), int(index.first[number]) + place)
                found.append((ranking.signs, decision))
    return found


def fit_decider(searchers: Sequence[Searcher], questions: Sequence[Question]) -> Decider:
    """Return the decider fitted on what the searchers' rankings look like."""
    rows: list[Floats] = []
    kinds: list[tuple[bool, Decision]] = []
    for searcher in searchers:
        for question, _ in answerable(searcher, questions):
            for text in (question.question, fold(question.question)):
                rows.append(searcher.rank(searcher.index.analyser.analyse(text)).signs)
                kinds.append((True, question.behaviour))
        for signs, decision in _short_messages(searcher):
            rows.append(signs)
            kinds.append((False, decision))
    counted = Counter(kinds)
    cost = np.array([(_QUESTIONS if asked else _WORDINGS)[kind] / counted[asked, kind] for asked, kind in kinds])
    seen, goal = np.stack(rows).astype(np.float64), np.array([DECISIONS.index(kind) for _, kind in kinds])
    middle, spread = seen.mean(axis=0), seen.std(axis=0) + 1e-3
    seen = np.column_stack([(seen - middle) / spread, np.ones(len(seen))])
    shape = (len(DECISIONS), seen.shape[1])
    cost /= cost.sum()

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(shape)
        scores = seen @ weights.T
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores)
        shares /= shares.sum(axis=1, keepdims=True)
        value = (
            -(cost * np.log(shares[np.arange(len(goal)), goal] + 1e-12)).sum()
            + _DECISION_RIDGE * (weights[:, :-1] ** 2).sum()
        )
        shares[np.arange(len(goal)), goal] -= 1
        slope = (shares * cost[:, None]).T @ seen
        slope[:, :-1] += 2 * _DECISION_RIDGE * weights[:, :-1]
        return float(value), slope.ravel()

    best = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 1000})
    weights = best.x.reshape(shape)
    plain = weights[:, :-1] / spread
    assert plain.shape[1] == len(SIGNS)
    return Decider(plain.astype(np.float32), (weights[:, -1] - plain @ middle).astype(np.float32))
