"""The dense leg: one vector for each name, alias and phrasing in a FAISS inner-product index, exact."""

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Dense:
    """Unit vectors, searched by cosine. Row numbers are those of the titles."""

    def __init__(self, index: faiss.Index) -> None:
        self._owner = index  # the downcast object below does not own the memory
        self._index = faiss.downcast_index(index)
        #: The stored vectors, shape (rows, dimensions), without a copy.
        self.vectors: Floats = faiss.rev_swig_ptr(self._index.get_xb(), index.ntotal * index.d).reshape(
            index.ntotal, index.d
        )

    @classmethod
    def build(cls, vectors: Floats) -> "Dense":
        """Index unit vectors of shape (rows, dimensions)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def nearest(self, vector: Floats, count: int) -> NDArray[np.int64]:
        """Return the rows nearest to a unit vector of shape (dimensions,), best first, at most `count`."""
        _, rows = self._index.search(vector[None, :], min(count, self._index.ntotal))
        found: NDArray[np.int64] = rows[0]
        return found

    def save(self, path: Path) -> None:
        """Write the index as FAISS does."""
        faiss.write_index(self._index, str(path))

    @classmethod
    def load(cls, path: Path) -> "Dense":
        """Read what `save` wrote, for one thread: requests run side by side, not one on all cores."""
        faiss.omp_set_num_threads(1)
        return cls(faiss.read_index(str(path)))
