"""Embedders."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.search.analysis import Analyser
from knowledge.search.embedder import EmbedderError, SentenceTransformerEmbedder, StaticEmbedder, load_embedder
from knowledge.search.static import StaticVectors, write_sentence_transformer
from knowledge.settings import Settings
from nlu.lexicon import Lexicon

ANALYSER = Analyser(Lexicon.load())


@pytest.fixture(scope="module")
def table() -> StaticVectors:
    """A small table of plain words."""
    vectors = np.random.default_rng(1).standard_normal((4, 8)).astype(np.float16)
    vectors[0] = 0
    return StaticVectors(["[UNK]", "khai", "sinh", "query:"], vectors)


@pytest.fixture(scope="module")
def model(table: StaticVectors, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model in a folder."""
    folder = tmp_path_factory.mktemp("model")
    write_sentence_transformer(table, folder)
    return folder


def test_the_fingerprint_follows_the_vectors(table: StaticVectors) -> None:
    """Other vectors have another fingerprint."""
    changed = StaticVectors(list(table.tokens), table.vectors + np.float16(1))
    assert StaticEmbedder(table).describe()["fingerprint"] != StaticEmbedder(changed).describe()["fingerprint"]


def test_a_foreign_embedder_is_refused(table: StaticVectors, tmp_path: Path) -> None:
    """A snapshot made with another embedder is not searched with this one."""
    table.save(tmp_path)
    with pytest.raises(EmbedderError, match="build a new snapshot"):
        load_embedder(tmp_path, {"name": "static", "fingerprint": "0" * 16}, Settings())


def test_any_sentence_transformer_by_folder(model: Path, tmp_path: Path) -> None:
    """A model is chosen by its folder; prefixes count for questions and texts apart, and the fingerprint fits."""
    settings = Settings(embedder=str(model), embedder_query_prefix="query: ")
    embedder = SentenceTransformerEmbedder(settings)
    text = [ANALYSER.analyse("khai sinh")]
    assert not np.allclose(embedder.questions(text), embedder.texts(text))
    again = load_embedder(tmp_path, embedder.describe(), Settings())
    assert np.allclose(again.questions(text), embedder.questions(text))


def test_a_missing_model_is_named() -> None:
    """A model that cannot be loaded is named, not looked for on the internet in vain."""
    with pytest.raises(EmbedderError, match="no/such/folder"):
        SentenceTransformerEmbedder(Settings(embedder="./no/such/folder"))
