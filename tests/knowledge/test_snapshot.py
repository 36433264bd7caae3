"""Snapshots: whole or not at all, and swapped without a gap."""

import json
import os
import threading
from pathlib import Path

import pytest

from knowledge.guide import Guide
from knowledge.snapshot import (
    Manifest,
    Snapshot,
    SnapshotError,
    SnapshotReader,
    activate,
    current,
    names,
    prune,
    snapshots_folder,
    sweep,
    verify,
    writing,
)
from tests.knowledge.samples import guide


def make(var: Path, *guides: Guide, out: Path | None = None) -> Path:
    """Write a small snapshot and return its folder."""
    with writing(snapshots_folder(var), out) as draft:
        rows = "".join(one.model_dump_json(exclude_defaults=True) + "\n" for one in guides or (guide(),))
        (draft.folder / "guides.jsonl").write_text(rows, "utf-8")
        (draft.folder / "rules").mkdir()
        (draft.folder / "rules" / "a.yml").write_text("x: 1\n", "utf-8")
        draft.counts["guides"] = len(guides) or 1
    assert draft.target is not None
    return draft.target


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """A snapshot gives its guides by code, by replaced code, and its own name."""
    folder = make(tmp_path, guide(code="1.000002", old_codes=("1.000001",)))
    snapshot = Snapshot.load(folder)
    assert snapshot.name == folder.name
    assert set(snapshot.guides) == {"1.000002"}
    assert snapshot.old_codes == {"1.000001": "1.000002"}
    assert snapshot.guide("1.000001") == snapshot.guides["1.000002"]
    assert snapshot.guide("9.999999") is None


@pytest.mark.parametrize("relative", ["guides.jsonl", "rules/a.yml"])
def test_a_changed_byte_is_found_and_named(tmp_path: Path, relative: str) -> None:
    """A file that differs from the manifest by one byte is refused by name."""
    folder = make(tmp_path)
    path = folder / relative
    data = bytearray(path.read_bytes())
    data[0] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(SnapshotError, match=rf"{path.name}.*damaged"):
        Snapshot.load(folder)


def test_missing_and_foreign_files_are_named(tmp_path: Path) -> None:
    """A file too few or too many is refused by name."""
    folder = make(tmp_path)
    (folder / "extra.txt").write_text("?", "utf-8")
    with pytest.raises(SnapshotError, match=r"extra\.txt"):
        verify(folder)
    (folder / "extra.txt").unlink()
    (folder / "rules" / "a.yml").unlink()
    with pytest.raises(SnapshotError, match=r"a\.yml.*missing"):
        verify(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"name": 1}'])
def test_a_bad_manifest_is_named(tmp_path: Path, text: str) -> None:
    """A manifest that cannot be read is an error that names it."""
    folder = make(tmp_path)
    (folder / "manifest.json").write_text(text, "utf-8")
    with pytest.raises(SnapshotError, match=r"manifest\.json"):
        Manifest.read(folder)


def test_another_format_is_refused(tmp_path: Path) -> None:
    """A snapshot of a later format is not read by guesswork."""
    folder = make(tmp_path)
    row = json.loads((folder / "manifest.json").read_text("utf-8")) | {"format": 99}
    (folder / "manifest.json").write_text(json.dumps(row), "utf-8")
    with pytest.raises(SnapshotError, match="format 99"):
        verify(folder)


def test_a_failed_build_leaves_nothing(tmp_path: Path) -> None:
    """When writing fails half-way (a full disk, say), neither a snapshot nor a half of one is left."""

    def fill_the_disk() -> None:
        with writing(tmp_path) as draft:
            (draft.folder / "guides.jsonl").write_text("half", "utf-8")
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        fill_the_disk()
    assert list(tmp_path.iterdir()) == []


def test_leftovers_of_killed_builds_are_swept(tmp_path: Path) -> None:
    """The folder of a process that is gone is removed; that of a living one stays."""
    dead, alive = tmp_path / ".building-999999999-1", tmp_path / f".building-{os.getpid()}-1"
    dead.mkdir()
    alive.mkdir()
    sweep(tmp_path)
    assert not dead.exists()
    assert alive.exists()


def test_out_replaces_a_snapshot_but_nothing_else(tmp_path: Path) -> None:
    """A given folder is replaced when it is a snapshot, refused when it holds something else."""
    out = tmp_path / "mine"
    make(tmp_path, guide(), out=out)
    make(tmp_path, guide(code="1.000005"), out=out)
    assert set(Snapshot.load(out).guides) == {"1.000005"}
    other = tmp_path / "precious"
    other.mkdir()
    (other / "letter.txt").write_text("keep", "utf-8")
    with pytest.raises(SnapshotError, match="is no snapshot"):
        make(tmp_path, guide(), out=other)
    assert (other / "letter.txt").read_text("utf-8") == "keep"


def test_current_follows_activate_and_rollback(tmp_path: Path) -> None:
    """`current` is a small file that is pointed at one snapshot or another."""
    first, second = make(tmp_path, guide()), make(tmp_path, guide(code="1.000005"))
    with pytest.raises(SnapshotError, match="no snapshot is active"):
        current(tmp_path)
    for folder in (first, second, first):
        activate(tmp_path, folder.name)
        assert current(tmp_path) == folder
    assert set(names(tmp_path)) == {first.name, second.name}


def test_a_damaged_snapshot_is_not_activated(tmp_path: Path) -> None:
    """Activation verifies first; the pointer stays where it was."""
    good, bad = make(tmp_path, guide()), make(tmp_path, guide(code="1.000005"))
    activate(tmp_path, good.name)
    (bad / "guides.jsonl").write_text("", "utf-8")
    with pytest.raises(SnapshotError, match=r"guides\.jsonl"):
        activate(tmp_path, bad.name)
    assert current(tmp_path) == good


@pytest.mark.parametrize("name", ["../evil", ".hidden", ""])
def test_the_pointer_names_a_snapshot_only(tmp_path: Path, name: str) -> None:
    """A pointer that leads out of the folder is refused."""
    snapshots_folder(tmp_path).mkdir()
    (snapshots_folder(tmp_path) / "current").write_text(name, "utf-8")
    with pytest.raises(SnapshotError, match="not a snapshot's name"):
        current(tmp_path)


def test_prune_keeps_the_active_one(tmp_path: Path) -> None:
    """The oldest go first, the active one never."""
    folders = sorted(make(tmp_path, guide(code=f"1.00000{n}")) for n in range(4))
    activate(tmp_path, folders[0].name)
    prune(tmp_path, 2)
    assert names(tmp_path) == [folders[0].name, folders[3].name]


def test_reader_swaps_and_keeps_answering(tmp_path: Path) -> None:
    """The reader gives the old snapshot until the new one is loaded, then the new one."""
    first, second = make(tmp_path, guide()), make(tmp_path, guide(code="1.000005"))
    activate(tmp_path, first.name)
    may_load = threading.Event()
    may_load.set()

    def load(folder: Path) -> str:
        assert may_load.wait(10)
        return folder.name

    reader = SnapshotReader(tmp_path, load, poll_seconds=0)
    assert reader.get() == first.name
    may_load.clear()
    activate(tmp_path, second.name)
    assert [reader.get() for _ in range(5)] == [first.name] * 5
    may_load.set()
    reader.wait()
    assert reader.get() == second.name
    assert reader.problem is None


def test_reader_stays_on_the_old_one_when_the_new_is_damaged(tmp_path: Path) -> None:
    """A snapshot that fails to load is reported, and the old one keeps answering."""
    first, second = make(tmp_path, guide()), make(tmp_path, guide(code="1.000005"))
    activate(tmp_path, first.name)
    reader = SnapshotReader(tmp_path, Snapshot.load, poll_seconds=0)
    assert reader.get().name == first.name
    activate(tmp_path, second.name)
    (second / "guides.jsonl").write_text("x", "utf-8")
    reader.get()
    reader.wait()
    assert reader.get().name == first.name
    assert "guides.jsonl" in (reader.problem or "")
    activate(tmp_path, first.name)
    reader.get()
    assert reader.problem is None


def test_reader_without_any_snapshot_says_so(tmp_path: Path) -> None:
    """Only before the first load does the reader fail, naming what to run."""
    with pytest.raises(SnapshotError, match="build --activate"):
        SnapshotReader(tmp_path, Snapshot.load).get()
