"""The corpora."""

from pathlib import Path

import pytest

from knowledge.building import Order
from knowledge.evaluation import corpora as module
from knowledge.evaluation.corpora import Corpus, corpora, open_corpus
from knowledge.settings import Settings
from tests.knowledge.test_building import content


def test_without_shared_data_there_is_the_starter_alone() -> None:
    """The starter content can be measured anywhere."""
    assert [corpus.name for corpus in corpora(None)] == ["starter"]


def test_with_shared_data_there_are_three(shared: Path) -> None:
    """The official records add the commune-level corpus and the whole one."""
    found = corpora(shared)
    assert [corpus.name for corpus in found] == ["starter", "core", "all"]
    assert "434" in found[1].title


def test_a_corpus_is_built_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second opening builds nothing."""
    corpus = Corpus("small", "small", Order(content=content(tmp_path / "content")))
    settings = Settings(train_steps=2)
    assert open_corpus(corpus, tmp_path / "e", settings, lambda *_: None).search("khai sinh").results

    def never(*_: object, **__: object) -> None:
        raise AssertionError("built again")

    monkeypatch.setattr(module, "build", never)
    assert open_corpus(corpus, tmp_path / "e", settings, lambda *_: None).search("khai sinh").results
