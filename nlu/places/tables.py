"""The tables of administrative units: rows, reading, writing. What must hold among them is in checks.py.

Every table is a CSV file with a header, UTF-8, sorted, one unit a row. Dates are ISO days; `valid_to` is the last day
and empty while the unit is in force. Lists in a cell are separated by one space, the usual choice first.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

from nlu.places.errors import UnitsError


class ProvinceRow(NamedTuple):
    """One of the 34 provinces: official 2-digit code, name without its type ("Hà Nội"), type ("thành phố")."""

    code: str
    name: str
    type: str
    valid_from: str
    valid_to: str
    source: str


class WardRow(NamedTuple):
    """A ward, commune or special zone since July 2025: 5-digit code, name without its type, type, province code."""

    code: str
    name: str
    type: str
    province: str
    valid_from: str
    valid_to: str
    source: str


class FormerProvinceRow(NamedTuple):
    """One of the 63 former provinces, with the code of today's province that took it in."""

    code: str
    name: str
    type: str
    province: str
    valid_from: str
    valid_to: str
    source: str


class FormerDistrictRow(NamedTuple):
    """A former district: 3-digit code, former province, and the ward that followed a district without wards."""

    code: str
    name: str
    type: str
    province: str
    ward: str
    valid_from: str
    valid_to: str
    source: str


class FormerWardRow(NamedTuple):
    """A former ward: 5-digit code, former district, the usual successor and, where it was split, the others."""

    code: str
    name: str
    type: str
    district: str
    successor: str
    others: str
    valid_from: str
    valid_to: str
    source: str


class OlderDistrictRow(NamedTuple):
    """A district that had ended, or had another name, before July 2025, with the former wards that lay in it."""

    name: str
    type: str
    province: str
    wards: str
    valid_to: str
    source: str


class OlderWardRow(NamedTuple):
    """A ward that had ended before July 2025, with its former district and the former wards that took it in."""

    name: str
    type: str
    district: str
    wards: str
    valid_to: str
    source: str


class AliasRow(NamedTuple):
    """A short or popular name: `level` is province, former_province or former_district; `codes` what it may mean;
    `use` is "alone", "unit" (only after a word such as quận) or "beside" (only beside another place).
    """

    level: str
    alias: str
    codes: str
    use: str


class ChangeRow(NamedTuple):
    """A later change: from `date` the unit `old` is (part of) `new`; `usual` is "1" for the usual one of a split."""

    date: str
    old: str
    new: str
    usual: str
    name: str
    type: str
    province: str
    source: str


class SourceRow(NamedTuple):
    """Where rows come from: the id that the column `source` names."""

    id: str
    package: str
    version: str
    sha256: str
    licence: str
    what: str


def by_code(row: ProvinceRow | WardRow) -> tuple[str, str]:
    """The order of tables in which one code may have rows of several spans of time."""
    return row.code, row.valid_from


@dataclass(frozen=True)
class Tables:
    """All tables of units, each a sorted list of rows."""

    provinces: list[ProvinceRow] = field(default_factory=list)
    wards: list[WardRow] = field(default_factory=list)
    former_provinces: list[FormerProvinceRow] = field(default_factory=list)
    former_districts: list[FormerDistrictRow] = field(default_factory=list)
    former_wards: list[FormerWardRow] = field(default_factory=list)
    older_districts: list[OlderDistrictRow] = field(default_factory=list)
    older_wards: list[OlderWardRow] = field(default_factory=list)
    aliases: list[AliasRow] = field(default_factory=list)
    changes: list[ChangeRow] = field(default_factory=list)
    sources: list[SourceRow] = field(default_factory=list)


ROWS: dict[str, Any] = {
    "provinces": ProvinceRow,
    "wards": WardRow,
    "former_provinces": FormerProvinceRow,
    "former_districts": FormerDistrictRow,
    "former_wards": FormerWardRow,
    "older_districts": OlderDistrictRow,
    "older_wards": OlderWardRow,
    "aliases": AliasRow,
    "changes": ChangeRow,
    "sources": SourceRow,
}
COUNTS = "counts.csv"


def read_tables(folder: Path) -> Tables:
    """Return the tables in `folder`. Raises UnitsError for a missing file, column, cell or row."""
    tables = Tables(**{name: read_rows(folder / f"{name}.csv", ROWS[name]) for name in ROWS})
    for line, (name, rows) in enumerate(_cells(folder / COUNTS, ["table", "rows"]), start=2):
        if name not in ROWS:
            raise UnitsError(COUNTS, line, f"không có bảng {name!r}")
        found = len(getattr(tables, name))
        if str(found) != rows:
            raise UnitsError(
                f"{name}.csv", 0, f"có {found} dòng, {COUNTS} dòng {line} ghi {rows}: bảng thừa hoặc thiếu dòng"
            )
    return tables


def read_rows(path: Path, kind: Any) -> list[Any]:
    """Return the rows of one table as tuples of `kind`."""
    return [kind._make(cells) for cells in _cells(path, list(kind._fields))]


def write_tables(tables: Tables, folder: Path) -> None:
    """Write every table and the count of its rows; the same tables give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in fields(tables):
        _write(folder / f"{table.name}.csv", ROWS[table.name]._fields, getattr(tables, table.name))
    _write(folder / COUNTS, ("table", "rows"), [(t.name, str(len(getattr(tables, t.name)))) for t in fields(tables)])


def _cells(path: Path, columns: list[str]) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            lines = list(csv.reader(stream))
    except (OSError, UnicodeDecodeError) as error:
        raise UnitsError(path.name, 0, f"không đọc được ({error})") from error
    if not lines or lines[0] != columns:
        raise UnitsError(path.name, 1, f"cần các cột {','.join(columns)}")
    for number, cells in enumerate(lines[1:], start=2):
        if len(cells) != len(columns):
            raise UnitsError(path.name, number, f"có {len(cells)} ô, cần {len(columns)}")
    return lines[1:]


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
