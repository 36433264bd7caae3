"""The page docs/evaluation-nlu.md and its picture: what cross-validation of intents and judging of entities found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nlu.entity_scores import Tally
from nlu.evaluation import FOLDS, Score, f1_by_intent, table

PAGE = "evaluation-nlu.md"
PICTURE = "confusion.svg"


def write_page(
    folder: Path, scores: Sequence[Score], entities: Mapping[str, Mapping[str, Tally]], examples: int, judged: int
) -> None:
    """Write the page and the picture into `folder`."""
    draw_confusion(scores[0].pairs, folder / PICTURE)
    plain, stripped, typos = (f1_by_intent(score.pairs) for score in _shown(scores))
    lines = [
        "# How well messages are understood",
        "",
        f"Written by `make evaluate` (`python -m nlu.evaluation --write`). Intents: {FOLDS}-fold cross-validation over"
        f" {examples} examples",
        "of nlu/training; each fold is judged by a model that has seen neither its examples nor their copies,",
        "with what rules read (signals.yml) as in the assistant. What costs most is a question about a procedure",
        "taken for something else: the column of `ask_procedure` in the picture is the safe side.",
        "",
        table(scores),
        "",
        "| intent | F1 accented | stripped | typos |",
        "|---|---|---|---|",
        *(f"| `{name}` | {value:.2f} | {stripped[name]:.2f} | {typos[name]:.2f} |" for name, value in plain.items()),
        "",
        f"![Confusion of intents, accented]({PICTURE})",
        "",
        'Cross-validation is hard on small closed intents: "bai bai" is never seen in its fold. Of what signals.yml',
        "reads (emergency, scam and the like) the figure is not held out: its lines were written with these examples",
        "at hand.",
        "",
        "## Entities",
        "",
        f"Read by rules and tables, not trained: judged on {judged} messages that no rule was fitted to"
        " (nlu/judged_entities.txt). The value must be right.",
        "",
        "| entity | there | " + " | ".join(f"F1 {name}" for name in entities) + " |",
        "|---|---|" + "---|" * len(entities),
    ]  # fmt: skip
    first = next(iter(entities.values()))
    lines += [
        f"| `{kind}` | {tally.there} | "
        + " | ".join(f"{found.get(kind, Tally(0, 0, 0)).f1:.2f}" for found in entities.values())
        + " |"
        for kind, tally in first.items()
    ]
    (folder / PAGE).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _shown(scores: Sequence[Score]) -> list[Score]:
    by_name = {score.spelling: score for score in scores}
    return [by_name[name] for name in ("accented", "stripped", "typos")]


def draw_confusion(pairs: Sequence[tuple[str, str]], path: Path) -> None:
    """Draw right (rows) against guessed (columns) intents as an SVG; each row sums to one."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "mot-cua"
    from matplotlib import pyplot

    names = sorted({name for pair in pairs for name in pair})
    counts = Counter(pairs)
    sums = Counter(right for right, _ in pairs)
    shares = [[counts[right, guess] / max(sums[right], 1) for guess in names] for right in names]
    figure, axes = pyplot.subplots(figsize=(9, 8))
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    places = range(len(names))
    axes.set_xticks(places, names, rotation=90, fontsize=7)
    axes.set_yticks(places, names, fontsize=7)
    axes.set_xlabel("guessed")
    axes.set_ylabel("right")
    _write_counts(axes, names, counts, shares)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def _write_counts(axes: Any, names: list[str], counts: Counter[tuple[str, str]], shares: list[list[float]]) -> None:
    for row, right in enumerate(names):
        for column, guess in enumerate(names):
            if counts[right, guess]:
                colour = "white" if shares[row][column] > 0.5 else "black"
                axes.text(column, row, counts[right, guess], ha="center", va="center", fontsize=5, color=colour)
