"""Fee rows."""

from datetime import date
from typing import Any

import pytest

from knowledge.importing.fees import read_fee


def fee(**row: Any) -> Any:
    """Return the fee of a row."""
    return read_fee(row, "direct")[0]


def test_zero_is_not_free() -> None:
    """A 0 without the word "miễn" is unknown, and is remarked on."""
    read, remarks = read_fee({"value": 0, "description": ""}, "online")
    assert (read.kind, read.certainty, read.submission) == ("unknown", "unknown", "online")
    assert "not free" in remarks[0]


@pytest.mark.parametrize("text", ["Miễn phí", "Miễn lệ phí.", "Không thu phí", "Lệ phí: Không thu lệ phí"])
def test_free_needs_words(text: str) -> None:
    """Only a row that says so in words is free."""
    assert fee(value=0, description=text).kind == "free"


@pytest.mark.parametrize(
    "text", ["Không quy định", "Miễn lệ phí cho người thuộc hộ nghèo", "Theo quy định", "Chi tiết kèm theo"]
)
def test_half_said_is_unknown(text: str) -> None:
    """Words for some people only, or none that settle it, leave the fee unknown."""
    assert fee(value=0, description=text).kind == "unknown"


def test_the_council_decides() -> None:
    """A row that leaves it to the provincial council carries no figure."""
    assert fee(value=0, description="Theo Nghị quyết của Hội đồng nhân dân cấp tỉnh").kind == "local"
    assert fee(value=None, description="do HĐND tỉnh quy định: đất ở 150.000 đồng").kind == "unknown"


def test_an_amount_with_its_condition() -> None:
    """A positive amount is stated, with its own text as the condition."""
    read = fee(value=8000, description="8.000 đồng/bản")
    assert (read.kind, read.amount, read.certainty, read.condition) == ("amount", 8000, "stated", "8.000 đồng/bản")


def test_an_expired_row_carries_its_last_day() -> None:
    """A row "đến hết ngày 31/12/2023" is not valid after that day."""
    read, remarks = read_fee({"value": 160000, "description": "áp dụng đến hết ngày 31/12/2023"}, "online")
    assert read.valid_to == date(2023, 12, 31)
    assert not read.valid_on(date(2024, 1, 1))
    assert read.valid_on(date(2023, 12, 31))
    assert "31/12/2023" in remarks[0]


def test_a_span_in_words() -> None:
    """Both ends are read, also when months are spelt out."""
    read = fee(value=50, description="từ ngày 01 tháng 7 năm 2025 đến hết ngày 31 tháng 12 năm 2026")
    assert (read.valid_from, read.valid_to) == (date(2025, 7, 1), date(2026, 12, 31))


def test_several_ends_fix_nothing() -> None:
    """Two different last days leave the validity open: nobody knows which one counts."""
    assert fee(value=5000, description="đến 01/01/2024, sau đó đến 01/01/2026").valid_to is None


def test_an_impossible_day_is_ignored() -> None:
    """31/02 is no day."""
    assert fee(value=5000, description="đến hết ngày 31/02/2024").valid_to is None


def test_a_scale_is_only_likely() -> None:
    """When the text gives other amounts too, the figure may belong to another case."""
    assert fee(value=200000, description="200.000đ; cấp lại 400.000đ").certainty == "likely"


def test_foreign_money_is_not_converted() -> None:
    """An amount in dollars is no amount in đồng."""
    assert fee(value=10, currencyName="USD", description="").kind == "unknown"


@pytest.mark.parametrize("value", [None, "50000", True, -5, 1.5, [], float("nan"), float("inf")])
def test_odd_values_are_unknown(value: Any) -> None:
    """What is no positive whole number gives no amount."""
    assert fee(value=value, description="").kind == "unknown"


def test_a_row_that_is_no_map() -> None:
    """A broken row is unknown, not a crash."""
    assert read_fee("x", "any")[0].kind == "unknown"
