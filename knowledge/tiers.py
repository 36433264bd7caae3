"""Offices of the tier that ended on 1 July 2025: how to find their names in a text."""

import re

_TIER = r"(?:quận|huyện|thị\s+xã|thị\s+trấn|cấp\s+huyện)"
_OFFICE = (
    r"(?:UBND|U[ỷỶ]\s+ban\s+nhân\s+dân|[ỦủỦ]y\s+ban\s+nhân\s+dân|Công\s+an|Bảo\s+hiểm\s+xã\s+hội|BHXH|Chi\s+cục\s+Thuế"
    r"|Chi\s+cục\s+Thi\s+hành\s+án|Tòa\s+án(?:\s+nhân\s+dân)?|Toà\s+án(?:\s+nhân\s+dân)?|Phòng\s+[A-ZĐ][^\W\d_]*(?:\s+[^\W\d_]+){0,6}?"
    r"|Trung\s+tâm\s+(?:y\s+tế|hành\s+chính\s+công)|Kho\s+bạc(?:\s+Nhà\s+nước)?|Cơ\s+quan\s+[^\W\d_]+(?:\s+[^\W\d_]+){0,6}?)"
)
_DISTRICT_OFFICE = re.compile(rf"{_OFFICE}\s+(?:các\s+)?{_TIER}", re.IGNORECASE)
_DISTRICT_ONLY = re.compile(
    r"cấp\s+huyện|(?:xã|phường)\s*,\s*(?:(?:xã|phường)\s*,\s*)?thị\s+trấn|Phòng\s+Tư\s+pháp|Phòng\s+Nội\s+vụ|Phòng\s+Lao\s+động|Phòng\s+Tài\s+chính\s*[-–]\s*Kế\s+hoạch"
    r"|Phòng\s+Giáo\s+dục|Phòng\s+Tài\s+nguyên|Phòng\s+Quản\s+lý\s+đô\s+thị|Phòng\s+Kinh\s+tế\s+và\s+Hạ\s+tầng",
    re.IGNORECASE,
)


def removed_tier(text: str) -> str | None:
    """Return the first words of `text` (NFC) that name an office of a removed tier, None when there are none."""
    found = _DISTRICT_OFFICE.search(text) or _DISTRICT_ONLY.search(text)
    return found.group(0) if found else None


_PROVINCIAL_PORTAL = re.compile(
    r"dichvucong\.(?!gov\.vn|(?:bocongan|baohiemxahoi|mofa|moj|mof|moh|moet|moit|most|mae|moha|bqp)\.)[\w.-]+",
    re.IGNORECASE,
)


def provincial_portal(text: str) -> str | None:
    """Return the host of a province's own portal in `text`, None when there is none.

    Papers are handed in on the national portal since July 2025; hosts such as dichvucong.<province>.gov.vn are no
    place for them any more.
    """
    found = _PROVINCIAL_PORTAL.search(text)
    return found.group(0) if found else None
