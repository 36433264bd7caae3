"""The decision: answer, ask back, or say that no procedure fits. Boosted trees over the ranking's shape.

What makes a message ambiguous is that several procedures fit its words equally well: the chances are spread, the
second and third are as near as the first by words and by meaning, or a known general request is nearer than all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from knowledge.search.features import FEATURES
from knowledge.search.trees import Trees

Floats = NDArray[np.float32]
Decision = Literal["answer", "clarify", "none"]
DECISIONS: tuple[Decision, ...] = get_args(Decision)

#: What the model looks at. `first`, `second`, `third`: the best procedures; `outside`: the messages of outside.yml;
#: `general`: the best of general.yml, `general_fits`: whether the first procedure is one of its choices; `crowd`: how
#: many procedures come near the best one (logarithm). Nothing that grows with the length of a message is here: long and
#: short ones must be decided alike.
SIGNS = (
    "first_chance",
    "second_chance",
    "third_chance",
    "first_score",
    "margin",
    "margin_third",
    "outside_margin",
    "general_margin",
    "general_fits",
    "first_cosine",
    "siblings",
    "unknown_words",
    "exact",
    "first_bare",
    "first_for_citizens",
    "first_at_commune",
    "size",
    "first_share",
    "second_share_ratio",
    "third_share_ratio",
    "cosine_lead",
    "cosine_lead_third",
    "crowd_by_share",
    "crowd_by_cosine",
    "crowd_by_score",
    "spread",
    "legs_agree",
    "general_leads",
    "general_share",
    "general_cosine",
    "general_share_lead",
    "general_cosine_lead",
    "outside_share_lead",
    "outside_cosine_lead",
)
_SHARE = FEATURES.index("best_share")
_COSINE, _EXACT, _BARE = FEATURES.index("best_cosine"), FEATURES.index("exact"), FEATURES.index("no_phrasings")
_SIZE = SIGNS.index("size")
_CHANCE, _MARGIN, _OUTSIDE = (SIGNS.index(name) for name in ("first_chance", "margin", "outside_margin"))
_UNKNOWN, _AGREE = SIGNS.index("unknown_words"), SIGNS.index("legs_agree")
_SURE, _CLEAR, _BOTH_LEGS = 0.98, 6.0, 2.0
_CITIZENS, _COMMUNE = FEATURES.index("citizens"), FEATURES.index("commune")
_FAR = 8.0
_SPREAD_OVER = 8
_NEAR_SHARE, _NEAR_COSINE, _NEAR_SCORE = 0.85, 0.1, 1.5


@dataclass(frozen=True)
class Shape:
    """What a ranking looks like. `best` are the rows of all procedures, best first, at least one.

    Shapes: `features` (C, len(FEATURES)), `scores` and `chances` (C,). `outside` and `general` are rows; `general` may
    be None. `unknown` is the share of words that no text has, `size` counts documents.
    """

    features: Floats
    scores: Floats
    chances: Floats
    best: NDArray[np.int64]
    outside: int
    general: int | None
    general_fits: bool
    unknown: float
    siblings: bool
    size: int

    def signs(self) -> Floats:
        """Return the signs, shape (len(SIGNS),)."""
        first = float(self.scores[self.best[0]])
        chance = [float(self.chances[row]) for row in self.best[:3]] + [0.0] * (3 - len(self.best[:3]))
        lead = [min(first - float(self.scores[row]), _FAR) for row in self.best[1:3]] + [_FAR] * (
            3 - len(self.best[:3])
        )
        general = -_FAR if self.general is None else _near(float(self.scores[self.general]) - first)
        row = self.features[self.best[0]]
        seen = [
            *chance,
            first,
            *lead,
            _near(first - float(self.scores[self.outside])),
            general,
            self.general_fits,
            row[_COSINE],
            self.siblings,
            self.unknown,
            row[_EXACT],
            row[_BARE],
            row[_CITIZENS],
            row[_COMMUNE],
            np.log10(self.size),
            *self._crowd(),
            *self._beside(),
        ]
        return np.array(seen, dtype=np.float32)

    def _crowd(self) -> list[float]:
        """Return how far the first procedure stands out from the others."""
        share, cosine, scores = (column[self.best] for column in (*self._legs(), self.scores))
        second, third = (min(place, len(self.best) - 1) for place in (1, 2))
        chances = np.exp(scores[:_SPREAD_OVER] - scores[0])
        chances /= chances.sum()
        return [
            float(share[0]),
            float(share[second] / (share[0] + 1e-3)),
            float(share[third] / (share[0] + 1e-3)),
            float(cosine[0] - cosine[second]),
            float(cosine[0] - cosine[third]),
            float(np.log((share >= _NEAR_SHARE * share.max()).sum())),
            float(np.log((cosine >= cosine.max() - _NEAR_COSINE).sum())),
            float(np.log((scores >= scores[0] - _NEAR_SCORE).sum())),
            float(-(chances * np.log(chances + 1e-9)).sum()),
            float(np.argmax(share) == 0) + float(np.argmax(cosine) == 0),
        ]

    def _beside(self) -> list[float]:
        """Return how the first procedure compares with general requests and messages outside all procedures."""
        share, cosine = self._legs()
        first, general = self.best[0], self.general
        share_there, cosine_there = (0.0, 0.0) if general is None else (float(share[general]), float(cosine[general]))
        return [
            float(general is not None and self.scores[general] >= self.scores[first]),
            share_there,
            cosine_there,
            share_there - float(share[first]),
            cosine_there - float(cosine[first]),
            float(share[first] - share[self.outside]),
            float(cosine[first] - cosine[self.outside]),
        ]

    def _legs(self) -> tuple[Floats, Floats]:
        return self.features[:, _SHARE], self.features[:, _COSINE]


def _stands_alone(seen: Floats) -> bool:
    return bool(
        seen[_CHANCE] > _SURE and seen[_MARGIN] >= _CLEAR and seen[_OUTSIDE] >= _FAR and seen[_AGREE] == _BOTH_LEGS
    )


def _near(difference: float) -> float:
    return max(-_FAR, min(_FAR, difference))


@dataclass(frozen=True)
class Decider:
    """Trees by decision, and what each decision starts from, in the order of DECISIONS.

    A large corpus has more procedures that come near, so the start depends on its size: `start` (S, 3) holds at the
    logarithms `sizes` (S,), between them it is interpolated.
    """

    sizes: NDArray[np.float64]
    start: NDArray[np.float64]
    trees: Trees
    stored: Mapping[str, Any]

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Decider":
        """Read {"signs": [...], "sizes": [...], "start": {decision: [...]}, "trees": {decision: [tree, ...]}}.

        Nothing stored means always answer.

        Raises ValueError when the trees were fitted for other signs or decisions.
        """
        if not stored:
            return cls(np.zeros(1), np.array([[1.0, 0.0, 0.0]]), Trees.of([]), {})
        if tuple(stored["signs"]) != SIGNS:
            raise ValueError(f"decision fitted for other signs: {sorted(set(stored['signs']) ^ set(SIGNS))}")
        if set(stored["start"]) != set(DECISIONS) or set(stored["trees"]) != set(DECISIONS):
            raise ValueError(f"the decision must have trees for {DECISIONS}")
        start = np.array([stored["start"][one] for one in DECISIONS], dtype=np.float64).T
        return cls(
            np.array(stored["sizes"], dtype=np.float64),
            start,
            Trees.of([stored["trees"][one] for one in DECISIONS]),
            stored,
        )

    def scores(self, seen: Floats) -> NDArray[np.float64]:
        """Return what speaks for each decision, as logarithms of chances up to a constant, shape (3,)."""
        start = np.array([np.interp(seen[_SIZE], self.sizes, column) for column in self.start.T])
        found: NDArray[np.float64] = start + self.trees.sums(seen, len(DECISIONS))
        return found

    def decide(self, seen: Floats) -> Decision:
        """Return the likeliest decision that is sensible.

        What stands far above every other procedure and every message outside them is never refused, and a message of
        which no word is known is never answered outright: trees fitted on few messages may say so in a corner.
        """
        likeliest = DECISIONS[int(np.argmax(self.scores(seen)))]
        if likeliest == "none" and _stands_alone(seen):
            return "answer"
        if likeliest == "answer" and seen[_UNKNOWN] >= 1.0:
            return "clarify"
        return likeliest

    def store(self) -> Mapping[str, Any]:
        """Return what `of` reads."""
        return self.stored
