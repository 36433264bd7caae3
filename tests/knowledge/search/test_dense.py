"""The FAISS leg."""

from pathlib import Path

import numpy as np

from knowledge.search.dense import Dense

VECTORS = np.eye(4, dtype=np.float32)


def test_the_nearest_come_first() -> None:
    """Rows come by cosine, at most as many as there are."""
    question = np.array([0.1, 0.9, 0.4, 0.0], dtype=np.float32)
    assert Dense.build(VECTORS).nearest(question, 2).tolist() == [1, 2]
    assert len(Dense.build(VECTORS).nearest(question, 99)) == 4


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    """A stored index has the same vectors, readable without a copy."""
    Dense.build(VECTORS).save(tmp_path / "d.faiss")
    again = Dense.load(tmp_path / "d.faiss")
    assert np.array_equal(again.vectors, VECTORS)
    assert again.nearest(VECTORS[3], 1).tolist() == [3]
