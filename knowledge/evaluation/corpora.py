"""The three corpora that search is measured on, built when something changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.building import Order, build, fingerprint
from knowledge.search.fusion import read_weights
from knowledge.search.searcher import Searcher
from knowledge.settings import Settings
from knowledge.snapshot import Manifest, SnapshotError

Say = Callable[[str, int, int], None]
RECORDS = Path("data") / "official" / "dvc-2026-07.jsonl.gz"
CORE = Path("data") / "official" / "commune-citizen-codes.txt"


@dataclass(frozen=True)
class Corpus:
    """A corpus by name, with what it holds in one phrase."""

    name: str
    title: str
    order: Order


def corpora(shared: Path | None) -> list[Corpus]:
    """Return the corpora that can be built here: the starter content alone where the shared folder is missing."""
    found = [Corpus("starter", "starter content", Order())]
    if shared is not None and (shared / RECORDS).exists():
        codes = (shared / CORE).read_text("utf-8").split()
        found.append(
            Corpus(
                "core", f"starter + {len(codes)} commune-level records", Order(records=shared / RECORDS, codes=codes)
            )
        )
        found.append(Corpus("all", "all official records", Order(records=shared / RECORDS)))
    return found


def open_corpus(
    corpus: Corpus, folder: Path, settings: Settings, say: Say, weights: Mapping[str, Any] | None = None
) -> Searcher:
    """Build the corpus into `folder` unless it is there already, and open it with `weights`, else the shipped ones."""
    target = folder / corpus.name
    mark = folder / f"{corpus.name}.inputs"
    inputs = fingerprint(corpus.order, settings, weights=False)
    if not (mark.exists() and mark.read_text("utf-8") == inputs and _present(target)):
        mark.unlink(missing_ok=True)
        build(corpus.order, settings, lambda what, done, total: say(f"{corpus.name}: {what}", done, total), target)
        mark.write_text(inputs, "utf-8")
    return Searcher.load(target, settings, verified=True, weights=read_weights() if weights is None else weights)


def _present(target: Path) -> bool:
    try:
        Manifest.read(target)
    except SnapshotError:
        return False
    return True
