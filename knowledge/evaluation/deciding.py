"""Fitting the decision on the tuning half: boosted trees, then how far each decision leans to meet the targets.

Everything that the trees and the lean see of a question comes from a fusion fitted without its procedure, so that
neither learns from rankings better than those of tomorrow.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.evaluation.questions import Question
from knowledge.evaluation.tuning import answerable, examples, fit_fusion
from knowledge.search.analysis import Analysis
from knowledge.search.decision import DECISIONS, SIGNS, Decider, Decision
from knowledge.search.index import GENERAL_MARK, NOWHERE, Index
from knowledge.search.searcher import Searcher
from nlu.text import fold

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]
Logits = NDArray[np.float64]
_FOLDS = 4
_STORED = -1
#: What all messages of a kind weigh together: the rarer kind must not drown, and the short ones must count.
_QUESTIONS = {"answer": 1.0, "clarify": 0.6, "none": 0.6}
_WORDINGS = {"answer": 0.7, "clarify": 0.35, "none": 0.35}
_SHORT = 6
#: Outside rows hidden from a message that should be refused.
_HIDDEN = 6
#: The targets, a little inside the promised ones, and what each point beside them costs.
_OUTSIDE_ANSWERED, _INSIDE_REFUSED, _AMBIGUOUS_ASKED = 0.045, 0.045, 0.74
_LEANS = np.arange(-2.0, 3.0, 0.2)
_BOOSTING = {"max_iter": 120, "learning_rate": 0.05, "max_leaf_nodes": 6, "min_samples_leaf": 30}


@dataclass(frozen=True)
class Row:
    """What the decision sees of one message: signs (len(SIGNS),), what is right, its fold, the number of its corpus."""

    signs: Floats
    decision: Decision
    fold: int
    corpus: int


def fit_decider(searchers: Sequence[Searcher], questions: Sequence[Question]) -> Decider:
    """Return the decider for these searchers, which carry the fusion to be shipped."""
    rows = [*_questions(searchers, questions), *_wordings(searchers)]
    held = np.zeros((len(rows), len(DECISIONS)))
    folds = np.array([row.fold for row in rows])
    for number in sorted(set(folds) - {_STORED}):
        part = folds == number
        others = [row for row in rows if row.fold != number]
        if len({row.decision for row in others}) < len(DECISIONS):
            continue  # too few messages to hold any back
        model = _boosted(others)
        held[part] = model.decision_function(np.stack([row.signs for row in rows])[part])
    asked = [number for number, row in enumerate(rows) if row.fold != _STORED]
    lean = _lean([rows[number] for number in asked], held[asked])
    return Decider.of(_plain(_boosted(rows), lean))


def _questions(searchers: Sequence[Searcher], questions: Sequence[Question]) -> Iterable[Row]:
    seen = [(question, examples(searcher, [question])) for searcher in searchers for question in questions]
    for number in range(_FOLDS):
        found = [example for question, own in seen if _fold(question) != number for example in own]
        held = [question for question in questions if _fold(question) == number]
        fusion = fit_fusion(found) if found else searchers[0].fusion
        for corpus, searcher in enumerate(searchers):
            without = searcher.with_weights(fusion, searcher.decider)
            for question, _ in answerable(searcher, held):
                for text in (question.question, fold(question.question)):
                    analysis = searcher.index.analyser.analyse(text)
                    hidden = _nearest_outside(searcher.index, analysis) if question.behaviour == "none" else None
                    yield Row(without.rank(analysis, hidden).signs, question.behaviour, number, corpus)


def _nearest_outside(index: Index, analysis: Analysis) -> Rows:
    """Return the outside rows nearest to a message: the list knows the tuning half's topics, not those of tomorrow."""
    start = int(index.first[index.position[NOWHERE]])
    cosines = index.dense.vectors[start : index.first[-1]] @ index.embedder.questions([analysis])[0]
    return start + np.argsort(-cosines, kind="stable")[:_HIDDEN]


def _fold(question: Question) -> int:
    key = min(question.codes) if question.codes else question.id
    return hashlib.sha256(f"fold {key}".encode()).digest()[0] % _FOLDS


def _wordings(searchers: Sequence[Searcher]) -> Iterable[Row]:
    """Yield stored wordings taken as questions, each with its own title row left out.

    The questions are mostly long; people also type two words. Phrasings should be answered, general requests asked
    back about, outside messages refused. A few wordings of each procedure are enough.
    """
    for corpus, searcher in enumerate(searchers):
        index = searcher.index
        for number, document in enumerate(index.documents):
            decision: Decision = "answer"
            if document.code == NOWHERE or document.code.startswith(GENERAL_MARK):
                decision = "none" if document.code == NOWHERE else "clarify"
            wordings = list(dict.fromkeys((*document.names, *document.phrasings)))
            for place in range(len(document.names), len(wordings)):
                if decision != "answer" or (len(wordings[place].split()) <= _SHORT and _drawn(wordings[place])):
                    analysis, own = index.analyser.analyse(wordings[place]), np.array([index.first[number] + place])
                    hidden = _nearest_outside(index, analysis) if decision == "none" else own
                    yield Row(searcher.rank(analysis, np.union1d(own, hidden)).signs, decision, _STORED, corpus)


def _drawn(wording: str) -> bool:
    """Return true for one wording in eight, always the same ones."""
    return hashlib.sha256(wording.encode()).digest()[0] % 8 == 0


def _boosted(rows: Sequence[Row]) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    counted = Counter((row.fold != _STORED, row.decision) for row in rows)
    cost = np.array(
        [
            (_QUESTIONS if row.fold != _STORED else _WORDINGS)[row.decision]
            / counted[row.fold != _STORED, row.decision]
            for row in rows
        ]
    )
    model = HistGradientBoostingClassifier(
        **_BOOSTING, l2_regularization=5.0, early_stopping=False, random_state=0, max_depth=5
    )
    goal = [DECISIONS.index(row.decision) for row in rows]
    return model.fit(np.stack([row.signs for row in rows]), goal, sample_weight=cost / cost.mean())


def _lean(rows: Sequence[Row], held: Logits) -> Logits:
    """Return what to add to each decision so that the held-out messages of every corpus come nearest to the targets."""
    goal = np.array([DECISIONS.index(row.decision) for row in rows])
    corpora = [np.array([row.corpus == number for row in rows]) for number in sorted({row.corpus for row in rows})]

    def cost(lean: Logits) -> float:
        said = (held + lean).argmax(axis=1)
        return sum(_cost(said[part], goal[part]) for part in corpora)

    leans = [np.array([0.0, clarify, none]) for clarify, none in product(_LEANS, _LEANS)]
    return min(leans, key=lambda lean: (cost(lean), float(np.abs(lean).sum())))


def _cost(said: NDArray[np.int64], goal: NDArray[np.int64]) -> float:
    answer, clarify, none = range(len(DECISIONS))

    def share(part: NDArray[np.bool_], decision: int) -> float:
        return float((said[part] == decision).mean()) if part.any() else 0.0

    return (
        6 * max(0.0, share(goal == none, answer) - _OUTSIDE_ANSWERED)
        + 6 * max(0.0, share(goal != none, none) - _INSIDE_REFUSED)
        + 2 * max(0.0, _AMBIGUOUS_ASKED - share(goal == clarify, clarify))
        + 1.2 * share(goal == answer, clarify)
    )


def _plain(model: Any, lean: Logits) -> dict[str, Any]:
    """Return a fitted model as `Decider.of` reads it. A test holds its scores to the model's own."""
    start = np.asarray(model._baseline_prediction).reshape(-1) + lean
    trees: dict[str, list[list[list[float]]]] = {decision: [] for decision in DECISIONS}
    for step in model._predictors:
        for decision, predictor in zip(DECISIONS, step, strict=True):
            trees[decision].append([_node(node) for node in predictor.nodes])
    return {
        "signs": list(SIGNS),
        "start": {decision: round(float(value), 4) for decision, value in zip(DECISIONS, start, strict=True)},
        "trees": trees,
    }


def _node(node: Any) -> list[float]:
    if node["is_leaf"]:
        return [round(float(node["value"]), 5)]
    return [
        int(node["feature_idx"]),
        float(str(np.float32(node["num_threshold"]))),  # thresholds may be values that were seen: no digit may go
        int(node["left"]),
        int(node["right"]),
    ]
