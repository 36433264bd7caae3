"""Today's units: look-up by code, and what became of a code since."""

from dataclasses import dataclass
from datetime import date

from nlu.places.tables import ChangeRow, Tables


@dataclass(frozen=True)
class Ward:
    """A ward, commune or special zone of today: `name` in full ("Phường Cầu Giấy"), `short` without its type."""

    code: str
    name: str
    type: str
    province: str
    short: str


@dataclass(frozen=True)
class Province:
    """A province of today: `name` in full ("Thành phố Hà Nội"), `short` without its type."""

    code: str
    name: str
    type: str
    short: str


class Units:
    """The units in force on one day."""

    def __init__(self, tables: Tables, at: date) -> None:
        """Read the rows of `tables` that are in force on day `at`."""
        day = str(at)
        self._wards = {
            row.code: Ward(row.code, f"{_capital(row.type)} {row.name}", row.type, row.province, row.name)
            for row in tables.wards
            if row.valid_from <= day and (not row.valid_to or row.valid_to >= day)
        }
        self._provinces = {
            row.code: Province(row.code, f"{_capital(row.type)} {row.name}", row.type, row.name)
            for row in tables.provinces
            if row.valid_from <= day and (not row.valid_to or row.valid_to >= day)
        }
        self._of: dict[str, list[str]] = {code: [] for code in self._provinces}
        for ward in self._wards.values():
            self._of[ward.province].append(ward.code)
        self._changes: dict[str, list[ChangeRow]] = {}
        for change in tables.changes:
            if change.date <= day:
                self._changes.setdefault(change.old, []).append(change)

    @property
    def wards(self) -> dict[str, Ward]:
        """Every ward of today by code."""
        return self._wards

    @property
    def provinces(self) -> dict[str, Province]:
        """Every province of today by code."""
        return self._provinces

    def ward(self, code: str) -> Ward:
        """Return the ward of today with `code`. Raises KeyError when there is none."""
        return self._wards[code]

    def province(self, code: str) -> Province:
        """Return the province of today with `code`. Raises KeyError when there is none."""
        return self._provinces[code]

    def wards_of(self, province: str) -> tuple[str, ...]:
        """Return the codes of a province's wards, in order. Raises KeyError when there is no such province."""
        return tuple(self._of[province])

    def current(self, code: str) -> tuple[str, ...]:
        """Return the wards of today that a ward since July 2025 is or became, the usual one first."""
        found: list[str] = []
        waiting = [code]
        seen = set()
        while waiting:
            here = waiting.pop(0)
            if here in seen:
                continue
            seen.add(here)
            if here in self._wards:
                found.append(here)
                continue
            parts = sorted(self._changes.get(here, []), key=lambda row: (row.usual != "1", row.new))
            waiting += [row.new for row in parts]
        return tuple(found)


def _capital(kind: str) -> str:
    return kind[:1].upper() + kind[1:]
