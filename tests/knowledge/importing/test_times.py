"""Times."""

from typing import Any

import pytest

from knowledge.importing.times import read_time
from tests.knowledge.importing.records import method


def time(**fields: Any) -> Any:
    """Return the time of a method."""
    return read_time(method(**fields), "direct")[0]


@pytest.mark.parametrize(
    ("unit", "read", "quantity"),
    [
        ("WORKING_DAY", "working_day", 3),
        ("DAY", "day", 3),
        ("HOUR", "hour", 3),
        ("MONTH", "month", 3),
        ("YEAR", "month", 36),
    ],
)
def test_units(unit: str, read: str, quantity: float) -> None:
    """Each unit that counts is kept; a year is twelve months."""
    found = time(processingTimeUnit=unit)
    assert (found.unit, found.quantity, found.certainty) == (read, quantity, "stated")


@pytest.mark.parametrize("unit", ["OTHER", None, "", "FORTNIGHT"])
def test_other_is_not_a_day(unit: str | None) -> None:
    """A unit that is none leaves the time unknown, with a remark."""
    read, remarks = read_time(method(processingTimeUnit=unit), "online")
    assert (read.unit, read.quantity, read.certainty) == ("unknown", None, "unknown")
    assert remarks


@pytest.mark.parametrize("value", [0, None, "-", "Không quy định", True, -1, 10**9])
def test_odd_quantities_are_unknown(value: Any) -> None:
    """A time of nothing is unknown, never zero."""
    assert time(processingTime=value).unit == "unknown"


def test_numbers_as_text() -> None:
    """A number in quotes counts."""
    assert time(processingTime=" 2,5 ").quantity == 2.5


def test_a_contradicted_number_is_only_likely() -> None:
    """When the description counts other days, the number is not stated as a fact."""
    assert time(description="Không quá 10 ngày làm việc").certainty == "likely"
    assert time(description="03 (ba) ngày làm việc kể từ ngày nhận đủ").certainty == "stated"
    assert time(description="Theo Nghị định ngày 15/3/2024").certainty == "stated"
