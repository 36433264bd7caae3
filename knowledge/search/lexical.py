"""The lexical leg: BM25 over bare words, pairs and ideas, with all weights worked out at build time."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Lexical:
    """BM25 weights in term-major order: term t's rows are `rows[starts[t]:starts[t+1]]`."""

    def __init__(
        self,
        terms: dict[str, int],
        idf: Floats,
        starts: NDArray[np.int64],
        rows: NDArray[np.int32],
        weights: Floats,
        size: int,
    ) -> None:
        self._terms, self._idf, self._starts, self._rows, self._weights, self.size = (
            terms,
            idf,
            starts,
            rows,
            weights,
            size,
        )
        self._unseen = float(np.log(1 + size / 0.5)) if size else 1.0

    @classmethod
    def build(cls, texts: Sequence[Sequence[str]], k1: float = 1.2, b: float = 0.5) -> "Lexical":
        """Weigh texts given as lists of terms; row i of all scores is text i."""
        lengths = np.array([max(len(text), 1) for text in texts], dtype=np.float32)
        average = float(lengths.mean()) if len(texts) else 1.0
        terms: dict[str, int] = {}
        postings: list[list[tuple[int, float]]] = []
        for row, text in enumerate(texts):
            norm = k1 * (1 - b + b * float(lengths[row]) / average)
            for term, count in Counter(text).items():
                index = terms.setdefault(term, len(terms))
                if index == len(postings):
                    postings.append([])
                postings[index].append((row, count * (k1 + 1) / (count + norm)))
        frequency = np.array([len(rows) for rows in postings], dtype=np.float32)
        idf = np.log(1 + (len(texts) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        starts = np.concatenate([[0], np.cumsum([len(rows) for rows in postings], dtype=np.int64)]).astype(np.int64)
        rows = np.array([row for posting in postings for row, _ in posting], dtype=np.int32)
        weights = np.array([weight for posting in postings for _, weight in posting], dtype=np.float32)
        weights *= np.repeat(idf, frequency.astype(np.int64)) if len(weights) else 1.0
        return cls(terms, idf, starts, rows, weights.astype(np.float32), len(texts))

    def scores(self, terms: Sequence[str]) -> Floats:
        """Return the BM25 score of every row, shape (size,)."""
        scores = np.zeros(self.size, dtype=np.float32)
        for term in dict.fromkeys(terms):
            index = self._terms.get(term)
            if index is not None:
                span = slice(self._starts[index], self._starts[index + 1])
                scores[self._rows[span]] += self._weights[span]
        return scores

    def idf(self, terms: Sequence[str]) -> Floats:
        """Return how telling each term is; a term that no text has is the most telling one."""
        known = (self._terms.get(term) for term in terms)
        return np.array([self._unseen if index is None else self._idf[index] for index in known], dtype=np.float32)

    def knows(self, term: str) -> bool:
        """Return whether any text has the term."""
        return term in self._terms

    def save(self, path: Path) -> None:
        """Write everything into one .npz file."""
        terms = np.frombuffer("\n".join(self._terms).encode(), dtype=np.uint8)
        np.savez(
            path,
            terms=terms,
            idf=self._idf,
            starts=self._starts,
            rows=self._rows,
            weights=self._weights,
            size=self.size,
        )

    @classmethod
    def load(cls, path: Path) -> "Lexical":
        """Read what `save` wrote."""
        with np.load(path) as stored:
            part: dict[str, Any] = {name: stored[name] for name in stored.files}
        names = part["terms"].tobytes().decode().split("\n") if part["terms"].size else []
        terms = {term: index for index, term in enumerate(names)}
        return cls(terms, part["idf"], part["starts"], part["rows"], part["weights"], int(part["size"]))
