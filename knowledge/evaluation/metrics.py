"""Figures of a ranking and of decisions, with bootstrap intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: The rank of a question whose procedure was not found at all.
MISSED = 1_000_000
_ROUNDS = 2000
_DEPTH = 10


@dataclass(frozen=True)
class Figure:
    """A mean with its 95 % bootstrap interval, all 0 to 1."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{_short(self.mean)} ({_short(self.low)}–{_short(self.high)})"


@dataclass(frozen=True)
class Quality:
    """Figures over `count` questions. hit@k: a right procedure among the first k; MRR over the first ten."""

    count: int
    hit1: Figure
    hit3: Figure
    hit10: Figure
    mrr: Figure


def quality(ranks: Sequence[int]) -> Quality:
    """Return the figures of 0-based ranks of the first right procedure. Raises ValueError without any."""
    if not ranks:
        raise ValueError("no ranks to measure")
    found = np.asarray(ranks, dtype=np.float64)
    reciprocal = np.where(found < _DEPTH, 1 / (found + 1), 0.0)
    hit1, hit3, hit10 = (mean_with_interval(found < depth) for depth in (1, 3, 10))
    return Quality(len(ranks), hit1, hit3, hit10, mean_with_interval(reciprocal))


def mean_with_interval(values: Sequence[float] | NDArray[np.float64] | NDArray[np.bool_]) -> Figure:
    """Return the mean and its interval from resampled means; the same values give the same interval."""
    numbers = np.asarray(values, dtype=np.float64)
    generator = np.random.default_rng(len(numbers))
    means = numbers[generator.integers(0, len(numbers), (_ROUNDS, len(numbers)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Figure(float(numbers.mean()), float(low), float(high))


def rank_of(found: Sequence[str], right: Sequence[str]) -> int:
    """Return the 0-based place of the first right code among the found ones, MISSED when there is none."""
    return next((place for place, code in enumerate(found) if code in right), MISSED)


def _short(number: float) -> str:
    return f"{number:.3f}".removeprefix("0") if number < 1 else f"{number:.2f}"
