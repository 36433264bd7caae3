"""What the legs say about the procedures that may be meant: a row of features for each candidate."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.search.analysis import Analysis
from knowledge.search.index import FLAGS, NOWHERE, Index

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]

#: Columns of `Candidates.features`. "share": the part of what the question could score at most, 0 to about 1.
FEATURES = (
    "name_share",
    "phrasing_share",
    "body_share",
    "name_cosine",
    "phrasing_cosine",
    "second_cosine",
    "exact",
    "best_share",
    "best_cosine",
    "agreement",
    "covered",
    "no_phrasings",
    *FLAGS,
)
_FROM_TITLES = 40
_FROM_BODIES = 20
_FROM_VECTORS = 150


@dataclass(frozen=True)
class Candidates:
    """Candidates of one question: document numbers, shape (C,), and features, shape (C, len(FEATURES))."""

    numbers: NDArray[np.int64]
    features: Floats


def candidates(index: Index, question: Analysis, without: Rows | int | None = None) -> Candidates:
    """Ask all legs. NOWHERE is always among the candidates.

    `without` leaves title rows out, so that a stored wording can stand in for a question when tuning.
    """
    terms = question.terms()
    title_scores, body_scores = index.titles.scores(terms), index.bodies.scores(terms)
    if without is not None:
        title_scores[without] = 0
    best_titles = np.maximum.reduceat(title_scores, index.first[:-1])
    vector = index.embedder.questions([question])[0]
    numbers = np.unique(
        np.concatenate(
            [
                _top(best_titles, _FROM_TITLES),
                _top(body_scores, _FROM_BODIES),
                index.owner[index.dense.nearest(vector, _FROM_VECTORS)],
                [index.position[NOWHERE]],
            ]
        )
    )
    starts, ends = index.first[numbers], index.first[numbers + 1]
    rows = np.concatenate([np.arange(start, end) for start, end in zip(starts, ends, strict=True)])
    segments = np.concatenate([[0], np.cumsum(ends - starts)[:-1]])
    cosine = index.dense.vectors[rows] @ vector
    if without is not None:
        cosine[np.isin(rows, without)] = 0
    share = title_scores[rows] / max(float(index.titles.idf(terms).sum()), 1e-6)
    is_name = index.is_name[rows]

    name_share = np.maximum.reduceat(np.where(is_name, share, 0), segments)
    phrasing_share = np.maximum.reduceat(np.where(is_name, 0, share), segments)
    name_cosine = np.maximum.reduceat(np.where(is_name, cosine, 0), segments)
    phrasing_cosine = np.maximum.reduceat(np.where(is_name, 0, cosine), segments)
    body_share = body_scores[numbers] / max(float(index.bodies.idf(terms).sum()), 1e-6)
    exact = index.exact.get(" ".join(question.bare), -1) if without is None else -1
    best_share, best_cosine = np.maximum(name_share, phrasing_share), np.maximum(name_cosine, phrasing_cosine)
    features = np.column_stack(
        [
            name_share,
            phrasing_share,
            body_share,
            name_cosine,
            phrasing_cosine,
            _second_best(cosine, segments),
            numbers == exact,
            best_share,
            best_cosine,
            best_share * best_cosine,
            np.maximum(best_share, body_share),
            np.add.reduceat(~is_name, segments) == 0,
            index.flags[numbers],
        ]
    )
    return Candidates(numbers, features.astype(np.float32))


def _top(scores: Floats, count: int) -> NDArray[np.int64]:
    count = min(count, len(scores))
    found = np.argpartition(-scores, count - 1)[:count]
    return found[scores[found] > 0].astype(np.int64)


def _second_best(cosine: Floats, segments: NDArray[np.int64]) -> Floats:
    """Return the second highest cosine of each segment: one lucky title is weaker evidence than two."""
    best = np.maximum.reduceat(cosine, segments)
    lengths = np.diff(np.append(segments, len(cosine)))
    without_best = np.where(cosine == np.repeat(best, lengths), -1, cosine)
    second = np.maximum.reduceat(without_best, segments)
    return np.where(second < 0, best * 0.5, second).astype(np.float32)
