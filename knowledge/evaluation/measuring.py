"""Measuring one corpus: ranking by style, decisions, latency, beside the baselines."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.evaluation.baselines import baselines
from knowledge.evaluation.metrics import Quality, quality, rank_of
from knowledge.evaluation.questions import Question
from knowledge.evaluation.tuning import answerable
from knowledge.search.searcher import Searcher
from nlu.text import fold

STRIPPED = "all accents stripped"
_DEPTH = 10


@dataclass(frozen=True)
class Decisions:
    """Shares of decisions, 0 to 1, over so many questions of each kind; None where there are none of the kind."""

    answers: int
    clarifies: int
    outside: int
    outside_answered: float | None
    outside_refused: float | None
    inside_refused: float | None
    ambiguous_asked: float | None
    clear_asked: float | None
    clarify_precision: float | None


@dataclass(frozen=True)
class Measured:
    """All figures of one corpus on one half. `by_style` has "all" and the stripped copy of all, too."""

    guides: int
    by_style: dict[str, Quality]
    methods: dict[str, tuple[Quality, Quality]]
    decisions: Decisions
    stripped_decisions: Decisions
    cpu_p50: float
    cpu_p95: float


def measure(searcher: Searcher, questions: Sequence[Question], *, beside: bool = True) -> Measured:
    """Measure ranking on the questions with a right procedure here, decisions on those and the out-of-scope ones.

    Without `beside` the baselines, which take longest, are left out.
    """
    pairs = answerable(searcher, questions)
    results = {text: searcher.search(text, _DEPTH) for question, _ in pairs for text in _texts(question)}
    clear = [(question, codes) for question, codes in pairs if question.behaviour == "answer"]

    def ranks(
        chosen: Sequence[tuple[Question, tuple[str, ...]]],
        find: Callable[[str], list[str]],
        change: Callable[[str], str] = str,
    ) -> list[int]:
        return [rank_of(find(change(question.question)), codes) for question, codes in chosen]

    def ours(text: str) -> list[str]:
        return [hit.code for hit in results[text].results]

    styles: dict[str, list[tuple[Question, tuple[str, ...]]]] = defaultdict(list)
    for question, codes in clear:
        styles[question.style].append((question, codes))
    by_style = {"all": quality(ranks(clear, ours)), STRIPPED: quality(ranks(clear, ours, fold))}
    by_style |= {style: quality(ranks(chosen, ours)) for style, chosen in sorted(styles.items())}
    methods = {"this search": (by_style["all"], by_style[STRIPPED])}
    for name, ranker in (baselines(searcher.index) if beside else {}).items():
        methods[name] = quality(ranks(clear, ranker)), quality(ranks(clear, ranker, fold))
    spent = _cpu(searcher, [question.question for question, _ in pairs])
    return Measured(
        int(searcher.index.is_procedure.sum()),
        by_style,
        methods,
        _decisions([(question, results[question.question].decision) for question, _ in pairs]),
        _decisions([(question, results[fold(question.question)].decision) for question, _ in pairs]),
        float(np.quantile(spent, 0.5)),
        float(np.quantile(spent, 0.95)),
    )


def _texts(question: Question) -> tuple[str, str]:
    return question.question, fold(question.question)


def _decisions(pairs: Sequence[tuple[Question, str]]) -> Decisions:
    said = {
        behaviour: [decision for question, decision in pairs if question.behaviour == behaviour]
        for behaviour in ("answer", "clarify", "none")
    }
    asked = [question.behaviour for question, decision in pairs if decision == "clarify"]
    inside = said["answer"] + said["clarify"]
    return Decisions(
        len(said["answer"]),
        len(said["clarify"]),
        len(said["none"]),
        _share(said["none"], "answer"),
        _share(said["none"], "none"),
        _share(inside, "none"),
        _share(said["clarify"], "clarify"),
        _share(said["answer"], "clarify"),
        _share(asked, "clarify"),
    )


def _share(found: Sequence[str], wanted: str) -> float | None:
    return sum(one == wanted for one in found) / len(found) if found else None


def _cpu(searcher: Searcher, texts: Sequence[str]) -> list[float]:
    """Return CPU milliseconds of this process for each question, after a warm-up."""
    for text in texts[:20]:
        searcher.search(text)
    spent = []
    for text in texts:
        before = time.process_time()
        searcher.search(text)
        spent.append((time.process_time() - before) * 1000)
    return spent
