"""Writing docs/evaluation.md: every number comes from the run, none is typed by hand."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from knowledge.evaluation.measuring import STRIPPED, Decisions, Measured
from knowledge.evaluation.metrics import Quality
from knowledge.evaluation.scale_figures import Scale

HEAD = """# Evaluation of search

Written by `python -m knowledge evaluate`; do not edit. {questions} frozen questions, split by procedure into a tuning
and a reporting half; all figures below are of the **reporting half**, which was never read for misses. Intervals are
95 % bootstrap. hit@k: a right procedure among the first k. A corpus counts the questions whose procedure it has.

The questions and the phrasings in the guides were written by different authors from the same life situations, so a
citizen's message from elsewhere may be further from the phrasings than these. Expected there, written down before any
such message was seen: hit@1 four to seven points and hit@3 three to four points below the figures of this page, and
two points more of what is in scope refused and of what is out of scope answered.
"""


def render(
    measured: Mapping[str, Measured],
    count: int,
    tuning: Mapping[str, Measured],
    memory: Mapping[str, float],
    scale: Scale | None = None,
) -> str:
    """Return the page for corpora by title, with the tuning half's sums beside as a check of over-fitting.

    `scale`: the figures of another run, over many more guides.
    """
    parts = [HEAD.format(questions=count), _overview(measured, tuning)]
    for title, one in measured.items():
        parts += [
            f"## {title[0].upper()}{title[1:]} ({one.guides} procedures)",
            _methods(one),
            _styles(one),
            _decision_table(one),
        ]
    parts += [_cost(measured, memory), *([scale.section()] if scale else [])]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _overview(measured: Mapping[str, Measured], tuning: Mapping[str, Measured]) -> str:
    rows = []
    for title, one in measured.items():
        whole, bare, tuned = one.by_style["all"], one.by_style[STRIPPED], tuning[title].by_style["all"]
        rows.append(
            [
                title,
                str(whole.count),
                str(whole.hit1),
                str(whole.hit3),
                str(whole.mrr),
                f"{(whole.hit1.mean - bare.hit1.mean) * 100:+.1f}",
                f"{tuned.hit1.mean:.3f} / {tuned.hit3.mean:.3f}",
            ]
        )
    head = [
        "corpus",
        "questions",
        "hit@1",
        "hit@3",
        "MRR@10",
        "points lost when stripped",
        "tuning half, hit@1 / hit@3",
    ]
    return "## In short\n\n" + _table(head, rows)


def _methods(one: Measured) -> str:
    rows = [
        [name, str(typed.hit1), str(typed.hit3), str(typed.mrr), f"{bare.hit1.mean:.3f}", f"{bare.hit3.mean:.3f}"]
        for name, (typed, bare) in one.methods.items()
    ]
    head = ["method", "hit@1", "hit@3", "MRR@10", "stripped hit@1", "stripped hit@3"]
    return "Methods over the same names, phrasings and record texts:\n\n" + _table(head, rows)


def _styles(one: Measured) -> str:
    return "By style:\n\n" + _table(
        ["style", "questions", "hit@1", "hit@3", "hit@10", "MRR@10"],
        [
            [style, str(q.count), str(q.hit1), str(q.hit3), str(q.hit10), str(q.mrr)]
            for style, q in one.by_style.items()
        ],
    )


def _decision_table(one: Measured) -> str:
    rows = [
        [name, *_decision_row(found)]
        for name, found in (("as typed", one.decisions), (STRIPPED, one.stripped_decisions))
    ]
    head = [
        "questions",
        "out of scope answered",
        "out of scope refused",
        "in scope refused",
        "ambiguous asked back",
        "clear ones asked back",
        "clarify precision",
    ]
    found = one.decisions
    return (
        f"Decisions ({found.answers} clear, {found.clarifies} ambiguous, {found.outside} out of scope):\n\n"
        + _table(head, rows)
    )


def _decision_row(found: Decisions) -> Sequence[str]:
    shares = (
        found.outside_answered,
        found.outside_refused,
        found.inside_refused,
        found.ambiguous_asked,
        found.clear_asked,
        found.clarify_precision,
    )
    return ["–" if share is None else f"{share * 100:.1f} %" for share in shares]


def _cost(measured: Mapping[str, Measured], memory: Mapping[str, float]) -> str:
    rows = [
        [title, f"{one.cpu_p50:.1f} ms", f"{one.cpu_p95:.1f} ms", f"{memory[title]:.0f} MB"]
        for title, one in measured.items()
    ]
    return (
        "## Cost\n\nCPU of one search, one thread; peak resident memory of a fresh process that only searches.\n\n"
        + _table(["corpus", "p50", "p95", "memory"], rows)
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines)


def summary(title: str, whole: Quality, found: Decisions) -> str:
    """Return one line for the terminal."""
    refused = "–" if found.inside_refused is None else f"{found.inside_refused * 100:.1f} %"
    answered = "–" if found.outside_answered is None else f"{found.outside_answered * 100:.1f} %"
    asked = "–" if found.ambiguous_asked is None else f"{found.ambiguous_asked * 100:.1f} %"
    return (
        f"{title}: hit@1 {whole.hit1}, hit@3 {whole.hit3}, MRR {whole.mrr}; out of scope answered {answered}, "
        f"in scope refused {refused}, ambiguous asked back {asked}"
    )


#: The section of docs/content.md that `log_batch` keeps.
BATCHES = "## What the words bring"
_BATCHES_HEAD = """
Written by `python -m knowledge evaluate --brief --log "<batch>"`. Figures of the reporting half in %: hit@1 / hit@3 ·
ambiguous asked back · out of scope answered · in scope refused.

| date | batch | phrasings | starter | starter + 434 | all records |
| --- | --- | --- | --- | --- | --- |
"""


def brief(one: Measured) -> str:
    """Return the figures that a change of content should be judged by, in %: "77.4 / 88.4 · 71 · 4.5 · 3.8"."""
    whole, found = one.by_style["all"], one.decisions
    shares = (found.ambiguous_asked, found.outside_answered, found.inside_refused)
    decisions = ["–" if share is None else f"{share * 100:.1f}" for share in shares]
    return " · ".join([f"{whole.hit1.mean * 100:.1f} / {whole.hit3.mean * 100:.1f}", *decisions])


def log_batch(path: Path, batch: str, phrasings: int, figures: Sequence[str], day: date) -> None:
    """Add a row to the table of batches in the page `path`, which gets the section when it has none yet."""
    text = path.read_text("utf-8")
    if BATCHES not in text:
        text = f"{text.rstrip()}\n\n{BATCHES}\n{_BATCHES_HEAD}"
    before, after = text.split(BATCHES, 1)
    section, mark, rest = after.partition("\n## ")
    row = f"| {day.isoformat()} | {batch.replace('|', '/')} | {phrasings} | {' | '.join(figures)} |"
    path.write_text(
        f"{before}{BATCHES}{section.rstrip()}\n{row}\n{chr(10) * bool(mark)}{mark.lstrip(chr(10))}{rest}", "utf-8"
    )
