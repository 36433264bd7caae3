"""knowledge/guide.py"""

from datetime import date

import pytest
from pydantic import ValidationError

from knowledge.guide import Fee, Time
from tests.knowledge.samples import guide


def test_an_amount_needs_a_figure() -> None:
    """A fee of kind amount without a figure is refused, so that no answer can say "0 đồng"."""
    with pytest.raises(ValidationError, match="do not fit"):
        Fee(kind="amount")


def test_a_free_fee_has_no_figure() -> None:
    """A fee that is free, local or unknown carries no figure."""
    for kind in ("free", "local", "unknown"):
        with pytest.raises(ValidationError, match="do not fit"):
            Fee.model_validate({"kind": kind, "amount": 5000})


def test_zero_is_not_a_fee() -> None:
    """A zero in a record never becomes an amount."""
    with pytest.raises(ValidationError):
        Fee(kind="amount", amount=0)


def test_fee_validity_includes_both_ends() -> None:
    """A fee row is valid on its first and its last day, and on no day outside."""
    fee = Fee(kind="amount", amount=1, valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    assert [
        fee.valid_on(day) for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    ] == [
        False,
        True,
        True,
        False,
    ]


def test_a_counted_time_needs_a_quantity() -> None:
    """A time in days without a number, and a same-day time with one, are refused."""
    with pytest.raises(ValidationError, match="do not fit"):
        Time(unit="working_day")
    with pytest.raises(ValidationError, match="do not fit"):
        Time(unit="same_day", quantity=1)


def test_unknown_keys_are_refused() -> None:
    """A mistyped field name is an error, not silently lost content."""
    with pytest.raises(ValidationError, match="extra"):
        guide(feez=[])


def test_portal_link_is_built_from_the_id_never_from_the_code() -> None:
    """Without the record's id there is no deep link."""
    identifier = "019d2bfd-3fe0-70ac-b9d6-5e9e20d6eef7"
    assert guide().portal_url is None
    assert guide(formality_id=identifier).portal_url == f"https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{identifier}"


def test_facts_lists_every_row_with_a_source() -> None:
    """Papers inside cases count as facts too."""
    one = guide(
        fees=[{"kind": "local"}],
        cases=[{"papers": [{"name": "Tờ khai"}, {"name": "Giấy chứng sinh"}]}],
        presence={"rule": "unknown"},
    )
    assert [type(fact).__name__ for fact in one.facts()] == ["Presence", "Fee", "Paper", "Paper"]
