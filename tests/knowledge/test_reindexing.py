"""The index of the next snapshot, made from the one before."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge.reindexing import average_length, grown, reindex
from knowledge.search.decision import Decider
from knowledge.search.fusion import Fusion, read_weights
from knowledge.search.index import Index
from knowledge.search.indexing import build_index
from knowledge.search.lexical import Lexical
from knowledge.search.searcher import Searcher
from knowledge.search.texts import Document
from knowledge.settings import Settings
from tests.knowledge.search.samples import DOCUMENTS

TEXTS = [["a", "b", "a"], ["b", "c"], ["c", "d", "e", "f", "a"], ["g"]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """An index of the small corpus."""
    folder = tmp_path_factory.mktemp("index") / "search"
    return folder, build_index(DOCUMENTS, folder, Settings(train_steps=20), lambda *_: None)


def searching(folder: Path, description: dict[str, Any]) -> Searcher:
    weights = read_weights()
    index = Index.load(folder, description, Settings())
    return Searcher(index, Fusion.of(weights["fusion"]), Decider.of(weights["decision"]), {})


def remade(built: tuple[Path, dict[str, Any]], folder: Path, documents: list[Document]) -> tuple[Searcher, int]:
    """Reindex and load."""
    old = Index.load(*built, Settings())
    encoded = reindex(old, built[0], folder, documents)
    return searching(folder, built[1]), encoded


def test_the_average_length_is_found_again() -> None:
    """What rows were weighed with follows from the weights themselves."""
    lexical = Lexical.build(TEXTS)
    portions = lexical._weights / np.repeat(lexical._idf, np.diff(lexical._starts))
    assert average_length(lexical._rows, portions) == pytest.approx(11 / 4, rel=1e-3)


def test_nothing_changed_is_the_same_leg() -> None:
    """Taking every row over gives the scores of before."""
    lexical = Lexical.build(TEXTS)
    same = grown(lexical, np.arange(4), {})
    for question in (["a"], ["b", "c"], ["g", "z"]):
        assert same.scores(question) == pytest.approx(lexical.scores(question), rel=1e-5)


def test_grown_leg_is_as_if_built() -> None:
    """Rows dropped, moved and added: the scores are those of a leg built over the new texts of the same length."""
    new = [["g"], ["c", "d", "e", "f", "a"], ["x", "b", "a"], ["b", "c"]]
    leg = grown(Lexical.build(TEXTS), np.array([3, 2, -1, 1]), {2: new[2]})
    fresh = Lexical.build(new)
    for question in (["a", "b"], ["x"], ["g"], ["c", "d"]):
        assert leg.scores(question) == pytest.approx(fresh.scores(question), rel=1e-4)
    assert leg.idf(["x", "unseen"]) == pytest.approx(fresh.idf(["x", "unseen"]))
    assert leg.knows("x")


def test_forgotten_terms_are_unknown() -> None:
    """A term that stood only in a dropped row is not known any more."""
    assert not grown(Lexical.build(TEXTS), np.array([0, 1]), {}).knows("g")


def test_same_documents_encode_nothing(built: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    """Without a change nothing is encoded and each question has the same result."""
    again, encoded = remade(built, tmp_path / "search", list(DOCUMENTS))
    before = searching(*built)
    assert encoded == 0
    for document in DOCUMENTS:
        for text in (*document.names, *document.phrasings, "thủ tục gì đó"):
            assert again.search(text).decision == before.search(text).decision
            assert [hit.code for hit in again.search(text).results] == [hit.code for hit in before.search(text).results]


def test_new_wording_is_found_and_an_old_one_is_gone(built: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    """An added wording is taken at its word, only it is encoded, and a removed one is no longer stored."""
    chosen = next(document for document in DOCUMENTS if len(document.phrasings) > 1)
    fresh = "câu hỏi hoàn toàn mới của bà con"
    changed = replace(chosen, phrasings=(*chosen.phrasings[1:], fresh))
    documents = [changed if one.code == chosen.code else one for one in DOCUMENTS]
    again, encoded = remade(built, tmp_path / "search", documents)
    found = again.search(fresh)
    assert encoded == 1
    assert (found.decision, found.results[0].code) == ("answer", chosen.code)
    bare = " ".join(again.index.analyser.analyse(chosen.phrasings[0]).bare)
    assert bare not in again.index.exact


def test_a_procedure_comes_and_goes(built: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    """A new procedure is found, a removed one never returned."""
    gone, *rest = DOCUMENTS
    new = Document("9.999999", ("Cấp giấy phép thả diều",), ("muốn thả diều thì xin ai",))
    again, _ = remade(built, tmp_path / "search", [*rest, new])
    assert again.search("muốn thả diều thì xin ai").results[0].code == "9.999999"
    assert gone.code not in {hit.code for text in gone.names for hit in again.search(text).results}
