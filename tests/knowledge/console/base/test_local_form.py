"""The form of a local fact."""

from collections.abc import Callable
from typing import Any

import pytest

from knowledge.console.base.local_form import LocalForm, initial_of, unit_name
from tests.knowledge.console.base.conftest import MARRIAGE

SAID = {
    "unit": "00166",
    "field": "hours",
    "office": "commune_centre",
    "text": "Sáng 7:30–11:30",
    "source_title": "Thông báo thử",
    "read_on": "01/11/2026",
}


def form(own: str = "", **fields: str) -> LocalForm:
    made = LocalForm({**SAID, **fields}, own=own)
    made.is_valid()
    return made


def test_cells_become_one_fact(base: None) -> None:
    """What was typed is the override; a commune's full name stands for its code; it can be shown again."""
    made = form(unit="phường cầu giấy").made
    assert made is not None
    assert (made.unit, made.field, made.text) == ("00166", "hours", "Sáng 7:30–11:30")
    assert initial_of(made)["source_title"] == "Thông báo thử"
    assert unit_name("00166") == "Phường Cầu Giấy, Thành phố Hà Nội"


def test_fee_of_a_procedure(filled: Callable[..., Any]) -> None:
    """A fee decision has its rows; an unknown procedure and a fee without a figure are named."""
    fee = {"unit": "01", "field": "fee", "code": MARRIAGE, "fee0-kind": "amount", "fee0-amount": "8000"}
    made = form(**fee).made
    assert made is not None
    assert [one.amount for one in made.fees] == [8000]
    assert "Không có thủ tục 9.999999." in form(**{**fee, "code": "9.999999"}).non_field_errors()
    assert form(**{**fee, "fee0-amount": ""}).made is None
    assert form(unit="01", field="fee", code=MARRIAGE).made is None


@pytest.mark.parametrize(
    ("fields", "cell"),
    [
        ({"unit": "99999"}, "unit"),
        ({"unit": "Tân"}, "unit"),
        ({"text": ""}, "text"),
        ({"text": "<b>7:30</b>"}, "text"),
        ({"field": "scope", "unit": "01", "code": "1.000894"}, "scope"),
        ({"source_title": ""}, "source_title"),
        ({"read_on": "2026"}, "read_on"),
        ({"text": "Xem tại UBND quận Cầu Giấy"}, "__all__"),
        ({"valid_from": "02/12/2026", "valid_to": "01/12/2026"}, "__all__"),
        ({"unit": "00004", "ward": "00166"}, "__all__"),
    ],
)
def test_what_is_wrong_stands_at_its_cell(base: None, fields: dict[str, str], cell: str) -> None:
    """Each wrong entry makes no fact, and the message is where it belongs."""
    made = form(**fields)
    assert made.made is None
    assert list(made.errors) == [cell]


def test_commune_editor_cannot_name_another_commune(base: None) -> None:
    """Whatever is posted, the fact is of the editor's own commune."""
    made = form(own="00166", unit="00004").made
    assert made is not None
    assert made.unit == "00166"
