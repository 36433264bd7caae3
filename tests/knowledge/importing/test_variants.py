"""Provincial variants."""

from datetime import date

import pytest

from knowledge.importing.official import Imported, convert
from knowledge.importing.variants import group_key, province_name, variant_groups
from tests.knowledge.importing.records import record

CODES = {"tỉnh A": "01", "Thành phố B": "02"}


def variant(code: str, name: str, promulgator: str) -> Imported:
    """Return an imported record of a promulgator."""
    return convert(record(code=code, name=name, departmentPromulgateName=promulgator), "x", date(2026, 7, 18))


def test_variants_share_a_name() -> None:
    """Records of provinces and the ministry under one name form a group, keyed by province."""
    records = [
        variant("1.000001", "Thủ tục cấp giấy", "Bộ Thử"),
        variant("1.000002", "Cấp giấy.", "UBND tỉnh A"),
        variant("1.000003", "Cấp giấy", "UBND Thành phố B"),
        variant("1.000004", "Việc khác", "UBND tỉnh A"),
    ]
    assert variant_groups(records, CODES.get) == [{"": "1.000001", "01": "1.000002", "02": "1.000003"}]


def test_two_ministries_are_no_variants() -> None:
    """The province cannot tell two ministries' records apart."""
    records = [variant("1.000001", "Cấp giấy", "Bộ Thử"), variant("1.000002", "Cấp giấy", "Bộ Khác")]
    assert variant_groups(records, CODES.get) == []


def test_an_unknown_province_is_left_out() -> None:
    """A province that no table has is not guessed."""
    records = [variant("1.000001", "Cấp giấy", "Bộ Thử"), variant("1.000002", "Cấp giấy", "UBND tỉnh Lạ")]
    assert variant_groups(records, CODES.get) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [("UBND tỉnh Bắc Ninh", "tỉnh Bắc Ninh"), ("Ủy ban nhân dân thành phố Huế", "thành phố Huế"), ("Bộ Y tế", None)],
)
def test_promulgators(text: str, name: str | None) -> None:
    """A province is read from its people's committee; a ministry is none."""
    assert province_name(text) == name


def test_names_are_compared_without_trimmings() -> None:
    """Case, a leading "Thủ tục" and a final stop do not matter."""
    assert group_key("Thủ tục Cấp  giấy.") == group_key("cấp giấy")
