"""The questions that separate procedures: one question, two to five choices in people's words.

They are content, read from `questions/` of a snapshot; what they offer exists in that snapshot.
"""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import Field

from knowledge.guide import Code, Model
from knowledge.starter import CONTENT, ContentError

FOLDER = "questions"
Row = TypeVar("Row", "Question", "Text")

#: An offer of the search is taken for a question when this part of it is among the question's choices.
_SAME = 0.6


class Option(Model):
    """One choice: its label, more words that pick it, and the procedure, or the `text` to say where there is none."""

    code: Code | None = None
    label: str
    words: tuple[str, ...] = ()
    text: str = ""


class Question(Model):
    """A question for requests worded like `asks`; the first choice is the most frequent one."""

    asks: tuple[str, ...]
    question: str
    choices: tuple[Option, ...] = Field(min_length=2, max_length=5)

    @property
    def codes(self) -> tuple[str, ...]:
        """The procedures offered, in order."""
        return tuple(choice.code for choice in self.choices if choice.code)


class Text(Model):
    """A text for messages that have a word of each group in `when`, and none of `unless`, folded.

    It is not for a snapshot that has one of the procedures of `lacking`.
    """

    when: tuple[tuple[str, ...], ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    text: str


def load_questions(folder: Path, known: Collection[str]) -> tuple[Question, ...]:
    """Return the questions of a snapshot, or those that ship when it has none, with choices that are `known`.

    Raises ContentError naming the file.
    """
    found = _rows(folder, "general.yml", Question)
    kept = (_with_known(question, known) for question in found)
    return tuple(question for question in kept if question is not None)


def question_for(questions: Iterable[Question], codes: Sequence[str]) -> Question | None:
    """Return the question that separates `codes`: the one with most of them, if those are nearly all."""
    rated = [(len(set(codes) & set(question.codes)), question) for question in questions]
    shared, best = max(rated, key=lambda pair: pair[0], default=(0, None))
    return best if shared >= 2 and shared >= _SAME * len(codes) else None


def load_texts(folder: Path) -> tuple[Text, ...]:
    """Return the texts of a snapshot, or those that ship when it has none. Raises ContentError naming the file."""
    return tuple(_rows(folder, "texts.yml", Text))


def _rows(folder: Path, name: str, row: type[Row]) -> list[Row]:
    path = folder / FOLDER / name
    path = path if path.exists() else CONTENT / FOLDER / name
    try:
        return [row.model_validate(one) for one in yaml.safe_load(path.read_text(encoding="utf-8")) or []]
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ContentError(f"{path}: {error}") from error


def _with_known(question: Question, known: Collection[str]) -> Question | None:
    choices = tuple(choice for choice in question.choices if choice.code is None or choice.code in known)
    return question.model_copy(update={"choices": choices}) if len(choices) > 1 else None
