"""Fusion."""

import numpy as np
import pytest

from knowledge.search.features import FEATURES
from knowledge.search.fusion import Fusion, read_weights, softmax


def test_a_score_is_the_weighted_sum() -> None:
    """Features without a weight count nothing."""
    features = np.ones((2, len(FEATURES)), dtype=np.float32)
    features[1, FEATURES.index("body_share")] = 3
    assert Fusion.of({"body_share": 2.0}).scores(features).tolist() == [2.0, 6.0]


def test_strangers_are_refused() -> None:
    """A weights file of another version is an error that names the feature."""
    with pytest.raises(ValueError, match="moonlight"):
        Fusion.of({"moonlight": 1.0})


def test_what_is_stored_is_read() -> None:
    """Weights survive storing."""
    fusion = Fusion.of({"name_share": 1.25, "own": -0.5})
    assert np.array_equal(Fusion.of(fusion.store()).weights, fusion.weights)


def test_softmax() -> None:
    """Chances sum to one, also for large scores."""
    assert softmax(np.array([1000.0, 1000.0], dtype=np.float32)).tolist() == [0.5, 0.5]


def test_the_shipped_weights_are_for_these_features() -> None:
    """The shipped file has a weight for every feature."""
    assert set(read_weights()["fusion"]) == set(FEATURES)
