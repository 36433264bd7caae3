"""Snapshots: immutable folders with everything that an answer may say, and the pointer to the current one.

    var/snapshots/<UTC time>-<hash>/   manifest.json, guides.jsonl, centres.jsonl, rules/, units/, search/ ...
    var/snapshots/current              a one-line text file with the name of the snapshot in use

A folder is written under a temporary name and renamed when complete, so that a half-written one is never seen.
"""

import hashlib
import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from knowledge.guide import Guide

MANIFEST = "manifest.json"
POINTER = "current"
FORMAT = 1
_UNFINISHED = ".building-"

T = TypeVar("T")


class SnapshotError(Exception):
    """A snapshot that cannot be used; the message names the folder and the file."""


@dataclass(frozen=True)
class Manifest:
    """What a snapshot says about itself. `files` maps relative paths to SHA-256 in hex."""

    name: str
    created_at: str
    who: str
    why: str
    inputs: str
    counts: dict[str, int]
    embedder: dict[str, Any]
    files: dict[str, str]
    format: int = FORMAT

    def dump(self) -> str:
        """Return the manifest as JSON text."""
        return json.dumps(self.__dict__, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read the manifest of `folder`. Raises SnapshotError naming the file."""
        path = folder / MANIFEST
        try:
            manifest = cls(**json.loads(path.read_text("utf-8")))
            if manifest.format != FORMAT:
                raise SnapshotError(f"{path}: format {manifest.format}, this program reads {FORMAT}")
            if not all(isinstance(part, dict) for part in (manifest.files, manifest.counts, manifest.embedder)):
                raise SnapshotError(f"{path}: files, counts and embedder must be maps")
            return manifest
        except FileNotFoundError as error:
            raise SnapshotError(f"{path}: no manifest, so this folder is no snapshot") from error
        except (OSError, ValueError, TypeError) as error:
            raise SnapshotError(f"{path}: not a readable manifest ({error})") from error


@dataclass(frozen=True)
class Snapshot:
    """One loaded snapshot. `guides` is keyed by code; `old_codes` leads from a replaced code to today's."""

    folder: Path
    manifest: Manifest
    guides: dict[str, Guide]
    old_codes: dict[str, str]
    #: Provincial variants of one procedure: each group maps a two-digit province code to a procedure code;
    #: the key "" is the national record, where there is one.
    variants: tuple[dict[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The snapshot's name, which answers and turn events carry."""
        return self.manifest.name

    def guide(self, code: str) -> Guide | None:
        """Return the guide of `code`, which may be a replaced one."""
        return self.guides.get(code) or self.guides.get(self.old_codes.get(code, ""))

    @classmethod
    def load(cls, folder: Path) -> "Snapshot":
        """Read and verify `folder`. Raises SnapshotError naming the damaged, missing or foreign file."""
        manifest = verify(folder)
        guides: dict[str, Guide] = {}
        path = folder / "guides.jsonl"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                guide = Guide.model_validate_json(line)
            except ValueError as error:
                raise SnapshotError(f"{path}, line {number}: {error}") from error
            guides[guide.code] = guide
        old_codes = {old: guide.code for guide in guides.values() for old in guide.old_codes if old not in guides}
        variants_file = folder / "variants.json"
        variants = json.loads(variants_file.read_text("utf-8")) if variants_file.exists() else []
        return cls(folder, manifest, guides, old_codes, tuple(variants))


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def verify(folder: Path) -> Manifest:
    """Check every file of `folder` against its manifest. Raises SnapshotError naming the first that differs."""
    manifest = Manifest.read(folder)
    for relative, expected in manifest.files.items():
        path = folder / relative
        if not path.is_file():
            raise SnapshotError(f"{path}: named in the manifest but missing")
        if file_hash(path) != expected:
            raise SnapshotError(f"{path}: differs from the manifest, so the snapshot is damaged")
    strangers = set(_files(folder)) - set(manifest.files)
    if strangers:
        raise SnapshotError(f"{folder / sorted(strangers)[0]}: not in the manifest, so the snapshot was changed")
    return manifest


def _files(folder: Path) -> list[str]:
    inside = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in inside if path != MANIFEST)


@dataclass
class Draft:
    """A snapshot being written: put files into `folder`, then fill in the rest."""

    folder: Path
    who: str = ""
    why: str = ""
    inputs: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    embedder: dict[str, Any] = field(default_factory=dict)
    target: Path | None = None


@contextmanager
def writing(parent: Path, out: Path | None = None) -> Iterator[Draft]:
    """Give a Draft whose folder becomes a snapshot when the block ends well, and vanishes when it does not.

    Without `out` the snapshot is named after time and content, inside `parent`; with it, it takes that very
    path, in the place of an older snapshot or an empty folder. `draft.target` holds the final path afterwards.
    """
    parent.mkdir(parents=True, exist_ok=True)
    sweep(parent)
    if out is not None and out.exists() and not (out / MANIFEST).exists() and (not out.is_dir() or any(out.iterdir())):
        raise SnapshotError(f"{out}: exists and is no snapshot; choose another folder")
    draft = Draft(parent / f"{_UNFINISHED}{os.getpid()}-{threading.get_ident()}")
    draft.folder.mkdir()
    try:
        yield draft
        draft.target = _finish(draft, parent, out)
    finally:
        shutil.rmtree(draft.folder, ignore_errors=True)


def _finish(draft: Draft, parent: Path, out: Path | None) -> Path:
    files = {relative: file_hash(draft.folder / relative) for relative in _files(draft.folder)}
    digest = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:10]
    stamp = datetime.now(UTC)
    name = out.name if out is not None else f"{stamp:%Y%m%dT%H%M%SZ}-{digest}"
    manifest = Manifest(
        name,
        stamp.isoformat(timespec="seconds"),
        draft.who,
        draft.why,
        draft.inputs,
        draft.counts,
        draft.embedder,
        files,
    )
    (draft.folder / MANIFEST).write_text(manifest.dump(), "utf-8")
    for path in [*draft.folder.rglob("*")]:
        if path.is_file():
            _flush(path)
    target = out if out is not None else parent / name
    older = parent / f"{_UNFINISHED}{os.getpid()}-old"
    if target.exists():
        target.rename(older)
    draft.folder.rename(target)
    shutil.rmtree(older, ignore_errors=True)
    _flush(parent)
    return target


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(parent: Path) -> None:
    """Remove what builds left in `parent` when they were killed: folders of processes that are gone."""
    for leftover in parent.glob(f"{_UNFINISHED}*"):
        pid = leftover.name.removeprefix(_UNFINISHED).split("-")[0]
        if not (pid.isdigit() and _alive(int(pid))):
            shutil.rmtree(leftover, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def snapshots_folder(var: Path) -> Path:
    """Return the folder that holds the snapshots."""
    return var / "snapshots"


def names(var: Path) -> list[str]:
    """Return the names of the complete snapshots, oldest first."""
    return sorted(
        path.parent.name for path in snapshots_folder(var).glob(f"*/{MANIFEST}") if path.parent.name[0] != "."
    )


def current(var: Path) -> Path:
    """Return the folder of the current snapshot. Raises SnapshotError when none is active."""
    pointer = snapshots_folder(var) / POINTER
    try:
        name = pointer.read_text("utf-8").strip()
    except FileNotFoundError as error:
        raise SnapshotError(f"{pointer}: no snapshot is active; run `python -m knowledge build --activate`") from error
    if not name or "/" in name or name.startswith("."):
        raise SnapshotError(f"{pointer}: {name!r} is not a snapshot's name")
    return snapshots_folder(var) / name


def activate(var: Path, name: str) -> Path:
    """Verify the snapshot `name` and point `current` at it in one step. Raises SnapshotError and changes nothing."""
    folder = snapshots_folder(var) / name
    if name not in names(var):
        raise SnapshotError(f"{folder}: no such snapshot; known: {', '.join(names(var)) or 'none'}")
    verify(folder)
    pointer = snapshots_folder(var) / POINTER
    fresh = pointer.with_name(f".{POINTER}-{os.getpid()}")
    try:
        fresh.write_text(name + "\n", "utf-8")
        _flush(fresh)
        os.replace(fresh, pointer)
    finally:
        fresh.unlink(missing_ok=True)
    return folder


def prune(var: Path, keep: int) -> list[str]:
    """Remove the oldest snapshots beyond `keep`, never the current one; return the removed names."""
    try:
        active = current(var).name
    except SnapshotError:
        active = ""
    spare = [name for name in names(var) if name != active]
    removed = spare[: max(0, len(spare) + bool(active) - keep)]
    for name in removed:
        shutil.rmtree(snapshots_folder(var) / name, ignore_errors=True)
    return removed


class SnapshotReader(Generic[T]):
    """Follows `current`: `get()` always returns a whole loaded snapshot, the old one until a new one is ready.

    `load` turns a folder into whatever the reader's owner works with; it runs in a thread of its own after the
    first time, so that no request waits. A folder that fails to load is reported in `problem` and not tried again.
    """

    def __init__(self, var: Path, load: Callable[[Path], T], poll_seconds: float = 1.0) -> None:
        self._var, self._load, self._poll = var, load, poll_seconds
        self._lock = threading.Lock()
        self._value: T | None = None
        self._folder: Path | None = None
        self._refused: Path | None = None
        self._looked = float("-inf")
        self._loading: threading.Thread | None = None
        self.problem: str | None = None

    def get(self) -> T:
        """Return the loaded snapshot. Raises SnapshotError only when none was ever loaded."""
        if self._value is None:
            with self._lock:
                if self._value is None:
                    folder = current(self._var)
                    self._value = self._load(folder)
                    self._folder, self._looked, self.problem = folder, time.monotonic(), None
        elif time.monotonic() - self._looked >= self._poll:
            self._look()
        return self._value

    def wait(self, seconds: float = 60.0) -> None:
        """Wait for a load that is under way, at most `seconds`."""
        thread = self._loading
        if thread is not None:
            thread.join(seconds)

    def _look(self) -> None:
        with self._lock:
            self._looked = time.monotonic()
            if self._loading is not None and self._loading.is_alive():
                return
            try:
                folder = current(self._var)
            except SnapshotError as error:
                self.problem = str(error)
                return
            if folder == self._folder:
                self._refused = self.problem = None
                return
            if folder == self._refused:
                return
            self._loading = threading.Thread(target=self._swap, args=(folder,), name="snapshot-loader", daemon=True)
            self._loading.start()

    def _swap(self, folder: Path) -> None:
        try:
            value = self._load(folder)
        except Exception as error:  # whatever is wrong with the new one, the old one keeps answering
            self._refused, self.problem = folder, f"{folder}: {error}"
        else:
            self._value, self._folder, self._refused, self.problem = value, folder, None, None
