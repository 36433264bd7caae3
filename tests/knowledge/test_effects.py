"""What a candidate would answer differently."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.effects import Asked, answer_without_itself, compare, to_ask
from knowledge.reindexing import reindex
from knowledge.search.decision import Decider
from knowledge.search.fusion import Fusion, read_weights
from knowledge.search.index import Index
from knowledge.search.indexing import build_index
from knowledge.search.searcher import Searcher
from knowledge.settings import Settings
from tests.knowledge.search.samples import DOCUMENTS


def searching(index: Index) -> Searcher:
    weights = read_weights()
    return Searcher(index, Fusion.of(weights["fusion"]), Decider.of(weights["decision"]), {})


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Searcher, Searcher]:
    """A searcher, and one in which the first procedure has lost its wordings and its name to the second."""
    folder = tmp_path_factory.mktemp("effects")
    described = build_index(DOCUMENTS, folder / "old", Settings(train_steps=60), lambda *_: None)
    old = Index.load(folder / "old", described, Settings())
    first, second, *rest = DOCUMENTS
    thief = replace(second, names=(*second.names, *first.names), phrasings=(*second.phrasings, *first.phrasings))
    robbed = replace(first, names=("Việc khác hẳn",), phrasings=(), body="")
    reindex(old, folder / "old", folder / "new", [robbed, thief, *rest])
    return searching(old), searching(Index.load(Path(folder / "new"), described, Settings()))


def test_own_wording_is_left_out(two: tuple[Searcher, Searcher]) -> None:
    """A stored wording is not found by itself: the answer is the same whether the guard stands in the index or not."""
    searcher, _ = two
    document = DOCUMENTS[0]
    stored = Asked(document.phrasings[0], document.code)
    row = int(searcher.index.first[0]) + list(dict.fromkeys((*document.names, *document.phrasings))).index(
        stored.question
    )
    found = searcher.rank(searcher.index.analyser.analyse(stored.question), row)
    code = searcher.index.documents[int(found.candidates.numbers[found.procedures[0]])].code
    assert answer_without_itself(searcher, stored)[0] == code
    assert found.candidates.features[:, 6].max() == 0


def test_same_snapshot_has_no_effect(two: tuple[Searcher, Searcher]) -> None:
    """Nothing differs between a snapshot and itself."""
    searcher, _ = two
    questions = to_ask(searcher, searcher, [DOCUMENTS[0].code], [])
    assert questions
    assert compare(searcher, searcher, questions) == []


def test_lost_answers_come_first(two: tuple[Searcher, Searcher]) -> None:
    """Questions that lose their procedure are broken, and stand before the others."""
    old, new = two
    guards = [Asked(text, DOCUMENTS[0].code) for text in DOCUMENTS[0].phrasings]
    right = [guard for guard in guards if answer_without_itself(old, guard)[0] == guard.code]
    effects = compare(old, new, to_ask(old, new, [DOCUMENTS[0].code, DOCUMENTS[1].code], guards))
    assert right
    assert {effect.question for effect in effects if effect.broken} >= {guard.question for guard in right}
    assert [effect.broken for effect in effects] == sorted((effect.broken for effect in effects), reverse=True)


def test_empty_question_is_none(two: tuple[Searcher, Searcher]) -> None:
    """A question without a word leads nowhere and breaks nothing."""
    assert answer_without_itself(two[0], Asked("?!", "1.000001")) == ("", "none")
