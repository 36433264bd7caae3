"""Figures."""

import pytest

from knowledge.evaluation.metrics import MISSED, mean_with_interval, quality, rank_of


def test_figures_by_hand() -> None:
    """Ranks 0, 2, 10 and a miss give the hits and reciprocal ranks that one works out on paper."""
    found = quality([0, 2, 10, MISSED])
    assert (found.count, found.hit1.mean, found.hit3.mean, found.hit10.mean) == (4, 0.25, 0.5, 0.5)
    assert found.mrr.mean == pytest.approx((1 + 1 / 3) / 4)


def test_the_interval_holds_the_mean_and_narrows() -> None:
    """The interval is around the mean, the same each time, and smaller with more questions."""
    few, many = mean_with_interval([0, 1] * 10), mean_with_interval([0, 1] * 1000)
    assert few.low < few.mean < few.high
    assert few == mean_with_interval([0, 1] * 10)
    assert many.high - many.low < few.high - few.low


def test_rank_of() -> None:
    """The first right code counts."""
    assert rank_of(["a", "b", "c"], ["c", "b"]) == 1
    assert rank_of(["a"], ["b"]) == MISSED


def test_how_figures_read() -> None:
    """Three digits without a leading zero."""
    assert str(mean_with_interval([1.0, 1.0])) == "1.00 (1.00–1.00)"
    assert str(mean_with_interval([0.0])) == ".000 (.000–.000)"


def test_nothing_to_measure() -> None:
    """No ranks is an error, not a zero."""
    with pytest.raises(ValueError, match="no ranks"):
        quality([])
