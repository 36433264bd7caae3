"""knowledge/overrides.py: what places publish over the base, and what is refused."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.overrides import (
    Override,
    OverrideError,
    Overrides,
    lint_overrides,
    read_overrides,
    refuse_faults,
    write_overrides,
)
from tests.knowledge.samples import TODAY, SampleUnits, rule_book

CODES = {"1.001193"}
FEE = {"kind": "free", "submission": "online"}


def override(**fields: Any) -> Override:
    """Return an address of the centre of phường Thủ Dầu Một, with `fields` set."""
    base = {
        "unit": "25747",
        "field": "address",
        "office": "commune_centre",
        "text": "Số 1 đường Thử",
        "source": {"title": "Thông báo thử", "read_on": "2026-11-01"},
    }
    return Override.model_validate(base | fields)


def fee(unit: str = "79", **fields: Any) -> Override:
    """Return a fee decision on birth registration."""
    base = {"unit": unit, "field": "fee", "office": "", "text": "", "code": "1.001193", "fees": [FEE]}
    return override(**base | fields)


def notice(unit: str = "79", **fields: Any) -> Override:
    """Return a notice."""
    return override(**{"unit": unit, "field": "notice", "office": "", "text": "Nghỉ chiều thứ 6."} | fields)


def messages(*rows: Override) -> list[str]:
    """Return what the lint says."""
    faults = lint_overrides(rows, SampleUnits(), rule_book().offices, CODES, TODAY)
    return [f"{fault.level} {fault.row}: {fault.message}" for fault in faults]


def test_good_overrides_have_no_faults() -> None:
    """An address, the same address of another kind of office, a fee and two notices go together."""
    rows = [override(), override(office="commune_police"), fee(), notice(), notice(text="Có điểm tiếp nhận mới.")]
    assert messages(*rows) == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (override(unit="99999"), "Không có đơn vị mã 99999 trong danh mục hiện nay."),
        (notice(unit="99"), "Không có đơn vị mã 99 trong danh mục hiện nay."),
        (override(ward="27553"), "Phường Thủ Dầu Một không công bố được cho cơ quan của xã Củ Chi."),
        (override(unit="01", ward="27553"), "Thành phố Hà Nội không công bố được cho cơ quan của xã Củ Chi."),
        (override(unit="79", ward="88888"), "Không có xã, phường mã 88888 trong danh mục hiện nay."),
        (override(office="district_committee"), "Không có loại cơ quan «district_committee» trong bảng cơ quan."),
        (
            override(unit="79", office="job_centre", ward="27553"),
            "Trung tâm Dịch vụ việc làm không phải cơ quan cấp xã",
        ),
        (fee(code="9.999999"), "Không có thủ tục 9.999999."),
        (fee(fees=[FEE | {"certainty": "likely"}]), "Mức phí công bố phải là điều chắc chắn."),
        (notice(text="Hỏi UBND quận Cầu Giấy."), "Nhắc cơ quan của cấp đã bỏ: «UBND quận»."),
        (notice(text="Nộp ở dichvucong.hochiminhcity.gov.vn."), "là cổng của tỉnh"),
        (notice(text="a" * 301), "Dài 301 ký tự, tối đa 300."),
    ],
)
def test_what_must_not_be_published_is_told(row: Override, message: str) -> None:
    """A unit that does not exist, another commune's centre, an unknown office or procedure: one clear error each."""
    (found,) = messages(row)
    assert found.startswith("error 1: ")
    assert message in found


def test_a_double_is_told_with_the_row_it_repeats() -> None:
    """Two addresses of one office at one time contradict each other; one after the other they do not."""
    (found,) = messages(override(), fee(), override(text="Số 2 đường Thử"))
    assert found == "error 3: Trùng với dòng 1: cùng nơi, cùng mục, cùng thời gian."
    assert messages(override(valid_to="2027-06-30"), override(valid_from="2027-07-01")) == []


def test_what_has_ended_or_ends_soon_is_a_warning() -> None:
    """Staff hear of it; what is in force stays in force."""
    assert messages(override(valid_to="2026-11-01")) == ["warning 1: Đã hết hiệu lực ngày 01/11/2026."]
    assert messages(override(valid_to="2026-12-31")) == ["warning 1: Hết hiệu lực ngày 31/12/2026."]


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"office": ""},
        {"fees": [FEE]},
        {"field": "fee"},
        {"field": "notice"},
        {"field": "home_service"},
        {"field": "fax"},
        {"scope": "commune"},
        {"field": "scope", "office": "", "text": "", "scope": "commune", "code": "1.001193"},
        {"unit": "79", "field": "scope", "office": "", "text": "", "scope": "commune"},
        {"unit": "quận 1"},
        {"ward": "1"},
        {"valid_from": "2027-01-02", "valid_to": "2027-01-01"},
        {"surprise": 1},
    ],
)
def test_a_row_that_says_nothing_definite_is_no_override(fields: dict[str, Any]) -> None:
    """A missing value, a value that its field does not have, an impossible code or span of time."""
    with pytest.raises(ValidationError):
        override(**fields)


def test_the_communes_word_counts_before_the_provinces() -> None:
    """Commune over province on this commune over province on all."""
    everywhere = override(unit="79", text="tỉnh")
    there = override(unit="79", ward="25747", text="tỉnh cho phường")
    own = override(text="phường")

    def address(*rows: Override, ward: str = "25747") -> str | None:
        found = Overrides(rows).office("address", "commune_centre", ward, "79", TODAY)
        return found.text if found else None

    assert address(everywhere, there, own) == "phường"
    assert address(everywhere, there) == "tỉnh cho phường"
    assert address(everywhere, there, own, ward="27553") == "tỉnh"
    assert address(there, own, ward="27553") is None


def test_what_is_not_in_force_does_not_count() -> None:
    """Before its first and after its last day an override is as if it were not there."""
    rows = Overrides([override(valid_from="2026-12-01", valid_to="2026-12-31")])
    days = (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1))
    found = [bool(rows.office("address", "commune_centre", "25747", "79", day)) for day in days]
    assert found == [False, True, True, False]


def test_fees_and_notices_are_found_by_procedure() -> None:
    """A fee belongs to one procedure; a notice to one or to all, the commune's first."""
    about = notice(code="1.001193", text="Về khai sinh.")
    rows = Overrides([notice(), about, notice(unit="25747", text="Của phường."), fee()])
    assert rows.fee("1.001193", "25747", "79", TODAY) is not None
    assert rows.fee("1.004194", "25747", "79", TODAY) is None
    assert rows.fee("1.001193", None, None, TODAY) is None
    assert [row.text for row in rows.notices("1.001193", "25747", "79", TODAY)] == [
        "Của phường.",
        "Nghỉ chiều thứ 6.",
        "Về khai sinh.",
    ]
    assert [row.text for row in rows.notices("1.004194", None, "79", TODAY)] == ["Nghỉ chiều thứ 6."]


def test_overrides_are_written_and_read(tmp_path: Path) -> None:
    """The file holds one override a line; no file is no override."""
    path = tmp_path / "overrides.jsonl"
    rows = [override(), fee()]
    assert read_overrides(path) == []
    assert write_overrides(path, rows) == 2
    assert read_overrides(path) == rows


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    """The error tells file and line, and that line is not skipped."""
    path = tmp_path / "overrides.jsonl"
    write_overrides(path, [override()])
    path.write_text(path.read_text("utf-8") + "{}\n", "utf-8")
    with pytest.raises(OverrideError, match=r"overrides\.jsonl, dòng 2"):
        read_overrides(path)


def test_errors_stop_and_warnings_pass(tmp_path: Path) -> None:
    """A build refuses an error with its row, and goes on after a warning."""
    lint = [override(valid_to="2026-11-01"), override(unit="99999")]
    faults = lint_overrides(lint, SampleUnits(), rule_book().offices, CODES, TODAY)
    with pytest.raises(OverrideError, match="dòng 2: Không có đơn vị mã 99999"):
        refuse_faults(faults, tmp_path / "overrides.jsonl")
    refuse_faults(faults[:1], tmp_path / "overrides.jsonl")
