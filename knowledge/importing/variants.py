"""Provincial variants: records of several provinces under one name. Which one applies only the province can tell."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from knowledge.importing.official import Imported

_PREFIX = re.compile(r"^(thủ tục|tthc)\s*:?\s+", re.IGNORECASE)
_PROVINCE = re.compile(r"^(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân)\s+((?:tỉnh|thành phố|tp\.?)\s+.+)$", re.IGNORECASE)

#: Reads "tỉnh Bắc Ninh" into a two-digit province code, or None.
ProvinceOf = Callable[[str], str | None]


def province_name(promulgator: str) -> str | None:
    """Return "tỉnh Bắc Ninh" for "UBND tỉnh Bắc Ninh", None for a ministry."""
    match = _PROVINCE.match(promulgator)
    return match[1] if match else None


def group_key(name: str) -> str:
    """Return the name as variants share it: case, leading "Thủ tục" and a final stop aside."""
    return _PREFIX.sub("", " ".join(name.lower().split())).rstrip(" .;")


def variant_groups(imported: Iterable[Imported], province_of: ProvinceOf) -> list[dict[str, str]]:
    """Return the groups: province code -> procedure code, and "" -> the national record's code where there is one.

    Two records of one province under one name, or a province that is not known, are not told apart by the
    province, so the later ones are left to the ordinary question between candidates.
    """
    by_name: dict[str, list[Imported]] = defaultdict(list)
    for record in imported:
        by_name[group_key(record.guide.name)].append(record)
    groups = []
    for records in by_name.values():
        group: dict[str, str] = {}
        for record in records:
            province = province_name(record.promulgator)
            key = "" if province is None else province_of(province)
            if key is not None:
                group.setdefault(key, record.guide.code)
        if len([key for key in group if key]) and len(group) > 1:
            groups.append(group)
    return groups
