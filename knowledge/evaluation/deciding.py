"""Fitting the decision on the tuning half: boosted trees, then how far each decision leans to meet the targets.

Everything that the trees and the lean see of a question comes from a fusion fitted without its procedure, so that
neither learns from rankings better than those of tomorrow.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
#: What all messages of a kind weigh together: the rarer kind must not drown, and the short ones must count.
_QUESTIONS = {"answer": 1.0, "clarify": 0.6, "none": 0.6}
_WORDINGS = {"answer": 1.4, "clarify": 0.15, "none": 0.35}
_SHORT = 6
#: Outside rows hidden from a message that should be refused.
_HIDDEN = 6
#: The targets, a little inside the promised ones; what a share beside them costs, and what asking back or refusing
#: costs where the message is clear.
_OUTSIDE_ANSWERED, _INSIDE_REFUSED, _AMBIGUOUS_ASKED = 0.045, 0.045, 0.74
_COSTS = {"outside answered": 4.0, "inside refused": 6.0, "ambiguous not asked": 2.0, "clear": 1.2}
#: Corpora of at most so many documents (logarithm) lean alike.
_SMALL = 3.0
_LEANS = np.arange(-2.0, 3.0, 0.2)
_BOOSTING = {"max_iter": 120, "learning_rate": 0.05, "max_leaf_nodes": 6, "min_samples_leaf": 30}


@dataclass(frozen=True)
class Row:
    """What the decision sees of one message: signs (len(SIGNS),), what is right, its fold, the number of its corpus.

    `stored` wordings stand in for short messages.
    """

    signs: Floats
    decision: Decision
    fold: int
    corpus: int
    stored: bool = False


def fit_decider(searchers: Sequence[Searcher], questions: Sequence[Question]) -> Decider:
    """Return the decider for these searchers, which carry the fusion to be shipped."""
    rows = [*_questions(searchers, questions), *_wordings(searchers)]
    signs, folds = np.stack([row.signs for row in rows]), np.array([row.fold for row in rows])
    held = np.zeros((len(rows), len(DECISIONS)))
    for number in sorted(set(folds)):
        others = [row for row in rows if row.fold != number]
        if len({row.decision for row in others}) == len(DECISIONS):  # else too few messages to hold any back
            held[folds == number] = _boosted(others).decision_function(signs[folds == number])
    sizes = signs[:, SIGNS.index("size")]
    leans = {}
    for part in (sizes <= _SMALL, sizes > _SMALL):
        if part.any():
            chosen = [row for row, inside in zip(rows, part, strict=True) if inside]
            leans[float(sizes[part].mean())] = _lean(chosen, held[part])
    return Decider.of(_plain(_boosted(rows), leans))


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
    return _fold_of(min(question.codes) if question.codes else question.id)


def _fold_of(key: str) -> int:
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
                    yield Row(
                        searcher.rank(analysis, np.union1d(own, hidden)).signs,
                        decision,
                        _fold_of(document.code or wordings[place]),
                        corpus,
                        True,
                    )


def _drawn(wording: str) -> bool:
    """Return true for one wording in eight, always the same ones."""
    return hashlib.sha256(wording.encode()).digest()[0] % 8 == 0


def _boosted(rows: Sequence[Row]) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    counted = Counter((row.stored, row.decision) for row in rows)
    cost = np.array(
        [(_WORDINGS if row.stored else _QUESTIONS)[row.decision] / counted[row.stored, row.decision] for row in rows]
    )
    model = HistGradientBoostingClassifier(
        **_BOOSTING, l2_regularization=5.0, early_stopping=False, random_state=0, max_depth=5
    )
    goal = [DECISIONS.index(row.decision) for row in rows]
    return model.fit(np.stack([row.signs for row in rows]), goal, sample_weight=cost / cost.mean())


def _lean(rows: Sequence[Row], held: Logits) -> Logits:
    """Return what to add to each decision so that the held-out messages of every corpus come nearest to the targets."""
    goal = np.array([DECISIONS.index(row.decision) for row in rows])
    stored, corpus = np.array([row.stored for row in rows]), np.array([row.corpus for row in rows])

    def cost(lean: Logits) -> float:
        said = (held + lean).argmax(axis=1)
        found = 0.0
        for number in sorted(set(corpus)):
            asked, short = (corpus == number) & ~stored, (corpus == number) & stored
            found += _cost(said[asked], goal[asked]) + _COSTS["clear"] * _share(said[short & (goal == 0)] != 0)
        return found

    leans = [np.array([0.0, clarify, none]) for clarify, none in product(_LEANS, _LEANS)]
    return min(leans, key=lambda lean: (cost(lean), float(np.abs(lean).sum())))


def _cost(said: NDArray[np.int64], goal: NDArray[np.int64]) -> float:
    answer, clarify, none = range(len(DECISIONS))
    return (
        _COSTS["outside answered"] * max(0.0, _share(said[goal == none] == answer) - _OUTSIDE_ANSWERED)
        + _COSTS["inside refused"] * max(0.0, _share(said[goal != none] == none) - _INSIDE_REFUSED)
        + _COSTS["ambiguous not asked"] * max(0.0, _AMBIGUOUS_ASKED - _share(said[goal == clarify] == clarify))
        + _COSTS["clear"] * _share(said[goal == answer] == clarify)
    )


def _share(found: NDArray[np.bool_]) -> float:
    return float(found.mean()) if found.size else 0.0


def _plain(model: Any, leans: Mapping[float, Logits]) -> dict[str, Any]:
    """Return a fitted model as `Decider.of` reads it. A test holds its scores to the model's own."""
    base = np.asarray(model._baseline_prediction).reshape(-1)
    start = np.stack([base + lean for _, lean in sorted(leans.items())])
    trees: dict[str, list[list[list[float]]]] = {decision: [] for decision in DECISIONS}
    for step in model._predictors:
        for decision, predictor in zip(DECISIONS, step, strict=True):
            trees[decision].append([_node(node) for node in predictor.nodes])
    return {
        "signs": list(SIGNS),
        "sizes": [round(size, 3) for size in sorted(leans)],
        "start": {
            decision: [round(float(value), 4) for value in column]
            for decision, column in zip(DECISIONS, start.T, strict=True)
        },
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
