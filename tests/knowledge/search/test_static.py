"""The static embedder's files."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.search.static import StaticVectors, write_sentence_transformer

TOKENS = ["[UNK]", "khai", "sinh", "=sổ", "#birth"]


@pytest.fixture
def table() -> StaticVectors:
    """A small table; the unknown token has no direction."""
    vectors = np.random.default_rng(1).standard_normal((5, 16)).astype(np.float16)
    vectors[0] = 0
    return StaticVectors(TOKENS, vectors)


def test_a_text_is_the_mean_of_its_tokens(table: StaticVectors) -> None:
    """The vector is the unit mean of the known tokens' vectors; unknown ones do not count."""
    mean = table.vectors[[1, 2]].astype(np.float32).mean(axis=0)
    assert np.allclose(table.encode_one(["khai", "sinh", "lạ"]), mean / np.linalg.norm(mean), atol=1e-6)


def test_nothing_known_is_no_direction(table: StaticVectors) -> None:
    """A text without a known token has the zero vector, so that it is near to nothing."""
    assert not table.encode_one(["lạ"]).any()
    assert table.encode([]).shape == (0, 16)


def test_what_is_saved_is_loaded(table: StaticVectors, tmp_path: Path) -> None:
    """Stored vectors encode the same."""
    table.save(tmp_path / "e")
    again = StaticVectors.load(tmp_path / "e")
    assert again.tokens == table.tokens
    assert np.array_equal(again.encode_one(["khai"]), table.encode_one(["khai"]))


def test_it_is_a_sentence_transformer(table: StaticVectors, tmp_path: Path) -> None:
    """Written out as a StaticEmbedding model, sentence-transformers gives the same vectors."""
    sentence_transformers = pytest.importorskip("sentence_transformers")
    write_sentence_transformer(table, tmp_path / "st")
    model = sentence_transformers.SentenceTransformer(str(tmp_path / "st"), device="cpu")
    texts = [["khai", "sinh"], ["=sổ", "#birth", "lạ"]]
    theirs = model.encode([" ".join(text) for text in texts])
    assert np.allclose(theirs, table.encode(texts), atol=1e-5)
