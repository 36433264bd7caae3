"""Boosted trees as plain lists."""

import numpy as np
import pytest

from knowledge.search.trees import Trees

STUMP = [[0, 0.5, 1, 2], [-1.0], [2.0]]
DEEPER = [[1, 1.0, 1, 2], [10.0], [0, 3.0, 3, 4], [20.0], [30.0]]


def sums(*seen: float) -> list[float]:
    """Return the sums of two kinds: a stump, and a deeper tree beside a lone leaf."""
    trees = Trees.of([[STUMP], [DEEPER, [[100.0]]]])
    return [float(one) for one in trees.sums(np.array(seen, dtype=np.float32), 2)]


def test_a_value_at_the_threshold_goes_left() -> None:
    """At most the threshold is left, more is right."""
    assert sums(0.5, 0.0)[0] == -1.0
    assert sums(0.6, 0.0)[0] == 2.0


def test_trees_of_any_depth_are_summed_by_kind() -> None:
    """Shallow and deep trees stand side by side; each kind gets the sum of its own."""
    assert sums(0.0, 1.0) == [-1.0, 110.0]
    assert sums(3.0, 2.0) == [2.0, 120.0]
    assert sums(4.0, 2.0) == [2.0, 130.0]


def test_no_trees_say_nothing() -> None:
    """Without trees every kind has zero."""
    assert Trees.of([[], []]).sums(np.zeros(2, dtype=np.float32), 2).tolist() == [0.0, 0.0]


def test_a_node_that_leads_nowhere_is_an_error() -> None:
    """A damaged tree is refused when it is read, not when it is asked."""
    with pytest.raises(ValueError, match="leads to"):
        Trees.of([[[[0, 0.5, 1, 7], [1.0], [2.0]]]])
    with pytest.raises(ValueError, match="leads to"):
        Trees.of([[[[0, 0.5, 0, 1], [1.0]]]])
