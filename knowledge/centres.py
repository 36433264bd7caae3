"""Offices with what is known of each: address, hours, telephone, quality. The kinds of offices are in offices.py.

What ships are headquarters of communes as a list of July 2025 gives them (content/centres/headquarters.csv). They are
not the centres that receive papers until staff confirm it, and an answer says so.
"""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import Field

from knowledge.guide import Model, Source
from knowledge.offices import Office
from nlu.text import fold

#: `confirmed` by staff; a list's address down to the `street`, or only to the `hamlet`.
Quality = Literal["confirmed", "street", "hamlet"]
HEADQUARTERS = "commune_committee"
COLUMNS = ("ward", "name", "address", "quality", "as_of")
_TITLE = "Danh sách trụ sở Ủy ban nhân dân cấp xã của 34 tỉnh, thành phố"


class Centre(Model):
    """One office: its kind (a key of centres/offices.yml), the ward or province it belongs to, and what is known.

    `point` is latitude and longitude, only where it is certain. Whatever is not known stays empty.
    """

    office: str
    unit: str = Field(pattern=r"^(\d{2}|\d{5})$")
    address: str = ""
    hours: str = ""
    phone: str = ""
    point: tuple[float, float] | None = None
    quality: Quality
    source: Source


class CentreError(ValueError):
    """A table of centres that cannot be used; the message names file and row."""


class Centres:
    """Centres by kind and unit."""

    def __init__(self, rows: Iterable[Centre] = ()) -> None:
        self._rows = {(row.office, row.unit): row for row in rows}

    def __len__(self) -> int:
        return len(self._rows)

    def find(self, office: str, unit: str | None) -> Centre | None:
        """Return the office of a kind in a unit, None when nothing is known of it."""
        return self._rows.get((office, unit)) if unit else None

    def headquarters(self, ward: str | None) -> Centre | None:
        """Return the seat of a ward's committee."""
        return self.find(HEADQUARTERS, ward)


class _Named(NamedTuple):
    line: int
    name: str
    centre: Centre


def read_headquarters(path: Path) -> list[Centre]:
    """Return the headquarters in the CSV file at `path`. Raises CentreError naming file and line."""
    return [row.centre for row in _headquarters(path)]


def _headquarters(path: Path) -> list[_Named]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            lines = list(csv.reader(stream))
    except (OSError, UnicodeDecodeError) as error:
        raise CentreError(f"{path}: {error}") from error
    if not lines or tuple(lines[0]) != COLUMNS:
        raise CentreError(f"{path}, dòng 1: cần các cột {','.join(COLUMNS)}")
    found = []
    for number, cells in enumerate(lines[1:], start=2):
        try:
            ward, name, address, quality, as_of = cells
            source = Source(title=_TITLE, read_on=date.fromisoformat(as_of))
            centre = Centre.model_validate(
                {"office": HEADQUARTERS, "unit": ward, "address": address, "quality": quality, "source": source}
            )
        except ValueError as error:
            raise CentreError(f"{path}, dòng {number}: {error}") from error
        if not address:
            raise CentreError(f"{path}, dòng {number}: thiếu địa chỉ")
        found.append(_Named(number, name, centre))
    return found


def check_headquarters(path: Path, wards: Mapping[str, str]) -> None:
    """Compare the file at `path` with the names of today's wards by code.

    Raises CentreError, naming the line, for a code that does not exist, a name that disagrees and a ward twice.
    """
    seen: dict[str, int] = {}
    for number, name, centre in _headquarters(path):
        if centre.unit not in wards:
            raise CentreError(f"{path}, dòng {number}: không có xã, phường {centre.unit}")
        if _key(wards[centre.unit]) != _key(name):
            raise CentreError(f"{path}, dòng {number}: {centre.unit} là {wards[centre.unit]}, không phải {name}")
        if centre.unit in seen:
            raise CentreError(f"{path}, dòng {number}: {centre.unit} trùng dòng {seen[centre.unit]}")
        seen[centre.unit] = number


def _key(name: str) -> str:
    return fold(name).replace("’", "'")


def read_centres(path: Path, offices: Mapping[str, Office]) -> Centres:
    """Return the centres of a snapshot's centres.jsonl. Raises CentreError naming the line.

    A kind that is not in the table of offices, or a unit of another level than the kind's, is refused.
    """
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            row = Centre.model_validate_json(line)
        except ValueError as error:
            raise CentreError(f"{path}, dòng {number}: {error}") from error
        if problem := office_problem(row.office, row.unit, offices):
            raise CentreError(f"{path}, dòng {number}: {problem}")
        rows.append(row)
    return Centres(rows)


def write_centres(path: Path, rows: Iterable[Centre]) -> int:
    """Write centres as JSON lines and return how many."""
    lines = [row.model_dump_json(exclude_defaults=True) for row in rows]
    path.write_text("".join(line + "\n" for line in lines), "utf-8")
    return len(lines)


def office_problem(office: str, unit: str, offices: Mapping[str, Office]) -> str:
    """Return what is wrong with an office of kind `office` in `unit`, "" when nothing is."""
    kind = offices.get(office)
    if kind is None:
        return f"không có loại cơ quan {office!r} trong bảng cơ quan"
    if kind.territory == "commune" and len(unit) != 5:
        return f"{kind.name} thuộc cấp xã, mã {unit} không phải mã xã, phường"
    return ""
