"""Boosted trees as plain lists: fitted elsewhere, read here with numpy alone.

A tree is stored as its nodes, [sign, threshold, left, right] for a split and [value] for a leaf; the first is the
root, and a value at most the threshold goes left. All trees are walked side by side, one level at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Node = Sequence[float]


@dataclass(frozen=True)
class Trees:
    """Trees of several kinds, padded to the size of the largest: shapes (T, N), `kind` (T,). A leaf leads to itself."""

    sign: NDArray[np.int32]
    threshold: Floats
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: Floats
    kind: NDArray[np.int32]
    depth: int

    @classmethod
    def of(cls, stored: Sequence[Sequence[Sequence[Node]]]) -> "Trees":
        """Read trees by kind. Raises ValueError for nodes that lead nowhere."""
        rows = [(kind, tree) for kind, trees in enumerate(stored) for tree in trees]
        shape = (len(rows), max((len(tree) for _, tree in rows), default=1))
        sign, left, right = (np.zeros(shape, dtype=np.int32) for _ in range(3))
        threshold, value = (np.zeros(shape, dtype=np.float32) for _ in range(2))
        for row, (_, tree) in enumerate(rows):
            for place, node in enumerate(tree):
                if len(node) == 1:
                    left[row, place] = right[row, place] = place
                    value[row, place] = node[0]
                    continue
                sign[row, place], threshold[row, place] = int(node[0]), node[1]
                left[row, place], right[row, place] = int(node[2]), int(node[3])
                if not place < min(node[2:]) <= max(node[2:]) < len(tree):
                    raise ValueError(f"tree {row}, node {place} leads to {list(node[2:])} of {len(tree)} nodes")
        kind = np.array([kind for kind, _ in rows], dtype=np.int32)
        return cls(sign, threshold, left, right, value, kind, max((_depth(tree) for _, tree in rows), default=0))

    def sums(self, seen: Floats, kinds: int) -> NDArray[np.float64]:
        """Return the sum of the leaves that `seen` falls into, for each kind."""
        every = np.arange(len(self.kind))
        at = np.zeros(len(self.kind), dtype=np.int32)
        for _ in range(self.depth):
            low = seen[self.sign[every, at]] <= self.threshold[every, at]
            at = np.where(low, self.left[every, at], self.right[every, at])
        found: NDArray[np.float64] = np.bincount(
            self.kind, weights=self.value[every, at].astype(np.float64), minlength=kinds
        ).astype(np.float64)
        return found


def _depth(tree: Sequence[Node], at: int = 0) -> int:
    node = tree[at]
    return 0 if len(node) == 1 else 1 + max(_depth(tree, int(child)) for child in node[2:])
