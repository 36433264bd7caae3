"""What is read in a message without any training: emergencies above all."""

import time
from pathlib import Path

import pytest
import yaml

from nlu.components import signals
from nlu.components.signals import Signal, find_signal, lexicon
from nlu.components.variants import unaccented

CASES = Path(__file__).with_name("signals.tsv")


def _cases() -> list[tuple[str, Signal | None]]:
    rows = [line.split("\t") for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [(text, None if kind == "-" else Signal(*kind.split())) for kind, text in rows]


@pytest.mark.parametrize(("text", "signal"), _cases())
def test_case(text: str, signal: Signal | None) -> None:
    """Each message of the table is read as the table says, with accents and without."""
    assert find_signal(text) == signal
    assert find_signal(unaccented(text)) == signal or "[" in text  # masks keep their marks


def test_every_kind_has_a_case() -> None:
    """No kind of the lexicon goes untested."""
    assert {kind.signal for kind in lexicon()} == {signal for _, signal in _cases() if signal}


def test_training_examples_of_procedures_are_left_alone(root: Path) -> None:
    """No example of a question about a procedure, however typed, is taken for anything else."""
    wrong = []
    for path in (root / "nlu" / "training" / "intents").glob("*.yml"):
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            texts = [line[2:].strip() for line in block["examples"].splitlines() if block["intent"] == "ask_procedure"]
            wrong += [text for text in texts if find_signal(text) or find_signal(unaccented(text))]
    assert wrong == []


def test_a_story_is_not_cut_short_by_one_word() -> None:
    """In a long message only an emergency is read; what else it asks, the search finds out."""
    story = "tôi muốn ly hôn " + "và kể thêm chuyện nhà tôi " * 20
    assert find_signal(story) is None
    assert find_signal("chồng đánh tôi " + "và kể thêm chuyện nhà tôi " * 20) == Signal("emergency", "violence")


def test_a_broken_line_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A pattern that is none is told with its kind."""
    broken = tmp_path / "signals.yml"
    broken.write_text("alternatives: {}\nkinds: {scam: {longest: 9, sure: ['(']}}", "utf-8")
    monkeypatch.setattr(signals, "_LEXICON", broken)
    lexicon.cache_clear()
    with pytest.raises(ValueError, match="kind scam"):
        lexicon()
    monkeypatch.undo()
    lexicon.cache_clear()


@pytest.mark.parametrize("text", ["nhà " * 500, "chồng tôi " * 200, "gọi " * 500, "a " * 1000, "đánh đánh " * 200])
def test_hostile_text_is_quick(text: str) -> None:
    """The longest text that the door lets in is read in a moment."""
    find_signal("a")
    started = time.process_time()
    find_signal(text)
    assert time.process_time() - started < 0.25
