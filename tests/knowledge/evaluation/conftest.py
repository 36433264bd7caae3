"""A searcher over the small corpus of the search tests, and questions about it."""

from pathlib import Path

import pytest

from knowledge.evaluation.questions import Question
from knowledge.search.decision import Decider
from knowledge.search.fusion import Fusion, read_weights
from knowledge.search.index import Index
from knowledge.search.indexing import build_index
from knowledge.search.searcher import Searcher
from knowledge.settings import Settings
from tests.knowledge.search.samples import BIRTH, DOCUMENTS, LAND, LOST_LAND, MARRIAGE


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """A searcher with the shipped weights."""
    folder: Path = tmp_path_factory.mktemp("small") / "search"
    description = build_index(DOCUMENTS, folder, Settings(train_steps=60), lambda *_: None)
    weights = read_weights()
    return Searcher(
        Index.load(folder, description, Settings()), Fusion.of(weights["fusion"]), Decider.of(weights["decision"]), {}
    )


@pytest.fixture(scope="session")
def asked() -> list[Question]:
    """Questions of all kinds, one about a procedure that the corpus lacks."""
    return [
        Question("1", "vợ mới sinh em bé làm khai sinh", "accented", "answer", (BIRTH,)),
        Question("2", "mat bia do roi", "unaccented", "answer", (LOST_LAND, "5.000000")),
        Question("3", "giấy tờ đất đai", "accented", "clarify", (LAND, LOST_LAND)),
        Question("4", "hôm nay trời mưa to", "accented", "none", ()),
        Question("5", "xin mở sân bay", "accented", "answer", ("5.000000",)),
        Question("6", "cưới vợ cần gì", "accented", "answer", (MARRIAGE,)),
    ]
