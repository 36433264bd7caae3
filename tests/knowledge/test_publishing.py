"""Publishing: candidates from a base, whole or not at all."""

import json
import multiprocessing
import os
import shutil
import signal
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from knowledge.building import Order, build
from knowledge.overrides import Override, Overrides, read_overrides, write_overrides
from knowledge.publishing import Busy, Entry, back_to, candidates_folder, discard, go_live, prepare, publisher
from knowledge.search.searcher import Searcher
from knowledge.settings import Settings
from knowledge.snapshot import Snapshot, SnapshotError, activate, current, names, verify
from knowledge.starter import load_guides, load_phrasings
from nlu.clock import today
from tests.knowledge.samples import few_guides, local_hours


@dataclass
class ListBase:
    """A base that is a dictionary."""

    rows: dict[str, Entry] = field(default_factory=dict)
    facts: list[Override] = field(default_factory=list)

    def digests(self) -> Mapping[str, str]:
        return {code: f"{hash((entry.guide.model_dump_json(), entry.phrasings))}" for code, entry in self.rows.items()}

    def entries(self, codes: Collection[str]) -> Iterable[Entry]:
        return [self.rows[code] for code in codes]

    def overrides(self) -> Sequence[Override]:
        return self.facts

    def variants(self) -> Sequence[Mapping[str, str]]:
        return []

    def change(self, code: str, **fields: object) -> None:
        """Give a guide other fields."""
        entry = self.rows[code]
        self.rows[code] = Entry(entry.guide.model_copy(update=fields), entry.phrasings)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ListBase]:
    """A built snapshot of some starter guides, and a base with the same."""
    content = few_guides(tmp_path_factory.mktemp("content"), "sinh-con", "hon-nhan")
    write_overrides(content / "overrides.jsonl", [local_hours("Sáng 7:30")])
    var = tmp_path_factory.mktemp("var")
    settings = Settings(var=var, train_steps=5)
    built = build(Order(content=content), settings, lambda *_: None)
    activate(var, built.folder.name)
    guides, phrasings = load_guides(content), load_phrasings(content)
    rows = {
        code: Entry(guide, tuple(phrase for known in (code, *guide.old_codes) for phrase in phrasings.get(known, ())))
        for code, guide in guides.items()
    }
    return var, ListBase(rows)


@pytest.fixture
def place(shipped: tuple[Path, ListBase], tmp_path: Path) -> tuple[Settings, ListBase]:
    """A var folder and a base of one's own."""
    shutil.copytree(shipped[0], tmp_path / "var")
    return Settings(var=tmp_path / "var"), ListBase(dict(shipped[1].rows))


def test_base_that_equals_the_snapshot_changes_nothing(place: tuple[Settings, ListBase]) -> None:
    """A base with what a build has made gives a candidate without a difference, and nothing is encoded."""
    settings, base = place
    candidate = prepare(base, settings, "lan", "thử")
    assert (candidate.changed, candidate.removed, candidate.encoded) == ((), (), 0)


def test_a_change_goes_live_and_back(place: tuple[Settings, ListBase]) -> None:
    """A changed result is in the live snapshot, which says who made it; going back brings the old one."""
    settings, base = place
    code = next(iter(base.rows))
    before = current(settings.var).name
    base.change(code, result="Giấy thử")
    candidate = prepare(base, settings, "lan", "sửa kết quả")
    assert candidate.changed == (code,)
    assert current(settings.var).name == before
    name = go_live(candidate, settings)
    live = Snapshot.load(current(settings.var))
    assert (live.name, live.manifest.who, live.guides[code].result) == (name, "lan", "Giấy thử")
    Searcher.load(current(settings.var), settings)
    assert back_to(before, settings) == name
    assert Snapshot.load(current(settings.var)).guides[code].result != "Giấy thử"


def test_second_publication_looks_only_at_what_changed(place: tuple[Settings, ListBase]) -> None:
    """After the first publication only guides with another digest are asked for."""
    settings, base = place
    go_live(prepare(base, settings, "lan", ""), settings)
    codes = list(base.rows)
    asked: list[Collection[str]] = []
    entries = base.entries
    base.entries = lambda codes: asked.append(codes) or entries(codes)  # type: ignore[method-assign, func-returns-value]
    base.change(codes[3], result="Khác")
    candidate = prepare(base, settings, "lan", "")
    assert [list(codes) for codes in asked] == [[codes[3]]]
    assert candidate.changed == (codes[3],)


def test_repealed_and_removed_guides_leave(place: tuple[Settings, ListBase]) -> None:
    """A repealed guide is not found by search any more; a removed one is not in the snapshot."""
    settings, base = place
    repealed, removed, *_ = base.rows
    base.change(repealed, status="repealed")
    name = base.rows.pop(removed).guide.name
    go_live(prepare(base, settings, "lan", ""), settings)
    live = Snapshot.load(current(settings.var))
    searcher = Searcher.load(current(settings.var), settings)
    assert removed not in live.guides
    assert live.guides[repealed].status == "repealed"
    for text in (name, base.rows[repealed].guide.name):
        assert not {repealed, removed} & {hit.code for hit in searcher.search(text).results}


def _hours(settings: Settings) -> str:
    """What citizens are told of the centre's hours."""
    held = Overrides(read_overrides(current(settings.var) / "overrides.jsonl"))
    found = held.office("hours", "commune_centre", "00166", "01", today())
    return found.text if found else ""


def test_local_facts_of_the_build_stay_until_the_base_has_its_own(place: tuple[Settings, ListBase]) -> None:
    """A shipped fact outlives publications, the base's own takes its place, and withdrawn it gives it back."""
    settings, base = place
    assert _hours(settings) == "Sáng 7:30"
    for facts, said in (([], "Sáng 7:30"), ([local_hours("Sáng 8:00")], "Sáng 8:00"), ([], "Sáng 7:30")):
        base.facts = facts
        go_live(prepare(base, settings, "lan", ""), settings)
        assert _hours(settings) == said


@pytest.mark.parametrize("wrong", [{"unit": "99999"}, {"office": "palace"}])
def test_wrong_local_facts_stop_the_publication(place: tuple[Settings, ListBase], wrong: dict[str, str]) -> None:
    """A fact of a place or an office that does not exist is named, and nothing half-written stays."""
    settings, base = place
    base.facts = [local_hours("Sáng 8:00", **wrong)]
    with pytest.raises(SnapshotError, match="dòng 2"):
        prepare(base, settings, "lan", "")
    assert list(candidates_folder(settings.var).iterdir()) == []


def test_outdated_candidate_is_refused(place: tuple[Settings, ListBase]) -> None:
    """A candidate made before another publication does not undo that one."""
    settings, base = place
    code = next(iter(base.rows))
    base.change(code, result="Một")
    first = prepare(base, settings, "lan", "")
    base.change(code, result="Hai")
    second = prepare(base, settings, "hoa", "")
    live = go_live(first, settings)
    with pytest.raises(SnapshotError, match="not current any more"):
        go_live(second, settings)
    assert current(settings.var).name == live


def test_damaged_candidate_is_refused(place: tuple[Settings, ListBase]) -> None:
    """A candidate that was changed on disk does not go live."""
    settings, base = place
    before = current(settings.var)
    candidate = prepare(base, settings, "lan", "")
    (candidate.folder / "guides.jsonl").write_text("{}\n")
    with pytest.raises(SnapshotError, match="damaged"):
        go_live(candidate, settings)
    assert current(settings.var) == before


def test_damaged_snapshot_is_not_copied(place: tuple[Settings, ListBase]) -> None:
    """What was damaged on disk is not taken over into a snapshot with fresh hashes."""
    settings, base = place
    searcher = Searcher.load(current(settings.var), settings)
    (current(settings.var) / "search" / "restorer.json").write_text("{}")
    with pytest.raises(SnapshotError, match="damaged"):
        prepare(base, settings, "lan", "", searcher)


def test_discarded_candidate_leaves_nothing(place: tuple[Settings, ListBase]) -> None:
    """A candidate is no snapshot, and nothing of it stays."""
    settings, base = place
    known = names(settings.var)
    candidate = prepare(base, settings, "lan", "")
    assert names(settings.var) == known
    discard(candidate)
    assert list(candidates_folder(settings.var).iterdir()) == []


def test_two_publishers_wait_for_each_other(tmp_path: Path) -> None:
    """The second publisher is told that somebody else is at it."""
    with publisher(tmp_path), pytest.raises(Busy, match="đang công bố"), publisher(tmp_path, patience=0.1):
        pass
    with publisher(tmp_path, patience=0.1):
        pass


def _publish_slowly(var: Path, base: ListBase, ready: str) -> None:
    settings = Settings(var=var)
    with publisher(var):
        candidate = prepare(base, settings, "lan", "")
        Path(ready).write_text(candidate.folder.name)
        time.sleep(60)


def test_killed_publisher_changes_nothing(place: tuple[Settings, ListBase], tmp_path: Path) -> None:
    """After kill -9 the old snapshot is whole and current, the lock is free, and the next publisher works."""
    settings, base = place
    before = current(settings.var)
    base.change(next(iter(base.rows)), result="Sẽ bị giết")
    ready = tmp_path / "ready"
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_publish_slowly, args=(settings.var, base, str(ready)))
    process.start()
    deadline = time.monotonic() + 60
    while not ready.exists():
        assert time.monotonic() < deadline
        assert process.is_alive()
        time.sleep(0.02)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    assert current(settings.var) == before
    verify(before)
    with publisher(settings.var, patience=1):
        name = go_live(prepare(base, settings, "hoa", ""), settings)
    assert current(settings.var).name == name
    assert json.loads((current(settings.var) / "manifest.json").read_text())["who"] == "hoa"
