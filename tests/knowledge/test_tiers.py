"""knowledge/tiers.py"""

import pytest

from knowledge.tiers import provincial_portal, removed_tier


@pytest.mark.parametrize(
    "text",
    [
        "nộp tại UBND quận Cầu Giấy",
        "Uỷ ban nhân dân huyện Củ Chi",
        "Ủy ban nhân dân cấp huyện",
        "Công an thị xã Dĩ An",
        "Chi cục Thuế quận 3",
        "Bảo hiểm xã hội huyện",
        "Tòa án nhân dân quận 1",
        "Phòng Tư pháp",
        "Ủy ban nhân dân xã, phường, thị trấn",
    ],
)
def test_finds_offices_of_the_removed_tier(text: str) -> None:
    """An office of a district, town or "cấp huyện" is found however it is spelled."""
    assert removed_tier(text)


@pytest.mark.parametrize(
    "text",
    [
        "Công an xã",
        "quận Cầu Giấy cũ nay là các phường",
        "Bảo hiểm xã hội tỉnh",
        "Ủy ban nhân dân phường Quận Hạ",
        "quần áo",
    ],
)
def test_leaves_other_words_alone(text: str) -> None:
    """An old place name as an address, and offices of today, pass."""
    assert removed_tier(text) is None


@pytest.mark.parametrize(
    "host", ["dichvucong.hochiminhcity.gov.vn", "dichvucong.thanhhoa.gov.vn", "DichVuCong.hanoi.gov.vn"]
)
def test_finds_portals_of_provinces(host: str) -> None:
    """Papers are no longer handed in on a province's own portal."""
    assert provincial_portal(f"Nộp tại https://{host}/ hoặc trực tiếp")


@pytest.mark.parametrize(
    "host", ["dichvucong.gov.vn", "dichvucong.gov.vn.", "dichvucong.bocongan.gov.vn", "dichvucong.baohiemxahoi.gov.vn"]
)
def test_leaves_the_national_portal_and_ministries_alone(host: str) -> None:
    """The national portal, those of the police and of social insurance stay."""
    assert provincial_portal(f"Nộp tại https://{host}") is None
