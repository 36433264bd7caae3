"""The embedder trained on the spot: one vector a token, a text is the mean of its tokens' vectors.

It is a sentence-transformers StaticEmbedding over the tokens of `Analysis.features`. At query time the vectors are
read from its files with numpy alone, which gives the same numbers and does not bring torch into the process.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_VECTORS = "vectors.npy"
_TOKENS = "tokens.txt"


class StaticVectors:
    """A token table. `encode` gives unit vectors of shape (texts, dimensions)."""

    def __init__(self, tokens: Sequence[str], vectors: NDArray[np.float16]) -> None:
        self.tokens = {token: index for index, token in enumerate(tokens)}
        self.vectors = vectors

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self.vectors.shape[1])

    def encode_one(self, features: Sequence[str]) -> Floats:
        """Return the unit vector of one text, shape (dimensions,); zeros for a text with no known token."""
        known = [index for index in map(self.tokens.get, features) if index is not None]
        if not known:
            return np.zeros(self.dimensions, dtype=np.float32)
        vector: Floats = self.vectors[known].mean(axis=0, dtype=np.float32)
        return vector / max(float(np.linalg.norm(vector)), 1e-9)

    def encode(self, texts: Sequence[Sequence[str]]) -> Floats:
        """Return the unit vectors of several texts."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return np.stack([self.encode_one(features) for features in texts])

    def save(self, folder: Path) -> None:
        """Write the table into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _TOKENS).write_text("\n".join(self.tokens), "utf-8")
        np.save(folder / _VECTORS, self.vectors)

    @classmethod
    def load(cls, folder: Path) -> "StaticVectors":
        """Read what `save` wrote."""
        tokens = (folder / _TOKENS).read_text("utf-8").split("\n")
        return cls(tokens, np.load(folder / _VECTORS))


def write_sentence_transformer(table: StaticVectors, folder: Path) -> None:
    """Write the table as an ordinary sentence-transformers model; its input is features joined by spaces."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokens = list(table.tokens)
    tokenizer = Tokenizer(models.WordLevel(vocab=table.tokens, unk_token=tokens[0]))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    module = StaticEmbedding(tokenizer, embedding_weights=np.asarray(table.vectors, dtype=np.float32))
    SentenceTransformer(modules=[module, Normalize()], device="cpu").save_pretrained(str(folder))
