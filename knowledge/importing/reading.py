"""Finding official records: .jsonl, .jsonl.gz, .json files, or folders of them, as the portal's API gives them."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ENDINGS = (".jsonl", ".jsonl.gz", ".json", ".json.gz")


@dataclass(frozen=True)
class Raw:
    """One record as found, and where: "file, line 3"."""

    place: str
    record: dict[str, Any]


@dataclass(frozen=True)
class Damage:
    """A place that cannot be read, and why. The rest of the source is read all the same."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


def read_records(source: Path) -> Iterator[Raw | Damage]:
    """Yield the records of a file, or of every record file below a folder in the order of their names.

    Raises FileNotFoundError when `source` is not there; whatever is wrong inside comes as Damage.
    """
    if source.is_dir():
        files = sorted(path for path in source.rglob("*") if path.is_file() and path.name.endswith(_ENDINGS))
        if not files:
            yield Damage(str(source), f"no file ending in {', '.join(_ENDINGS)}")
        for path in files:
            yield from _file(path)
    elif source.exists():
        yield from _file(source)
    else:
        raise FileNotFoundError(f"{source}: no such file or folder")


def _file(path: Path) -> Iterator[Raw | Damage]:
    reader = _lines if path.name.endswith((".jsonl", ".jsonl.gz")) else _whole
    try:
        yield from reader(path)
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        yield Damage(str(path), f"cannot be read to its end ({error})")


def _lines(path: Path) -> Iterator[Raw | Damage]:
    with _open(path) as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield _parsed(f"{path}, line {number}", line)


def _whole(path: Path) -> Iterator[Raw | Damage]:
    with _open(path) as stream:
        text = stream.read()
    try:
        content = json.loads(text)
    except ValueError as error:
        yield Damage(str(path), f"not JSON ({error})")
        return
    if isinstance(content, dict) and isinstance(content.get("data"), dict | list):
        content = content["data"]
    if not isinstance(content, list):
        yield _checked(str(path), content)
        return
    for number, record in enumerate(content, 1):
        yield _checked(f"{path}, record {number}", record)


def _open(path: Path) -> Any:
    opener: Any = gzip.open if path.name.endswith(".gz") else open
    return opener(path, "rt", encoding="utf-8")


def _parsed(place: str, text: str | bytes) -> Raw | Damage:
    try:
        return _checked(place, json.loads(text))
    except ValueError as error:
        return Damage(place, f"not JSON ({error})")


def _checked(place: str, record: Any) -> Raw | Damage:
    return Raw(place, record) if isinstance(record, dict) else Damage(place, "not a JSON object")
