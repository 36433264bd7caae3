"""The textbook methods, over the same documents: BM25 over words, dense alone, and their equal-weight RRF."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.search.index import Index
from knowledge.search.lexical import Lexical

Ranker = Callable[[str], list[str]]
_RRF = 60.0
_DEPTH = 10


def baselines(index: Index) -> dict[str, Ranker]:
    """Return the methods by name; each gives the best ten codes for a question."""
    documents = [document for document, inside in zip(index.documents, index.is_procedure, strict=True) if inside]
    codes = [document.code for document in documents]
    texts = [" . ".join((*document.names, *document.phrasings, document.body)) for document in documents]
    words = Lexical.build([segmented(text) for text in texts])
    inside = len(codes)

    def by_words(question: str) -> NDArray[np.float32]:
        return words.scores(segmented(question))

    def by_vectors(question: str) -> NDArray[np.float32]:
        vector = index.embedder.questions([index.analyser.analyse(question)])[0]
        best: NDArray[np.float32] = np.maximum.reduceat(index.dense.vectors @ vector, index.first[:-1])[:inside]
        return best

    def fused(question: str) -> NDArray[np.float32]:
        places = [
            np.argsort(np.argsort(-scores, kind="stable")) for scores in (by_words(question), by_vectors(question))
        ]
        merged: NDArray[np.float32] = sum((1 / (_RRF + place + 1) for place in places), np.zeros(inside)).astype(
            np.float32
        )
        return merged

    def ranker(scores: Callable[[str], NDArray[np.float32]]) -> Ranker:
        return lambda question: [codes[row] for row in np.argsort(-scores(question), kind="stable")[:_DEPTH]]

    return {
        "BM25 over underthesea words": ranker(by_words),
        "dense leg alone": ranker(by_vectors),
        "equal-weight RRF of the two": ranker(fused),
    }


def segmented(text: str) -> Sequence[str]:
    """Return underthesea's words of a text, in lower case."""
    from underthesea import word_tokenize

    found: list[str] = word_tokenize(text[:4000])
    return [word.lower() for word in found if any(char.isalnum() for char in word)]
