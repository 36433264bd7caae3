"""The decision: answer, ask back, or say that no procedure fits. A calibrated logistic model on the ranking's shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from knowledge.search.features import FEATURES

Floats = NDArray[np.float32]
Decision = Literal["answer", "clarify", "none"]
DECISIONS: tuple[Decision, ...] = get_args(Decision)

#: What the model looks at. `first`, `second`, `third`: the best procedures; `outside`: the messages of outside.yml;
#: `general`: the best of general.yml, `general_fits`: whether the first procedure is one of its choices. Nothing that
#: grows with the length of a message is here: long and short ones must be decided alike.
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
)
_COSINE, _EXACT, _BARE = FEATURES.index("best_cosine"), FEATURES.index("exact"), FEATURES.index("no_phrasings")
_CITIZENS, _COMMUNE = FEATURES.index("citizens"), FEATURES.index("commune")
_FAR = 8.0


@dataclass(frozen=True)
class Shape:
    """What a ranking looks like. `best` are the rows of the best procedures, best first, at least one.

    Shapes: `features` (C, len(FEATURES)), `scores` and `chances` (C,). `outside` and `general` are rows; `general` may
    be None. `unknown` is the share of words that no text has, `size` counts documents.
    """

    features: Floats
    scores: Floats
    chances: Floats
    best: Sequence[int]
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
        ]
        return np.array(seen, dtype=np.float32)


def _near(difference: float) -> float:
    return max(-_FAR, min(_FAR, difference))


@dataclass(frozen=True)
class Decider:
    """Weights of shape (3, len(SIGNS)), biases (3,), in the order of DECISIONS."""

    weights: Floats
    biases: Floats

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Decider":
        """Read {"answer": {"bias": …, sign: …}, …}. Raises ValueError for unknown names."""
        strangers = {name for row in stored.values() for name in row} - {*SIGNS, "bias"}
        if strangers or set(stored) != set(DECISIONS):
            raise ValueError(f"decision weights must be for {DECISIONS}; unknown signs {sorted(strangers)}")
        weights = [[float(stored[one].get(name, 0.0)) for name in SIGNS] for one in DECISIONS]
        biases = [float(stored[one].get("bias", 0.0)) for one in DECISIONS]
        return cls(np.array(weights, dtype=np.float32), np.array(biases, dtype=np.float32))

    def decide(self, seen: Floats) -> Decision:
        """Return the likeliest decision."""
        return DECISIONS[int(np.argmax(self.weights @ seen + self.biases))]

    def store(self) -> dict[str, dict[str, float]]:
        """Return what `of` reads."""
        return {
            one: {"bias": round(float(bias), 4), **_named(SIGNS, row)}
            for one, bias, row in zip(DECISIONS, self.biases, self.weights, strict=True)
        }


def _named(names: Sequence[str], values: Floats) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(names, values, strict=True)}
