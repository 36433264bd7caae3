"""Embedders: what turns an analysed text into a unit vector. One interface, two kinds.

`static` is trained by the build and stored in the snapshot; any other name is a sentence-transformers model, found by
name or folder, that the snapshot only refers to by a fingerprint.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.search.analysis import Analysis
from knowledge.search.static import StaticVectors
from knowledge.settings import Settings

Floats = NDArray[np.float32]
STATIC = "static"


class EmbedderError(Exception):
    """An embedder that is missing, or not the one a snapshot was built with."""


class Embedder(Protocol):
    """Gives unit vectors of shape (texts, dimensions) for questions, and for stored texts."""

    def questions(self, texts: Sequence[Analysis]) -> Floats: ...
    def texts(self, texts: Sequence[Analysis]) -> Floats: ...
    def describe(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class StaticEmbedder:
    """The locally trained one."""

    table: StaticVectors

    def questions(self, texts: Sequence[Analysis]) -> Floats:
        """Encode questions."""
        return self.table.encode([text.features() for text in texts])

    texts = questions

    def describe(self) -> dict[str, Any]:
        """Return kind, dimensions and fingerprint."""
        digest = hashlib.sha256("\n".join(self.table.tokens).encode())
        digest.update(self.table.vectors.tobytes())
        return {"name": STATIC, "dimensions": self.table.dimensions, "fingerprint": digest.hexdigest()[:16]}


class SentenceTransformerEmbedder:
    """Any sentence-transformers model. It reads standard words with marks, fillers left out."""

    def __init__(self, settings: Settings) -> None:
        try:
            import torch
            from sentence_transformers import SentenceTransformer

            torch.set_num_threads(1)
            self._model = SentenceTransformer(settings.embedder, device="cpu")
        except (ImportError, OSError, ValueError) as error:
            raise EmbedderError(f"embedder {settings.embedder!r} cannot be loaded: {error}") from error
        self._settings = settings
        longest = self._model.max_seq_length
        if longest is None or settings.embedder_length < longest < float("inf"):
            self._model.max_seq_length = settings.embedder_length

    def questions(self, texts: Sequence[Analysis]) -> Floats:
        """Encode questions with the question prefix."""
        return self._encode(self._settings.embedder_query_prefix, texts)

    def texts(self, texts: Sequence[Analysis]) -> Floats:
        """Encode stored texts with the text prefix."""
        return self._encode(self._settings.embedder_text_prefix, texts)

    def _encode(self, prefix: str, texts: Sequence[Analysis]) -> Floats:
        rows = [prefix + self._written(text) for text in texts]
        vectors = self._model.encode(rows, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)

    def _written(self, text: Analysis) -> str:
        joined = " ".join(text.words)
        if not self._settings.embedder_segment:
            return joined
        from underthesea import word_tokenize

        return str(word_tokenize(joined, format="text"))

    def describe(self) -> dict[str, Any]:
        """Return name, prefixes, segmentation, length, dimensions, and a fingerprint over a probe text."""
        chosen = self._settings
        probe = self._model.encode(["đăng ký khai sinh cho con"], normalize_embeddings=True, show_progress_bar=False)
        rounded = np.round(np.asarray(probe, dtype=np.float32)[0], 2) + 0.0
        digest = hashlib.sha256(json.dumps([float(number) for number in rounded]).encode()).hexdigest()[:16]
        return {
            "name": chosen.embedder,
            "dimensions": int(rounded.shape[0]),
            "fingerprint": digest,
            "query_prefix": chosen.embedder_query_prefix,
            "text_prefix": chosen.embedder_text_prefix,
            "length": chosen.embedder_length,
            "segment": chosen.embedder_segment,
        }


def load_embedder(folder: Path, description: dict[str, Any], settings: Settings) -> Embedder:
    """Return the embedder a snapshot was built with. Raises EmbedderError when this process would use another."""
    if description.get("name") == STATIC:
        embedder: Embedder = StaticEmbedder(StaticVectors.load(folder))
    else:
        embedder = SentenceTransformerEmbedder(
            settings.model_copy(
                update={
                    "embedder": description.get("name"),
                    "embedder_query_prefix": description.get("query_prefix", ""),
                    "embedder_text_prefix": description.get("text_prefix", ""),
                    "embedder_length": description.get("length", settings.embedder_length),
                    "embedder_segment": description.get("segment", False),
                }
            )
        )
    found = embedder.describe()
    if found["fingerprint"] != description.get("fingerprint"):
        raise EmbedderError(
            f"{folder}: built with embedder {description.get('name')!r} ({description.get('fingerprint')}), "
            f"here it is {found['fingerprint']}: build a new snapshot"
        )
    return embedder
