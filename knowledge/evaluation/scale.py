"""`python -m knowledge.evaluation.scale`: what a search costs when a snapshot holds 60,000 guides.

There are not so many official records, so most guides here are made by code from those that exist: runs of words of
two of them are joined, and a place is named. What such guides mean is nonsense; how many terms, texts and vectors a
search has to go through is not. Only the cost is measured. The figures go into docs/evaluation.md, and into
`scale.json`, from which the next `evaluate` takes them.
"""

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.evaluation.corpora import corpora, open_corpus
from knowledge.evaluation.questions import load_questions
from knowledge.evaluation.scale_figures import FIGURES, Scale, put
from knowledge.progress import Progress
from knowledge.search.fusion import SHIPPED
from knowledge.search.indexing import Say, build_index
from knowledge.search.searcher import FOLDER, Searcher
from knowledge.search.texts import Document
from knowledge.settings import Settings, settings
from knowledge.snapshot import Manifest, writing
from nlu.clock import today

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "evaluation.md"
_PLACES = ("xã", "phường", "tỉnh", "thành phố")
_KEPT_LINES = 0.6
#: No official code begins so.
_MADE = "9."


def multiplied(real: Sequence[Document], count: int, seed: int) -> Iterator[Document]:
    """Give `count` documents: the real ones, then made ones with as many names and phrasings as their models."""
    yield from real[:count]
    chance = random.Random(seed)
    names = [one.names[0] for one in real if one.names]
    lines = [line for one in real for line in one.body.split("\n") if line]
    for number in range(len(real), count):
        model = real[number % len(real)]
        place = f"{chance.choice(_PLACES)} {_proper_name(names, chance)}"

        def varied(text: str, other: Sequence[str] = names, end: str = f" {place}") -> str:
            return _crossed(text, chance.choice(other), chance) + end

        body = [
            line if chance.random() < _KEPT_LINES else _crossed(line, chance.choice(lines), chance)
            for line in model.body.split("\n")
        ]
        yield replace(
            model,
            code=f"{_MADE}{number:06d}",
            names=tuple(varied(name) for name in model.names),
            phrasings=tuple(varied(text, model.phrasings, "") for text in model.phrasings),
            body="\n".join([*body, place]),
            siblings=(),
        )


def _crossed(text: str, other: str, chance: random.Random) -> str:
    """Return the text with one run of its words replaced by a run of the other's."""
    mine, theirs = text.split(), other.split()
    start, cut = chance.randrange(len(mine) + 1), chance.randrange(len(theirs) + 1)
    length = chance.randint(1, max(1, len(mine) // 2))
    return " ".join([*mine[:start], *theirs[cut : cut + length], *mine[start + length :]]) or text


def _proper_name(names: Sequence[str], chance: random.Random) -> str:
    """Return two syllables that stand in names, each from another one: a place that no dictionary has."""
    return " ".join(chance.choice(chance.choice(names).split()).capitalize() for _ in range(2))


def build(documents: Sequence[Document], target: Path, with_settings: Settings, say: Say) -> None:
    """Write a snapshot with the search index of the documents and nothing else; its counts tell the CPU it took."""
    started = time.process_time()
    with writing(target.absolute().parent, target.absolute()) as draft:
        place = draft.folder / FOLDER
        draft.embedder.update(build_index(documents, place, with_settings, say))
        (place / "weights.json").write_bytes(SHIPPED.read_bytes())
        (place / "old_codes.json").write_text("{}", "utf-8")
        (draft.folder / "variants.json").write_text("[]", "utf-8")
        made = sum(document.code.startswith(_MADE) for document in documents)
        draft.counts.update(guides=len(documents), made=made, seconds=round(time.process_time() - started))


def search_alone(folder: Path) -> dict[str, Any]:
    """Search the tuning half of the frozen questions; meant for a process that does nothing else."""
    started = time.monotonic()
    searcher = Searcher.load(folder, verified=True)
    loaded = time.monotonic() - started
    questions = [question.question for question in load_questions() if question.half == "tuning"]
    for question in questions[:20]:
        searcher.search(question)
    spent = []
    for question in questions:
        before = time.process_time()
        searcher.search(question)
        spent.append((time.process_time() - before) * 1000)
    status = Path("/proc/self/status").read_text()
    return {
        "titles": len(searcher.index.is_name),
        "tokens": len(getattr(getattr(searcher.index.embedder, "table", None), "tokens", ())),
        "questions": len(questions),
        "cpu_p50": round(float(np.quantile(spent, 0.5)), 1),
        "cpu_p95": round(float(np.quantile(spent, 0.95)), 1),
        "memory": round(int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6),
        "load_seconds": round(loaded, 1),
    }


def machine() -> str:
    """Return what the figures were measured on: processor, how many, and Python."""
    cpu = platform.machine()
    path = Path("/proc/cpuinfo")
    if path.exists():
        names = [
            line.split(":", 1)[1].strip() for line in path.read_text().splitlines() if line.startswith("model name")
        ]
        cpu = names[0] if names else cpu
    return f"{cpu}, {os.cpu_count()} cores, Python {platform.python_version()}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, measure in a fresh process, and keep the figures. Returns 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m knowledge.evaluation.scale", description=__doc__)
    parser.add_argument("--guides", type=int, default=60_000)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("MOTCUA_SHARED", ROOT.parent / "shared")))
    parser.add_argument("--again", action="store_true", help="measure what the last run built")
    parser.add_argument("--search", type=Path, metavar="FOLDER", help="only search this snapshot; prints JSON")
    chosen = parser.parse_args(arguments)
    if chosen.search:
        print(json.dumps(search_alone(chosen.search)))
        return 0
    using = settings()
    folder = using.var / "evaluation"
    target = folder / "scale"
    if not chosen.again:
        with Progress() as progress:
            largest = corpora(chosen.shared if chosen.shared.exists() else None)[-1]
            index = open_corpus(largest, folder, using, progress.say).index
            real = [one for one, inside in zip(index.documents, index.is_procedure, strict=True) if inside]
            build(list(multiplied(real, chosen.guides, using.seed)), target, using, progress.say)
    found = measured(target)
    found.write(FIGURES)
    PAGE.write_text(put(PAGE.read_text("utf-8"), found), "utf-8")
    print(f"{found.guides} guides: CPU p50 {found.cpu_p50} ms, p95 {found.cpu_p95} ms, memory {found.memory} MB")
    return 0 if found.within() else 1


def measured(target: Path) -> Scale:
    """Measure a snapshot in a fresh process."""
    counts = Manifest.read(target).counts
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    return Scale(
        guides=counts["guides"],
        made=counts["made"],
        build_cpu=counts["seconds"],
        size=round(size / 1e6),
        day=today().isoformat(),
        machine=machine(),
        **figures_alone(target),
    )


def figures_alone(folder: Path) -> dict[str, Any]:
    """Return what `search_alone` says in a process of its own. Raises CalledProcessError where that fails."""
    command = [sys.executable, "-m", "knowledge.evaluation.scale", "--search", str(folder.absolute())]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    sys.exit(main())
