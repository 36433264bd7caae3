"""knowledge/tiers.py"""

import pytest

from knowledge.tiers import removed_tier


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
