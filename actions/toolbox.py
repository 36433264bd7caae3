"""The tools that belong to one snapshot: guides, search, router and places, swapped together."""

from dataclasses import dataclass
from pathlib import Path

from actions.words import Read
from knowledge.centres import read_centres
from knowledge.guide import Guide
from knowledge.overrides import Overrides, read_overrides
from knowledge.questions import Question, Text, load_questions, load_texts
from knowledge.routing import Router
from knowledge.rules import load_rules
from knowledge.search import Searcher
from knowledge.snapshot import Snapshot
from nlu.clock import today
from nlu.places import Resolver


@dataclass(frozen=True)
class Toolbox:
    """Everything that an answer is made of. `name`: the snapshot's. `read`: how the search reads a text."""

    name: str
    guides: dict[str, Guide]
    old_codes: dict[str, str]
    searcher: Searcher
    router: Router
    resolver: Resolver
    questions: tuple[Question, ...]
    texts: tuple[Text, ...]
    read: Read

    def guide(self, code: str | None) -> Guide | None:
        """Return the guide with `code`, or its successor when the code or the version is replaced.

        None when this snapshot has none that is in force today.
        """
        if code is None:
            return None
        day = today()
        guide = self.guides.get(code) or self.guides.get(self.old_codes.get(code, ""))
        if guide and not guide.in_force(day):
            guide = self.guides.get(guide.replaced_by or "")
        return guide if guide and guide.in_force(day) else None


def open_toolbox(folder: Path) -> Toolbox:
    """Load the snapshot in `folder`. Raises SnapshotError when it is damaged."""
    snapshot = Snapshot.load(folder)
    resolver = Resolver.load(folder / "units")
    book = load_rules(folder)
    centres = read_centres(folder / "centres.jsonl", book.offices)
    searcher = Searcher.load(folder, verified=True)  # Snapshot.load has checked the hashes
    return Toolbox(
        name=snapshot.name,
        guides=snapshot.guides,
        old_codes=snapshot.old_codes,
        searcher=searcher,
        router=Router(book, resolver.units, centres, Overrides(read_overrides(folder / "overrides.jsonl"))),
        resolver=resolver,
        questions=load_questions(folder, snapshot.guides),
        texts=load_texts(folder),
        read=searcher.index.analyser.analyse,
    )
