"""The decision."""

from dataclasses import replace

import numpy as np
import pytest

from knowledge.search.decision import DECISIONS, SIGNS, Decider, Shape
from knowledge.search.features import FEATURES
from knowledge.search.fusion import read_weights

SHAPE = Shape(
    features=np.zeros((3, len(FEATURES)), dtype=np.float32),
    scores=np.array([5.0, 3.0, 1.0], dtype=np.float32),
    chances=np.array([0.8, 0.15, 0.05], dtype=np.float32),
    best=[0, 1],
    outside=2,
    general=None,
    general_fits=False,
    unknown=0.5,
    siblings=True,
    size=1000,
)


def sign(shape: Shape, name: str) -> float:
    """Return one sign of a ranking."""
    return float(shape.signs()[SIGNS.index(name)])


def test_signs_describe_the_ranking() -> None:
    """Margins, chances and counts stand where their names say."""
    expected = {
        "first_chance": 0.8,
        "third_chance": 0.0,
        "margin": 2.0,
        "margin_third": 8.0,
        "outside_margin": 4.0,
        "general_margin": -8.0,
        "siblings": 1.0,
        "unknown_words": 0.5,
        "size": 3.0,
    }
    assert {name: round(sign(SHAPE, name), 4) for name in expected} == expected


def test_margins_are_bounded() -> None:
    """One candidate, or an overwhelming one, gives the largest margin, not infinity."""
    assert sign(replace(SHAPE, best=[0]), "margin") == 8.0
    assert sign(replace(SHAPE, scores=np.array([500.0, 0, 0], dtype=np.float32)), "outside_margin") == 8.0


def test_the_likeliest_decision_wins() -> None:
    """The decision with the highest weighted sum is taken."""
    decider = Decider.of({"answer": {"margin": 1.0}, "clarify": {"bias": 1.0}, "none": {"bias": 0.5}})
    assert decider.decide(SHAPE.signs()) == "answer"
    assert decider.decide(replace(SHAPE, scores=np.array([3.0, 3.0, 1.0], dtype=np.float32)).signs()) == "clarify"


def test_strangers_are_refused() -> None:
    """Weights for unknown signs, or not for all decisions, are an error."""
    with pytest.raises(ValueError, match="starlight"):
        Decider.of({"answer": {"starlight": 1}, "clarify": {}, "none": {}})
    with pytest.raises(ValueError, match="must be for"):
        Decider.of({"answer": {}})


def test_what_is_stored_is_read() -> None:
    """The shipped weights cover every sign and survive storing."""
    decider = Decider.of(read_weights()["decision"])
    again = Decider.of(decider.store())
    assert np.allclose(again.weights, decider.weights, atol=1e-4)
    assert {name for row in decider.store().values() for name in row} == {*SIGNS, "bias"}
    assert set(decider.store()) == set(DECISIONS)
