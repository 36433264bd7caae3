"""Building an index."""

from pathlib import Path
from typing import Any

import numpy as np
import yaml

from knowledge.search.index import Index
from knowledge.search.indexing import GENERAL, OUTSIDE, _highest, build_index
from knowledge.search.texts import Document
from knowledge.settings import Settings
from tests.knowledge.search.samples import DOCUMENTS


def test_every_title_has_a_row(index: Index) -> None:
    """Names and phrasings of a document stand together, in order, and are told apart."""
    first, second = index.first[0], index.first[1]
    assert second - first == len(DOCUMENTS[0].names) + len(DOCUMENTS[0].phrasings)
    assert index.is_name[first:second].tolist() == [True, True, False, False, False]
    assert index.dense.vectors.shape[0] == index.titles.size == index.first[-1]


def test_the_same_input_gives_the_same_index(built: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    """Building twice gives the same embedder."""
    assert build_index(DOCUMENTS, tmp_path, Settings(train_steps=60), lambda *_: None) == built[1]


def test_progress_names_each_kind_of_work(tmp_path: Path) -> None:
    """The caller hears what is being done."""
    heard: list[str] = []
    build_index(DOCUMENTS[:2], tmp_path, Settings(train_steps=2), lambda what, done, total: heard.append(what))
    assert list(dict.fromkeys(heard)) == ["marks", "titles", "bodies", "training texts", "embedder"]


def test_general_requests_need_two_procedures_here(tmp_path: Path) -> None:
    """A general request is indexed only where at least two of its procedures are."""
    rows = yaml.safe_load(GENERAL.read_text("utf-8"))
    codes = rows[0]["codes"]
    documents = [Document(code, (f"Thủ tục {code}",)) for code in codes[:2]]
    description = build_index(documents, tmp_path, Settings(train_steps=2), lambda *_: None)
    general = [one for one in Index.load(tmp_path, description, Settings()).documents if one.code.startswith("?")]
    assert general[0].siblings == tuple(codes[:2])
    assert all(len(one.siblings) > 1 for one in general)


def test_shipped_lists_are_texts() -> None:
    """The lists of outside and general messages hold texts without doubles, and codes in form."""
    outside = yaml.safe_load(OUTSIDE.read_text("utf-8"))
    assert all(isinstance(text, str) for text in outside)
    assert len(set(outside)) == len(outside)
    asks = [ask for row in yaml.safe_load(GENERAL.read_text("utf-8")) for ask in row["asks"]]
    assert all(isinstance(ask, str) for ask in asks)
    assert len(set(asks)) == len(asks)


def test_vectors_are_unit_length(index: Index) -> None:
    """Inner products are cosines."""
    assert np.allclose(np.linalg.norm(index.dense.vectors, axis=1), 1, atol=1e-3)


def test_the_highest_are_those_of_a_stable_sort() -> None:
    """Best first, of equal scores the earlier row, as many as asked for or as there are."""
    chance = np.random.default_rng(2026)
    for size in (1, 3, 60):
        scores = chance.integers(-1, 6, size).astype(np.float32)
        assert _highest(scores, 4).tolist() == np.argsort(-scores, kind="stable")[:4].tolist()
