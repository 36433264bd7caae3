"""Baselines."""

from knowledge.evaluation.baselines import baselines, segmented
from knowledge.search.searcher import Searcher
from tests.knowledge.search.samples import DOCUMENTS, PASSPORT


def test_each_method_ranks_procedures_only(small: Searcher) -> None:
    """The three methods give known codes, the obvious one first."""
    found = baselines(small.index)
    assert len(found) == 3
    for ranker in found.values():
        codes = ranker("làm hộ chiếu")
        assert codes[0] == PASSPORT
        assert set(codes) <= {document.code for document in DOCUMENTS}


def test_words_are_underthesea_words() -> None:
    """Multi-syllable words stay together, punctuation goes."""
    assert segmented("Đăng ký khai sinh.") == ["đăng ký", "khai sinh"]
