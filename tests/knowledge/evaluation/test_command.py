"""The evaluate command."""

import json
from pathlib import Path

import pytest

from knowledge.evaluation import command
from knowledge.evaluation.corpora import Corpus
from knowledge.evaluation.questions import Question
from knowledge.search.searcher import Searcher
from knowledge.settings import Settings


@pytest.fixture(autouse=True)
def small_world(monkeypatch: pytest.MonkeyPatch, small: Searcher, asked: list[Question], tmp_path: Path) -> Path:
    """Let the command see the small corpus and questions, all of them in both halves."""
    halves = {"tuning": asked, "reporting": asked}
    monkeypatch.setattr(
        command, "load_questions", lambda: [_In(question, half) for half, rows in halves.items() for question in rows]
    )
    monkeypatch.setattr(command, "corpora", lambda shared: [Corpus("starter", "starter content", None)])  # type: ignore[arg-type]
    monkeypatch.setattr(command, "open_corpus", lambda *_: small)
    monkeypatch.setattr(command, "_memory", lambda folder: 100.0)
    monkeypatch.setattr(command, "SHIPPED", tmp_path / "weights.json")
    monkeypatch.setattr(command, "FLOOR", tmp_path / "floor.json")
    monkeypatch.setattr(command, "load_everyday", dict)
    return tmp_path


class _In:
    """A question that is said to be in a half."""

    def __init__(self, question: Question, half: str) -> None:
        self.half = half
        self._question = question

    def __getattr__(self, name: str) -> object:
        return getattr(self._question, name)


def test_measuring_prints_sums_only(
    small_world: Path, capsys: pytest.CaptureFixture[str], asked: list[Question]
) -> None:
    """The terminal gets one line a corpus, and no question."""
    assert command.main(["--out", str(small_world / "page.md")], Settings()) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("starter content: hit@1")
    assert not any(question.question in printed for question in asked)


def test_tuning_stores_weights(small_world: Path) -> None:
    """--tune writes weights for fusion and decision."""
    assert command.main(["--tune"], Settings()) == 0
    assert set(json.loads((small_world / "weights.json").read_text("utf-8"))) == {"fusion", "decision"}


@pytest.mark.parametrize(("floor", "code"), [(0.0, 0), (1.5, 1)])
def test_check_fails_below_the_floor(
    small_world: Path, floor: float, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """--check is an error when a figure is more than two points under the floor, and says which."""
    (small_world / "floor.json").write_text(json.dumps({"hit1": floor, "hit3": 0.0}), "utf-8")
    assert command.main(["--check"], Settings()) == code
    assert ("hit1" in capsys.readouterr().err) == bool(code)


def test_check_fails_when_an_everyday_question_falls(
    small_world: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """--check names an everyday question that another procedure answers."""
    (small_world / "floor.json").write_text(json.dumps({"hit1": 0.0, "hit3": 0.0}), "utf-8")
    monkeypatch.setattr(command, "load_everyday", lambda: {"cưới vợ cần gì": ("7.777777",)})
    assert command.main(["--check"], Settings()) == 1
    assert "expected 7.777777" in capsys.readouterr().err


def test_brief_prints_a_line_a_corpus_and_logs_it(
    small_world: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """--brief gives the figures of one corpus in one line; --log keeps them under the batch's name."""
    monkeypatch.setattr(command, "LOG", small_world / "content.md")
    (small_world / "content.md").write_text("# Content\n", "utf-8")
    assert command.main(["--brief", "--log", "batch one"], Settings()) == 0
    assert capsys.readouterr().out.startswith("starter: ")
    assert "| batch one |" in (small_world / "content.md").read_text("utf-8")
