"""Candidates and their features."""

import numpy as np

from knowledge.search.features import FEATURES, candidates
from knowledge.search.index import NOWHERE, Index
from tests.knowledge.search.samples import LOST_LAND, MARRIAGE


def test_all_legs_speak_for_the_right_one(index: Index) -> None:
    """For a plain request the right procedure has the highest shares and cosines."""
    found = candidates(index, index.analyser.analyse("em bị mất sổ đỏ"))
    right = np.flatnonzero(found.numbers == index.position[LOST_LAND])[0]
    for name in ("phrasing_share", "best_share", "phrasing_cosine", "best_cosine"):
        assert found.features[:, FEATURES.index(name)].argmax() == right


def test_shapes_and_ranges(index: Index) -> None:
    """Features are finite, one row a candidate, and the outside is always one of them."""
    found = candidates(index, index.analyser.analyse("xyzzy"))
    assert found.features.shape == (len(found.numbers), len(FEATURES))
    assert np.isfinite(found.features).all()
    assert index.position[NOWHERE] in found.numbers
    assert len(set(found.numbers.tolist())) == len(found.numbers)


def test_exact_wording_is_marked(index: Index) -> None:
    """A message that is a stored wording, marks aside, is marked as exact for that procedure alone."""
    found = candidates(index, index.analyser.analyse("Lay chong khac tinh"))
    exact = found.numbers[found.features[:, FEATURES.index("exact")] == 1]
    assert exact.tolist() == [index.position[MARRIAGE]]
