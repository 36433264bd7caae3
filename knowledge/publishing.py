"""Publishing: the next snapshot from the base, changed texts only, whole or not at all, one publisher at a time.

The base is asked through `Base`, so that nothing here knows its database. A candidate is a complete snapshot outside
the list of snapshots; making it live moves it there and turns the pointer. A publisher that is killed leaves the
pointer where it was, and what it left behind is swept by the next one.
"""

import fcntl
import json
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from knowledge.guide import Guide
from knowledge.local_facts import IN_FORCE, SHIPPED, write_local_facts
from knowledge.overrides import Override, OverrideError
from knowledge.reindexing import complete, reindex
from knowledge.search.searcher import FOLDER, Searcher
from knowledge.search.texts import Document, document_of
from knowledge.settings import Settings
from knowledge.snapshot import (
    Draft,
    SnapshotError,
    activate,
    current,
    prune,
    snapshots_folder,
    sweep,
    verify,
    writing,
)

#: Statuses whose guides answer.
ANSWERABLE = frozenset({"starter", "reviewed", "imported"})
#: What of the base a snapshot was made of: code -> digest.
MADE_OF = "base.json"
_WRITTEN = frozenset(
    {"guides.jsonl", "phrasings.json", IN_FORCE, SHIPPED, "variants.json", MADE_OF, "import.txt", FOLDER}
)
_LOCK_SECONDS = 30.0


class Busy(Exception):
    """Somebody else is publishing at this moment."""


@dataclass(frozen=True)
class Entry:
    """A guide as the base holds it, with what search reads beside it."""

    guide: Guide
    phrasings: tuple[str, ...] = ()
    body: str = ""
    citizens: bool = True
    internal: bool = False
    province: str = ""

    def document(self) -> Document:
        """Return the guide as search sees it."""
        return document_of(
            self.guide,
            self.phrasings,
            self.body,
            citizens=self.citizens,
            internal=self.internal,
            province=self.province,
        )


class Base(Protocol):
    """What publishing asks of the base: only what is approved and in force."""

    def digests(self) -> Mapping[str, str]: ...
    def entries(self, codes: Collection[str]) -> Iterable[Entry]: ...
    def overrides(self) -> Sequence[Override]: ...
    def variants(self) -> Sequence[Mapping[str, str]]: ...


@dataclass(frozen=True)
class Candidate:
    """A complete snapshot that is not live: its folder, the snapshot it comes from, and the codes that differ."""

    folder: Path
    before: Path
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    encoded: int


def candidates_folder(var: Path) -> Path:
    """Return where candidates wait."""
    return var / "candidates"


@contextmanager
def publisher(var: Path, patience: float = _LOCK_SECONDS) -> Iterator[None]:
    """Be the only publisher; a killed one's lock is gone with it. Raises Busy after `patience` seconds."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "publish.lock").open("w") as stream:
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if time.monotonic() > deadline:
                    raise Busy("Có người khác đang công bố. Xin thử lại sau ít phút.") from error
                time.sleep(0.05)
        yield


def prepare(base: Base, settings: Settings, who: str, why: str, searcher: Searcher | None = None) -> Candidate:
    """Write the candidate that the base gives now. `searcher`: that of the current snapshot, where it is at hand.

    Raises SnapshotError when no snapshot is active, the active one is damaged, or local facts contradict each other;
    nothing half-written stays.
    """
    before = current(settings.var)
    sweep(candidates_folder(settings.var))
    candidates_folder(settings.var).mkdir(parents=True, exist_ok=True)
    # Checked even when a searcher is at hand: what was damaged since must not be copied and signed anew.
    manifest = verify(before)
    searcher = searcher or Searcher.load(before, settings, verified=True)
    old = _Old(before)
    digests = dict(base.digests())
    changed = [code for code, digest in digests.items() if old.digests.get(code) != digest]
    fresh = {entry.guide.code: entry for entry in base.entries(changed)}
    if not old.digests:
        # A snapshot of `build`: it does not say what it was made of, so everything is compared.
        changed = [code for code in changed if not old.same(fresh[code], searcher)]
    removed = tuple(sorted(set(old.lines) - set(digests)))
    with writing(candidates_folder(settings.var)) as draft:
        try:
            encoded = _write(draft, old, fresh, set(changed), digests, base, searcher)
        except OverrideError as error:
            raise SnapshotError(f"Dữ liệu địa phương có lỗi: {error}") from error
        draft.inputs, draft.embedder = manifest.inputs, dict(manifest.embedder)
        draft.who, draft.why = who, why
    if draft.target is None:
        raise SnapshotError(f"{candidates_folder(settings.var)}: the candidate was not finished")
    return Candidate(draft.target, before, tuple(changed), removed, encoded)


class _Old:
    """What is taken over from the snapshot before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        lines = (folder / "guides.jsonl").read_text("utf-8").splitlines()
        self.guides = {row["code"]: row for row in map(json.loads, lines)}
        self.lines = dict(zip(self.guides, lines, strict=True))
        self.phrasings: dict[str, list[str]] = json.loads((folder / "phrasings.json").read_text("utf-8"))
        made_of = folder / MADE_OF
        self.digests: dict[str, str] = json.loads(made_of.read_text("utf-8")) if made_of.exists() else {}

    def same(self, entry: Entry, searcher: Searcher) -> bool:
        code = entry.guide.code
        number = searcher.index.position.get(code)
        before = None if number is None else searcher.index.documents[number]
        after = entry.document() if entry.guide.status in ANSWERABLE else None
        return before == after and self.lines.get(code) == _line(entry.guide)


def _line(guide: Guide) -> str:
    return guide.model_dump_json(exclude_defaults=True)


def _write(
    draft: Draft,
    old: _Old,
    fresh: Mapping[str, Entry],
    changed: Collection[str],
    digests: Mapping[str, str],
    base: Base,
    searcher: Searcher,
) -> int:
    for path in old.folder.iterdir():
        if path.name not in _WRITTEN and path.name != "manifest.json":
            copy: Callable[[Path, Path], object] = shutil.copytree if path.is_dir() else shutil.copyfile
            copy(path, draft.folder / path.name)
    order = [code for code in old.lines if code in digests] + [code for code in digests if code not in old.lines]
    guides = {code: _line(fresh[code].guide) if code in changed else old.lines[code] for code in order}
    (draft.folder / "guides.jsonl").write_text("".join(line + "\n" for line in guides.values()), "utf-8")
    # Wordings of procedures without a guide of their own stay with the release.
    phrasings = {code: asked for code, asked in old.phrasings.items() if code in digests or code not in old.lines}
    phrasings |= {code: list(fresh[code].phrasings) for code in changed}
    _json(draft.folder / "phrasings.json", phrasings)
    _json(draft.folder / "variants.json", [dict(group) for group in base.variants()])
    _json(draft.folder / MADE_OF, dict(digests))
    overrides = write_local_facts(old.folder, draft.folder, base.overrides(), guides)
    documents = _documents(order, fresh, changed, searcher)
    folder = draft.folder / FOLDER
    encoded = 0
    if complete(documents) == list(searcher.index.documents):
        # A fee or a place has changed, and nothing that search reads: the index is the same.
        shutil.copytree(old.folder / FOLDER, folder)
    else:
        encoded = reindex(searcher.index, old.folder / FOLDER, folder, documents)
    old_codes = {
        replaced: code
        for code in order
        for replaced in (fresh[code].guide.old_codes if code in changed else old.guides[code].get("old_codes", ()))
        if replaced not in digests
    }
    _json(folder / "old_codes.json", old_codes)
    draft.counts.update(
        guides=len(order),
        changed=len(changed),
        phrasings=sum(len(document.phrasings) for document in documents),
        overrides=overrides,
        encoded=encoded,
    )
    return encoded


def _documents(
    order: Iterable[str], fresh: Mapping[str, Entry], changed: Collection[str], searcher: Searcher
) -> list[Document]:
    documents = []
    for code in order:
        if code in changed:
            if fresh[code].guide.status in ANSWERABLE:
                documents.append(fresh[code].document())
        elif code in searcher.index.position:
            documents.append(searcher.index.documents[searcher.index.position[code]])
    return documents


def _json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")


def go_live(candidate: Candidate, settings: Settings) -> str:
    """Make a candidate the current snapshot and return its name.

    Raises SnapshotError, and changes nothing, when it is damaged or another snapshot went live since it was made.
    """
    if current(settings.var) != candidate.before:
        raise SnapshotError(f"{candidate.folder}: made from {candidate.before.name}, which is not current any more")
    verify(candidate.folder)
    target = snapshots_folder(settings.var) / candidate.folder.name
    candidate.folder.rename(target)
    activate(settings.var, target.name)
    prune(settings.var, settings.snapshots_kept)
    return target.name


def discard(candidate: Candidate) -> None:
    """Remove a candidate."""
    shutil.rmtree(candidate.folder, ignore_errors=True)


def back_to(name: str, settings: Settings) -> str:
    """Make an earlier snapshot current and return the name of the one that was. Raises SnapshotError."""
    before = current(settings.var).name
    activate(settings.var, name)
    return before
