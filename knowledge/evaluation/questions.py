"""The frozen questions, and how they fall into a tuning half and a reporting half.

Tuning may look at the one half as it likes. Of the other only sums are ever printed.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from nlu.text import syllables

FOLDER = Path(__file__).with_name("questions")
Behaviour = Literal["answer", "clarify", "none"]
Half = Literal["tuning", "reporting"]


class QuestionError(ValueError):
    """A question file that cannot be read; the message names file and line."""


@dataclass(frozen=True)
class Question:
    """One message with what should happen: `codes` are the procedures that are right, none for `behaviour` "none"."""

    id: str
    question: str
    style: str
    behaviour: Behaviour
    codes: tuple[str, ...]

    @property
    def half(self) -> Half:
        """The half, by procedure, so that no procedure of the reporting half was ever tuned on; else by id."""
        key = min(self.codes) if self.codes else self.id
        return "tuning" if hashlib.sha256(f"half {key}".encode()).digest()[0] % 2 == 0 else "reporting"


def load_questions(folder: Path = FOLDER) -> list[Question]:
    """Read every .jsonl file of the folder. Raises QuestionError for bad lines and doubled ids."""
    questions: dict[str, Question] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            question = _read(f"{path.name}, line {number}", line)
            if question.id in questions:
                raise QuestionError(f"{path.name}, line {number}: id {question.id} stands twice")
            questions[question.id] = question
    return list(questions.values())


def _read(place: str, line: str) -> Question:
    try:
        row = json.loads(line)
        found = Question(row["id"], row["question"], row["style"], row["behaviour"], tuple(row["codes"]))
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionError(f"{place}: {error}") from error
    if found.behaviour not in get_args(Behaviour) or (found.behaviour == "none") == bool(found.codes):
        raise QuestionError(f"{place}: behaviour {found.behaviour!r} does not go with codes {found.codes}")
    return found


def trigrams(text: str) -> frozenset[str]:
    """Return the character trigrams of the folded words of a text."""
    joined = f" {' '.join(syllables(text))} "
    return frozenset(joined[at : at + 3] for at in range(len(joined) - 2))


def near_copies(
    questions: Iterable[Question], texts: Iterable[str], least: float = 0.7
) -> list[tuple[str, str, float]]:
    """Return (question id, text, Jaccard similarity) of pairs that are too alike: such texts leak the question."""
    known = list(dict.fromkeys(texts))
    sizes, holders = [], defaultdict(list)
    for number, text in enumerate(known):
        theirs = trigrams(text)
        sizes.append(len(theirs))
        for trigram in theirs:
            holders[trigram].append(number)
    found = []
    for question in questions:
        mine = trigrams(question.question)
        shared = Counter(number for trigram in mine for number in holders.get(trigram, ()))
        for number, common in shared.items():
            alike = common / (len(mine) + sizes[number] - common)
            if alike >= least:
                found.append((question.id, known[number], round(alike, 2)))
    return found
