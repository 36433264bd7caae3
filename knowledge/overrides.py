"""Overrides: what a province or a commune publishes over the base: addresses, hours, telephones, fees, notices.

One override is one field in one place. A commune's wins over its province's, and both over the base; they are merged
when a question is answered, so that nothing is rebuilt. The lint serves whoever edits them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Literal, Protocol, Self

from pydantic import Field, model_validator

from knowledge.guide import Code, Fee, Model, Source
from knowledge.offices import Office, inline
from knowledge.tiers import provincial_portal, removed_tier

#: Fields of an office; the others are `fee`, `notice` and `scope`.
OfficeField = Literal["address", "hours", "phone", "home_service"]
OverrideField = Literal["address", "hours", "phone", "home_service", "fee", "notice", "scope"]
OFFICE_FIELDS: tuple[OfficeField, ...] = ("address", "hours", "phone", "home_service")
#: Warn this long before an override ends.
NOTICE = timedelta(days=60)
_LONGEST = 300


class Named(Protocol):
    """A unit of today with its name in full."""

    @property
    def name(self) -> str: ...


class NamedWard(Named, Protocol):
    """A ward of today with its province's code."""

    @property
    def province(self) -> str: ...


class UnitTable(Protocol):
    """The table of today's units; both raise KeyError for a code that does not exist."""

    def ward(self, code: str) -> NamedWard: ...

    def province(self, code: str) -> Named: ...


class Override(Model):
    """One field that a unit publishes.

    `unit` publishes it: a province (2 digits) or a commune (5). `office` is the kind of office spoken of, with `ward`
    where a province speaks of one commune's only. `code` is the procedure of a fee, or of a notice that is about one.
    `text` is the address, hours, telephone or notice; for home service it is whom to ask. `scope` is a province's word
    on whether any centre in it receives the procedure ("province") or only the competent commune's ("commune").
    """

    unit: str = Field(pattern=r"^(\d{2}|\d{5})$")
    field: OverrideField
    office: str = ""
    ward: str = Field(default="", pattern=r"^(\d{5})?$")
    code: Code | None = None
    text: str = ""
    home_service: Literal["yes", "ask", "no"] | None = None
    fees: tuple[Fee, ...] = ()
    scope: Literal["commune", "province"] | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    source: Source
    checked_by: str = ""
    checked_on: date | None = None

    @model_validator(mode="after")
    def _holds_what_its_field_needs(self) -> Self:
        if self.field == "scope":
            needed = bool(self.scope and self.code and len(self.unit) == 2)
            wrong = bool(self.office or self.text or self.home_service or self.fees)
        elif self.field == "fee":
            needed, wrong = bool(self.fees and self.code), bool(self.office or self.text or self.home_service)
        elif self.field == "notice":
            needed, wrong = bool(self.text), bool(self.office or self.fees or self.home_service)
        elif self.field == "home_service":
            needed, wrong = bool(self.office and self.home_service), bool(self.fees or self.code)
        else:
            needed, wrong = bool(self.office and self.text), bool(self.fees or self.code or self.home_service)
        if wrong or not needed or (self.scope and self.field != "scope"):
            raise ValueError(f"mục {self.field!r} thiếu hoặc thừa ô")
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError("ngày bắt đầu sau ngày kết thúc")
        return self

    @property
    def about(self) -> tuple[str, ...]:
        """What it is about: two overrides about the same thing at the same time contradict each other."""
        text = self.text if self.field == "notice" else ""
        return (self.unit, self.field, self.office, self.ward, self.code or "", text)

    def valid_on(self, day: date) -> bool:
        """Return whether it is in force on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class Fault(Model):
    """What is wrong with the override in row `row` (from 1), in a sentence for the person who mends it."""

    level: Literal["error", "warning"]
    row: int
    unit: str
    message: str


class OverrideError(ValueError):
    """Overrides that cannot be used; the message names file and row."""


class Overrides:
    """Overrides in force, by place."""

    def __init__(self, rows: Iterable[Override] = ()) -> None:
        self._of: dict[str, list[Override]] = {}
        for row in rows:
            self._of.setdefault(row.unit, []).append(row)

    def __len__(self) -> int:
        return sum(len(rows) for rows in self._of.values())

    def office(
        self, field: OfficeField, office: str, ward: str | None, province: str | None, day: date
    ) -> Override | None:
        """Return what is published on `field` of the office of a kind in `ward`.

        The commune's own word comes first, then the province's on that commune, then the province's on all.
        """
        return next(
            (
                row
                for row in self._rows(ward, province, day)
                if row.field == field and row.office == office and row.ward in ("", ward or "")
            ),
            None,
        )

    def fee(self, code: str, ward: str | None, province: str | None, day: date) -> Override | None:
        """Return the fee decision on the procedure `code` that holds in `ward` or its province."""
        return next((row for row in self._rows(ward, province, day) if row.field == "fee" and row.code == code), None)

    def scope(self, code: str, province: str | None, day: date) -> Literal["commune", "province"] | None:
        """Return how far the choice of centres goes for `code` in `province`, None where it has said nothing."""
        rows = self._rows(None, province, day)
        return next((row.scope for row in rows if row.field == "scope" and row.code == code), None)

    def notices(self, code: str, ward: str | None, province: str | None, day: date) -> tuple[Override, ...]:
        """Return the notices for a citizen of `ward` who asks about `code`, the commune's first."""
        rows = self._rows(ward, province, day)
        return tuple(row for row in rows if row.field == "notice" and row.code in (None, code))

    def _rows(self, ward: str | None, province: str | None, day: date) -> Iterator[Override]:
        """Yield what holds there, the most special first."""
        for unit in (ward, province):
            rows = self._of.get(unit, ()) if unit else ()
            yield from sorted((row for row in rows if row.valid_on(day)), key=lambda row: not row.ward)


def read_overrides(path: Path) -> list[Override]:
    """Return the overrides in a JSON lines file, none where there is no file. Raises OverrideError naming the row."""
    if not path.exists():
        return []
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            rows.append(Override.model_validate_json(line))
        except ValueError as error:
            raise OverrideError(f"{path}, dòng {number}: {error}") from error
    return rows


def write_overrides(path: Path, rows: Iterable[Override]) -> int:
    """Write overrides as JSON lines and return how many."""
    lines = [row.model_dump_json(exclude_defaults=True) for row in rows]
    path.write_text("".join(line + "\n" for line in lines), "utf-8")
    return len(lines)


def lint_overrides(
    rows: Iterable[Override],
    units: UnitTable,
    offices: Mapping[str, Office],
    codes: Collection[str],
    today: date,
) -> list[Fault]:
    """Return what is wrong with `rows`, in their order; `codes` are the procedures that exist."""
    numbered = list(enumerate(rows, start=1))
    faults = [fault for number, row in numbered for fault in _faults(number, row, units, offices, codes, today)]
    faults += _contradictions(numbered)
    return sorted(faults, key=lambda fault: fault.row)


def refuse_faults(faults: Iterable[Fault], where: Path) -> None:
    """Raise OverrideError with the first error among `faults`; warnings pass."""
    for fault in faults:
        if fault.level == "error":
            raise OverrideError(f"{where}, dòng {fault.row}: {fault.message}")


def _faults(
    number: int, row: Override, units: UnitTable, offices: Mapping[str, Office], codes: Collection[str], today: date
) -> Iterator[Fault]:
    def fault(message: str, level: Literal["error", "warning"] = "error") -> Fault:
        return Fault(level=level, row=number, unit=row.unit, message=message)

    yield from (fault(message) for message in _place_faults(row, units))
    if row.office and row.office not in offices:
        yield fault(f"Không có loại cơ quan «{row.office}» trong bảng cơ quan.")
    elif row.ward and offices[row.office].territory != "commune":
        yield fault(f"{offices[row.office].name} không phải cơ quan cấp xã nên không ghi mã xã.")
    if row.code and row.code not in codes:
        yield fault(f"Không có thủ tục {row.code}.")
    if any(fee.certainty != "stated" for fee in row.fees):
        yield fault("Mức phí công bố phải là điều chắc chắn.")
    if tier := removed_tier(row.text):
        yield fault(f"Nhắc cơ quan của cấp đã bỏ: «{tier}».")
    if host := provincial_portal(row.text):
        yield fault(f"«{host}» là cổng của tỉnh; nộp mạng ở Cổng Dịch vụ công quốc gia.")
    if len(row.text) > _LONGEST:
        yield fault(f"Dài {len(row.text)} ký tự, tối đa {_LONGEST}.")
    if row.valid_to and row.valid_to < today:
        yield fault(f"Đã hết hiệu lực ngày {row.valid_to:%d/%m/%Y}.", "warning")
    elif row.valid_to and row.valid_to - NOTICE <= today:
        yield fault(f"Hết hiệu lực ngày {row.valid_to:%d/%m/%Y}.", "warning")


def _place_faults(row: Override, units: UnitTable) -> Iterator[str]:
    """Yield what is wrong with where it holds: no such unit, or another unit's office."""
    try:
        publisher = (units.ward(row.unit) if len(row.unit) == 5 else units.province(row.unit)).name
    except KeyError:
        yield f"Không có đơn vị mã {row.unit} trong danh mục hiện nay."
        return
    if not row.ward:
        return
    try:
        ward = units.ward(row.ward)
    except KeyError:
        yield f"Không có xã, phường mã {row.ward} trong danh mục hiện nay."
        return
    if row.ward != row.unit and ward.province != row.unit:
        yield f"{publisher} không công bố được cho cơ quan của {inline(ward.name)}."


def _contradictions(rows: list[tuple[int, Override]]) -> Iterator[Fault]:
    by_about: dict[tuple[str, ...], list[tuple[int, Override]]] = {}
    for number, row in rows:
        by_about.setdefault(row.about, []).append((number, row))
    for same in by_about.values():
        for (first, one), (second, other) in combinations(same, 2):
            if _overlap(one, other):
                message = f"Trùng với dòng {first}: cùng nơi, cùng mục, cùng thời gian."
                yield Fault(level="error", row=second, unit=other.unit, message=message)


def _overlap(one: Override, other: Override) -> bool:
    start = max(one.valid_from or date.min, other.valid_from or date.min)
    return start <= min(one.valid_to or date.max, other.valid_to or date.max)
