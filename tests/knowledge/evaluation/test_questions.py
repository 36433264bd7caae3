"""The frozen questions."""

import os
from itertools import chain
from pathlib import Path

import pytest
import yaml

from knowledge.evaluation.questions import Question, QuestionError, load_questions, near_copies, trigrams
from knowledge.search.indexing import GENERAL, OUTSIDE
from knowledge.starter import load_guides, load_phrasings
from nlu.lexicon import Lexicon

STYLES = {"accented", "unaccented", "typo", "dialect", "indirect", "abbreviation", "long", "spoken"}


def test_enough_of_every_kind() -> None:
    """There are 500 questions with a procedure and 120 without, in all styles, in two halves of similar size."""
    questions = load_questions()
    assert len([one for one in questions if one.codes]) >= 500
    assert len([one for one in questions if not one.codes]) >= 120
    assert {one.style for one in questions} == STYLES
    tuning = sum(one.half == "tuning" for one in questions)
    assert 0.4 < tuning / len(questions) < 0.6


def test_a_procedure_is_in_one_half() -> None:
    """The half hangs on the procedure alone, so what was tuned on is never reported on."""
    first, second = (
        Question(name, "x", "accented", "answer", codes) for name, codes in (("a", ("1.1", "1.2")), ("b", ("1.1",)))
    )
    assert first.half == second.half


def test_no_question_is_copied_into_what_is_searched() -> None:
    """No phrasing, alias, lexicon wording or listed message is a near copy of a question."""
    general = (ask for row in yaml.safe_load(GENERAL.read_text("utf-8")) for ask in row["asks"])
    names = (text for guide in load_guides().values() for text in (guide.name, guide.short_name, *guide.aliases))
    texts = [
        *chain.from_iterable(load_phrasings().values()),
        *general,
        *names,
        *yaml.safe_load(OUTSIDE.read_text("utf-8")),
        *Lexicon.load().texts,
    ]
    assert near_copies(load_questions(), texts) == []


def test_no_question_is_copied_from_the_domain_notes(shared: Path) -> None:
    """No question is a near copy of the collected phrases."""
    rows = (shared / "domain" / "phrases.tsv").read_text("utf-8").splitlines()
    assert near_copies(load_questions(), [row.split("\t")[2] for row in rows if row.count("\t") >= 2]) == []


def test_near_copies_are_found() -> None:
    """Marks and case aside, a text that shares most trigrams is a near copy, another is not."""
    question = Question("q", "Mất sổ đỏ làm lại ở đâu", "accented", "answer", ("1.000001",))
    assert [row[:2] for row in near_copies([question], ["mat so do lam lai o dau", "cấp hộ chiếu"])] == [
        ("q", "mat so do lam lai o dau")
    ]
    assert "mat" in trigrams("Mất")


@pytest.mark.parametrize(
    "line",
    [
        "{",
        '{"id": "a"}',
        '{"id": "a", "question": "x", "style": "y", "behaviour": "none", "codes": ["1.000001"]}',
        '{"id": "a", "question": "x", "style": "y", "behaviour": "answer", "codes": []}',
        '{"id": "a", "question": "x", "style": "y", "behaviour": "perhaps", "codes": ["1.000001"]}',
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    """File and line of a bad question are in the error."""
    (tmp_path / "q.jsonl").write_text(line + os.linesep, "utf-8")
    with pytest.raises(QuestionError, match=r"q\.jsonl, line 1"):
        load_questions(tmp_path)


def test_a_doubled_id_is_named(tmp_path: Path) -> None:
    """Two questions with one id are an error."""
    line = '{"id": "a", "question": "x", "style": "y", "behaviour": "answer", "codes": ["1.000001"]}\n'
    (tmp_path / "q.jsonl").write_text(line * 2, "utf-8")
    with pytest.raises(QuestionError, match="id a stands twice"):
        load_questions(tmp_path)
