"""An index of the small corpus, built once."""

from pathlib import Path
from typing import Any

import pytest

from knowledge.search.decision import Decider
from knowledge.search.fusion import Fusion, read_weights
from knowledge.search.index import Index
from knowledge.search.indexing import build_index
from knowledge.search.searcher import Searcher
from knowledge.settings import Settings
from tests.knowledge.search.samples import DOCUMENTS


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The index folder of the small corpus and the embedder's description."""
    folder = tmp_path_factory.mktemp("index") / "search"
    return folder, build_index(DOCUMENTS, folder, Settings(train_steps=60), lambda *_: None)


@pytest.fixture(scope="session")
def index(built: tuple[Path, dict[str, Any]]) -> Index:
    """The loaded index."""
    return Index.load(*built, Settings())


@pytest.fixture(scope="session")
def searcher(index: Index) -> Searcher:
    """A searcher with the shipped weights."""
    weights = read_weights()
    return Searcher(index, Fusion.of(weights["fusion"]), Decider.of(weights["decision"]), {"9.000001": "1.000001"})
