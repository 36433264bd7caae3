"""`python -m knowledge evaluate`: measures search on the frozen questions, or fits its weights with --tune."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knowledge.evaluation.corpora import Corpus, corpora, open_corpus
from knowledge.evaluation.deciding import fit_decider
from knowledge.evaluation.everyday import failing, load_everyday
from knowledge.evaluation.measuring import measure
from knowledge.evaluation.questions import load_questions
from knowledge.evaluation.report import brief, log_batch, render, summary
from knowledge.evaluation.scale_figures import read_scale
from knowledge.evaluation.tuning import examples, fit_fusion
from knowledge.progress import Progress
from knowledge.search.fusion import SHIPPED, write_weights
from knowledge.settings import Settings
from knowledge.starter import CONTENT, load_phrasings
from nlu.clock import today

ROOT = Path(__file__).resolve().parents[2]
#: The lowest hit@1 and hit@3 of the reporting half on the starter corpus that a change may leave.
FLOOR = Path(__file__).with_name("floor.json")
LOG = ROOT / "docs" / "content.md"
CORPORA = ("starter", "core", "all")
#: Tuning starts from nothing, so that it works after features were renamed.
_NO_WEIGHTS: dict[str, Any] = {"fusion": {}, "decision": {}}
_MEMORY = """
import pathlib, sys
from knowledge.search import Searcher
from knowledge.search.fusion import read_weights
Searcher.load(pathlib.Path(sys.argv[1]), verified=True, weights=read_weights()).search("lam giay khai sinh cho con")
status = pathlib.Path("/proc/self/status").read_text()  # ru_maxrss would count the parent, whose size a fork inherits
print(status.split("VmHWM:")[1].split()[0])
"""


def main(arguments: Sequence[str], settings: Settings) -> int:
    """Run the command and return its exit code: 1 when --check finds a figure more than two points under the floor."""
    parser = argparse.ArgumentParser(prog="python -m knowledge evaluate", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("MOTCUA_SHARED", ROOT.parent / "shared")))
    parser.add_argument("--only", choices=CORPORA, action="append", help="measure only this corpus")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "evaluation.md")
    parser.add_argument("--tune", action="store_true", help="fit the weights on the tuning half and store them")
    parser.add_argument("--half", choices=["reporting", "tuning"], default="reporting")
    parser.add_argument("--brief", action="store_true", help="print one line a corpus; writes no page")
    parser.add_argument("--log", metavar="BATCH", help="with --brief: add the lines to docs/content.md under this name")
    parser.add_argument("--check", action="store_true", help="fail when a starter figure fell; writes no page")
    chosen = parser.parse_args(arguments)
    found = [
        one
        for one in corpora(chosen.shared if chosen.shared.exists() else None)
        if not chosen.only or one.name in chosen.only
    ]
    folder = settings.var / "evaluation"
    if chosen.tune:
        return _tune(found, folder, settings)
    if chosen.check:
        return _check(found[:1], folder, settings)
    if chosen.brief or chosen.log:
        return _brief(found, folder, settings, chosen.log)
    return _measure(found, folder, settings, chosen.out, chosen.half)


def _tune(found: Sequence[Corpus], folder: Path, settings: Settings) -> int:
    questions = [question for question in load_questions() if question.half == "tuning"]
    with Progress() as progress:
        searchers = [open_corpus(corpus, folder, settings, progress.say, _NO_WEIGHTS) for corpus in found]
    fusion = fit_fusion([example for searcher in searchers for example in examples(searcher, questions)])
    tuned = [searcher.with_weights(fusion, searcher.decider) for searcher in searchers]
    decider = fit_decider(tuned, questions)
    write_weights(fusion.store(), decider.store(), SHIPPED)
    for corpus, searcher in zip(found, tuned, strict=True):
        one = measure(searcher.with_weights(fusion, decider), questions, beside=False)
        print("tuning half, " + summary(corpus.title, one.by_style["all"], one.decisions))
    return 0


def _measure(found: Sequence[Corpus], folder: Path, settings: Settings, out: Path, half: str) -> int:
    questions = load_questions()
    halves = {name: [question for question in questions if question.half == name] for name in ("reporting", "tuning")}
    measured, tuning, memory = {}, {}, {}
    for corpus in found:
        with Progress() as progress:
            searcher = open_corpus(corpus, folder, settings, progress.say)
            progress.say(f"{corpus.name}: measuring", 0, 0)
            measured[corpus.title] = measure(searcher, halves[half])
            tuning[corpus.title] = measure(searcher, halves["tuning"], beside=False)
        memory[corpus.title] = _memory(folder / corpus.name)
        print(
            summary(corpus.title, measured[corpus.title].by_style["all"], measured[corpus.title].decisions), flush=True
        )
    if half == "reporting" and len(found) == len(corpora(None)) + 2:
        out.write_text(render(measured, len(questions), tuning, memory, read_scale()), "utf-8")
        print(f"written: {out}")
    return 0


def _brief(found: Sequence[Corpus], folder: Path, settings: Settings, batch: str | None) -> int:
    questions = [question for question in load_questions() if question.half == "reporting"]
    rows = {}
    for corpus in found:
        with Progress() as progress:
            searcher = open_corpus(corpus, folder, settings, progress.say)
            progress.say(f"{corpus.name}: measuring", 0, 0)
            rows[corpus.name] = brief(measure(searcher, questions, beside=False))
        print(f"{corpus.name}: {rows[corpus.name]}", flush=True)
    if batch:
        count = sum(len(asked) for asked in load_phrasings(CONTENT).values())
        log_batch(LOG, batch, count, [rows.get(name, "–") for name in CORPORA], today())
        print(f"written: {LOG}")
    return 0


def _check(found: Sequence[Corpus], folder: Path, settings: Settings) -> int:
    floor = json.loads(FLOOR.read_text("utf-8"))
    with Progress() as progress:
        searcher = open_corpus(found[0], folder, settings, progress.say)
    one = measure(searcher, [question for question in load_questions() if question.half == "reporting"], beside=False)
    reached = {"hit1": one.by_style["all"].hit1.mean, "hit3": one.by_style["all"].hit3.mean}
    fallen = {name: figure for name, figure in reached.items() if figure < floor[name] - 0.02}
    print(summary(found[0].title, one.by_style["all"], one.decisions))
    for name, figure in fallen.items():
        print(f"error: {name} {figure:.3f} is more than two points under {floor[name]:.3f}", file=sys.stderr)
    wrong = failing(searcher.search, load_everyday())
    for line in wrong:
        print(f"error: an everyday question fell: {line}", file=sys.stderr)
    return 1 if fallen or wrong else 0


def _memory(folder: Path) -> float:
    """Return the largest resident size, in MB, of a fresh process that loads the snapshot and answers one question."""
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY, str(folder.absolute())], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return int(done.stdout) * 1024 / 1e6
