"""Measuring what a search costs over many guides."""

from pathlib import Path

import pytest

from knowledge.evaluation import scale
from knowledge.evaluation.corpora import Corpus
from knowledge.evaluation.scale_figures import read_scale
from knowledge.search.searcher import Searcher
from knowledge.settings import Settings
from tests.knowledge.search.samples import DOCUMENTS


def test_made_guides_follow_the_real_ones() -> None:
    """Real guides come first and unchanged; each made one has a code of its own and as many texts as its model."""
    found = list(scale.multiplied(DOCUMENTS, 40, seed=1))
    assert found[: len(DOCUMENTS)] == list(DOCUMENTS)
    assert len({one.code for one in found}) == len(found) == 40
    for number, made in enumerate(found[len(DOCUMENTS) :], len(DOCUMENTS)):
        model = DOCUMENTS[number % len(DOCUMENTS)]
        assert (len(made.names), len(made.phrasings)) == (len(model.names), len(model.phrasings))
        assert all(made.names)
        assert all(made.phrasings)


def test_made_names_differ_and_repeat_with_the_seed() -> None:
    """Nearly every made name is new, and the same seed gives the same ones."""
    names = [one.names[0] for one in scale.multiplied(DOCUMENTS, 200, seed=1)]
    assert len(set(names)) > 190
    assert names == [one.names[0] for one in scale.multiplied(DOCUMENTS, 200, seed=1)]


def test_fewer_guides_than_there_are() -> None:
    """A smaller number takes the first real ones."""
    assert list(scale.multiplied(DOCUMENTS, 2, seed=1)) == list(DOCUMENTS[:2])


def test_a_run_writes_the_figures_and_the_page(
    small: Searcher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Building, searching alone and writing go through; the page keeps what it had before the section."""
    page, figures = tmp_path / "page.md", tmp_path / "scale.json"
    page.write_text("# Evaluation\n\nText.\n", "utf-8")
    monkeypatch.setattr(scale, "PAGE", page)
    monkeypatch.setattr(scale, "FIGURES", figures)
    monkeypatch.setattr(scale, "settings", lambda: Settings(var=tmp_path, train_steps=2))
    monkeypatch.setattr(scale, "corpora", lambda shared: [Corpus("starter", "starter content", None)])  # type: ignore[arg-type]
    monkeypatch.setattr(scale, "open_corpus", lambda *_: small)
    assert scale.main(["--guides", "30"]) == 0
    found = read_scale(figures)
    assert found is not None
    assert (found.guides, found.made) == (30, 30 - len(DOCUMENTS))
    assert found.cpu_p50 > 0
    assert page.read_text("utf-8").startswith("# Evaluation\n\nText.\n\n## Cost at scale\n")
    assert "30 guides" in capsys.readouterr().out


def test_the_machine_is_named() -> None:
    """Figures without the machine that gave them mean little."""
    assert "cores, Python 3" in scale.machine()
