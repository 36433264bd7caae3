"""Searching."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.index import Index
from knowledge.search.searcher import Searcher
from knowledge.snapshot import SnapshotError
from tests.knowledge.search.samples import BIRTH, COPY, DOCUMENTS, LAND, LOST_LAND, MARRIAGE, PASSPORT


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("vợ em mới đẻ, làm giấy tờ cho cháu ở đâu ạ", BIRTH),
        ("vo em moi de, lam giay to cho chau o dau a", BIRTH),
        ("xin ban sao giay ks", COPY),
        ("mat bia do lam lai ntn", LOST_LAND),
        ("sang tên sổ đỏ", LAND),
        ("sắp cướii vợ cần giâys gì", MARRIAGE),
        ("lm passport đi nc ngoài", PASSPORT),
    ],
)
def test_the_right_one_comes_first(searcher: Searcher, question: str, code: str) -> None:
    """With marks and without, with abbreviations and slips, the right procedure is first."""
    assert searcher.search(question).results[0].code == code


def test_a_code_in_the_question_is_taken_at_its_word(searcher: Searcher) -> None:
    """A known code is answered, a replaced one by its successor; two are asked back about, unknown ones searched."""
    assert [hit.code for hit in searcher.search(f"thủ tục {LAND} là gì").results] == [LAND]
    replaced = searcher.search("9.000001")
    assert (replaced.decision, replaced.results[0].code) == ("answer", BIRTH)
    assert searcher.search(f"{LAND} hay {BIRTH}").decision == "clarify"
    assert searcher.search("8.888888 mất sổ đỏ").results[0].code == LOST_LAND


@pytest.mark.parametrize("question", ["", "   ", "😀😀", "?!.,", "\u200b"])
def test_nothing_said_is_none(searcher: Searcher, question: str) -> None:
    """A message without words has no procedure."""
    assert searcher.search(question).decision == "none"


@given(st.text(max_size=300))
def test_no_text_breaks_it(searcher: Searcher, text: str) -> None:
    """Any text gets a decision and at most ten different known procedures, best first."""
    result = searcher.search(text)
    codes = [hit.code for hit in result.results]
    assert result.decision in ("answer", "clarify", "none")
    assert len(codes) == len(set(codes)) <= 10
    assert set(codes) <= {document.code for document in DOCUMENTS}
    scores = [hit.score for hit in result.results]
    assert scores == sorted(scores, reverse=True) or result.decision == "clarify"


def test_limit(searcher: Searcher) -> None:
    """No more results than asked for."""
    assert len(searcher.search("giấy", limit=2).results) == 2


def test_provincial_variants_ask_for_the_province(index: Index, searcher: Searcher) -> None:
    """Variants without a national record are asked back about; with one, that one stands for all."""
    asking = Searcher(index, searcher.fusion, searcher.decider, {}, [{"01": LAND, "02": LOST_LAND}])
    result = asking.search("sang tên sổ đỏ khi mua đất")
    assert result.decision == "clarify"
    assert {hit.code for hit in result.results[:2]} == {LAND, LOST_LAND}
    national = Searcher(index, searcher.fusion, searcher.decider, {}, [{"": LOST_LAND, "02": LAND}])
    codes = [hit.code for hit in national.search("sang tên sổ đỏ khi mua đất").results]
    assert codes[0] == LOST_LAND
    assert LAND not in codes


def test_other_weights_make_another_searcher(searcher: Searcher) -> None:
    """Tuning tries weights on a copy."""
    other = searcher.with_weights(searcher.fusion, searcher.decider)
    assert other.search("làm hộ chiếu") == searcher.search("làm hộ chiếu")


def test_a_folder_that_is_no_snapshot(tmp_path: Path) -> None:
    """Loading names what is missing."""
    with pytest.raises(SnapshotError, match=r"manifest\.json"):
        Searcher.load(tmp_path)
