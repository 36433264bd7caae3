"""What a candidate would answer differently: questions asked of the snapshot in use and of the candidate.

Each question is scored with its own stored wording left out, on both sides: that a wording finds itself proves nothing.
"""

import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from knowledge.search.searcher import Searcher

#: Questions of guides that do not change, looked at beside those that do.
OTHERS = 200
_OF_ONE = 25
#: Questions of guides that change; a whole release at once is looked at in a sample.
_NEAR = 400


@dataclass(frozen=True)
class Asked:
    """A question with the procedure that it must lead to."""

    question: str
    code: str


@dataclass(frozen=True)
class Effect:
    """A question whose answer differs. `broken`: it led to its procedure and would not any more."""

    question: str
    code: str
    before: str
    after: str
    broken: bool


def answer_without_itself(searcher: Searcher, asked: Asked) -> tuple[str, str]:
    """Return the first procedure and the decision for a question whose own wording is left out."""
    analysis = searcher.index.analyser.analyse(asked.question)
    if not any(word.isalnum() for word in analysis.bare):
        return "", "none"
    ranking = searcher.rank(analysis, _row_of(searcher, asked))
    if not len(ranking.procedures):
        return "", "none"
    number = int(ranking.candidates.numbers[ranking.procedures[0]])
    return searcher.index.documents[number].code, searcher.decider.decide(ranking.signs)


def _row_of(searcher: Searcher, asked: Asked) -> int | None:
    number = searcher.index.position.get(asked.code)
    if number is None:
        return None
    document = searcher.index.documents[number]
    texts = list(dict.fromkeys((*document.names, *document.phrasings)))
    return int(searcher.index.first[number]) + texts.index(asked.question) if asked.question in texts else None


def to_ask(searcher: Searcher, candidate: Searcher, changed: Collection[str], guards: Iterable[Asked]) -> list[Asked]:
    """Return the questions to compare: those of changed guides and their siblings, all guards, and some others."""
    near = set(changed)
    for side in (searcher, candidate):
        for code in changed:
            if code in side.index.position:
                near.update(side.index.documents[side.index.position[code]].siblings)
    procedures = [document for document in candidate.index.documents if document.code in candidate.index.position]
    # The same ones each time, so that two looks at one change show the same.
    chance = random.Random(2026)
    closest = [Asked(text, one.code) for one in procedures if one.code in near for text in one.phrasings[:_OF_ONE]]
    asked = dict.fromkeys(chance.sample(closest, min(_NEAR, len(closest))))
    asked.update(dict.fromkeys(guard for guard in guards if guard.code in candidate.index.position))
    rest = [
        Asked(text, one.code)
        for one in procedures
        if one.code not in near and one.code and not one.code.startswith("?")
        for text in one.phrasings[:3]
    ]
    asked.update(dict.fromkeys(chance.sample(rest, min(OTHERS, len(rest)))))
    return list(asked)


def compare(searcher: Searcher, candidate: Searcher, questions: Sequence[Asked]) -> list[Effect]:
    """Return the questions that would be answered differently, the broken ones first."""
    effects = []
    for asked in questions:
        before, after = answer_without_itself(searcher, asked), answer_without_itself(candidate, asked)
        if before != after:
            broken = before[0] == asked.code and before[1] != "none" and (after[0] != asked.code or after[1] == "none")
            effects.append(Effect(asked.question, asked.code, _said(before), _said(after), broken))
    return sorted(effects, key=lambda effect: not effect.broken)


_DECISIONS = {"answer": "trả lời", "clarify": "hỏi lại", "none": "không có"}


def _said(answer: tuple[str, str]) -> str:
    code, decision = answer
    return f"{_DECISIONS[decision]} {code}".strip() if decision != "none" else _DECISIONS["none"]
