"""Later changes of units: rows with a date, replayed on the tables."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from nlu.places.errors import UnitsError
from nlu.places.tables import ChangeRow, Tables, WardRow, by_code


def apply_changes(tables: Tables, rows: Iterable[ChangeRow]) -> Tables:
    """Return `tables` with `rows` replayed, in order of date.

    From its date on, the unit `old` of a row is no more, unless a row of that day gives it to itself, and `new` stands
    with the name, type and province of the row. Raises UnitsError when `old` is not in force on that day.
    """
    wards = {(row.code, row.valid_from): row for row in tables.wards}
    ordered = sorted(rows)
    for number, row in enumerate(ordered, start=2):
        day = _day(row.date, number)
        current = _in_force(wards.values(), row.old, day)
        known = any(other.date == row.date and other.old == row.old for other in ordered[: number - 2])
        if current is None and not known:
            raise UnitsError("changes.csv", number, f"{row.old} không phải đơn vị đang có ngày {row.date}")
        if current is not None and row.old != row.new and not _stays(ordered, row):
            wards[current.code, current.valid_from] = current._replace(valid_to=str(day - timedelta(days=1)))
        _found(wards, row, day)
    return replace(tables, wards=sorted(wards.values(), key=by_code), changes=sorted({*tables.changes, *ordered}))


def _found(wards: dict[tuple[str, str], WardRow], row: ChangeRow, day: date) -> None:
    """Let the unit `row.new` stand from `day`; what had its code with another name, type or province ends."""
    new = WardRow(row.new, row.name, row.type, row.province, row.date, "", row.source)
    standing = _in_force(wards.values(), row.new, day)
    if standing is not None:
        if standing[1:4] == new[1:4]:
            return
        if standing.valid_from == row.date:
            raise UnitsError("changes.csv", 0, f"{row.new} có hai tên hoặc hai loại ngày {row.date}")
        wards[standing.code, standing.valid_from] = standing._replace(valid_to=str(day - timedelta(days=1)))
    wards[new.code, new.valid_from] = new


def _stays(rows: Iterable[ChangeRow], row: ChangeRow) -> bool:
    return any(other.date == row.date and other.old == other.new == row.old for other in rows)


def _in_force(rows: Iterable[WardRow], code: str, day: date) -> WardRow | None:
    at = str(day)
    return next(
        (r for r in rows if r.code == code and r.valid_from <= at and (not r.valid_to or r.valid_to >= at)), None
    )


def _day(text: str, number: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnitsError("changes.csv", number, f"ngày {text!r} không phải ngày dạng 2027-01-01") from error
