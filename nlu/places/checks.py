"""What must hold among the tables of units: no duplicate, no hole, no reference into nothing."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from nlu.places.errors import UnitsError
from nlu.places.tables import Tables

T = TypeVar("T")
WARD_TYPES = {"phường", "xã", "đặc khu"}
FORMER_WARD_TYPES = {"phường", "xã", "thị trấn"}
DISTRICT_TYPES = {"quận", "huyện", "thị xã", "thành phố"}
PROVINCE_TYPES = {"tỉnh", "thành phố"}
ALIAS_LEVELS = {"province", "former_province", "former_district"}
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def check(tables: Tables) -> None:
    """Raise UnitsError, with file and row, for the first thing that is wrong."""
    _check_spans("provinces.csv", tables.provinces, r"\d\d", PROVINCE_TYPES)
    _check_spans("wards.csv", tables.wards, r"\d{5}", WARD_TYPES)
    _check_spans("former_provinces.csv", tables.former_provinces, r"\d\d", PROVINCE_TYPES)
    _check_spans("former_districts.csv", tables.former_districts, r"\d{3}", DISTRICT_TYPES)
    _check_spans("former_wards.csv", tables.former_wards, r"\d{5}", FORMER_WARD_TYPES)
    _check_today(tables)
    _check_former(tables)
    _check_older(tables)
    _check_aliases(tables)
    _check_holes(tables)


def _check_spans(file: str, rows: Iterable[Any], code: str, types: set[str]) -> None:
    """Check code, name, type and dates of each row, and that rows of one code follow each other in time."""
    pattern = re.compile(code)
    last: dict[str, tuple[str, int]] = {}
    for number, row in _numbered(rows):
        if not pattern.fullmatch(row.code):
            raise UnitsError(file, number, f"mã {row.code!r} không đúng dạng")
        if not row.name.strip():
            raise UnitsError(file, number, "thiếu tên")
        if row.type not in types:
            raise UnitsError(file, number, f"loại {row.type!r} không có trong {', '.join(sorted(types))}")
        for day in (row.valid_from, row.valid_to):
            if day and not _DAY.fullmatch(day):
                raise UnitsError(file, number, f"ngày {day!r} không phải ngày dạng 2025-07-01")
        if row.valid_from and row.valid_to and row.valid_from > row.valid_to:
            raise UnitsError(file, number, "ngày bắt đầu sau ngày kết thúc")
        if row.code in last:
            end, line = last[row.code]
            if not end or not row.valid_from or end >= row.valid_from:
                raise UnitsError(file, number, f"mã {row.code} trùng dòng {line}")
        last[row.code] = (row.valid_to, number)


def _check_today(tables: Tables) -> None:
    provinces = {row.code for row in tables.provinces}
    filled: set[str] = set()
    names: dict[tuple[str, str, str], int] = {}
    for number, row in _numbered(tables.wards):
        if row.province not in provinces:
            raise UnitsError("wards.csv", number, f"không có tỉnh {row.province!r}")
        if not row.valid_to:
            filled.add(row.province)
            same = (row.province, row.type, row.name)
            if same in names:
                raise UnitsError("wards.csv", number, f"{row.type} {row.name} trùng dòng {names[same]}")
            names[same] = number
    for number, province in _numbered(tables.provinces):
        if not province.valid_to and province.code not in filled:
            raise UnitsError("provinces.csv", number, f"tỉnh {province.code} không còn xã, phường nào trong wards.csv")


def _check_former(tables: Tables) -> None:
    provinces = {row.code for row in tables.provinces}
    wards = {row.code for row in tables.wards}
    former_provinces = {row.code for row in tables.former_provinces}
    districts = {row.code for row in tables.former_districts}
    for number, former in _numbered(tables.former_provinces):
        if former.province not in provinces:
            raise UnitsError("former_provinces.csv", number, f"không có tỉnh {former.province!r}")
    for number, district in _numbered(tables.former_districts):
        if district.province not in former_provinces:
            raise UnitsError("former_districts.csv", number, f"không có tỉnh cũ {district.province!r}")
        if district.ward and district.ward not in wards:
            raise UnitsError("former_districts.csv", number, f"không có xã, phường {district.ward!r}")
    for number, ward in _numbered(tables.former_wards):
        if ward.district not in districts:
            raise UnitsError("former_wards.csv", number, f"không có huyện cũ {ward.district!r}")
        successors = [ward.successor, *ward.others.split()]
        for successor in successors:
            if successor not in wards:
                raise UnitsError("former_wards.csv", number, f"không có xã, phường {successor!r}")
        if len(set(successors)) < len(successors):
            raise UnitsError("former_wards.csv", number, "một nơi kế tục ghi hai lần")


def _check_older(tables: Tables) -> None:
    former_provinces = {row.code for row in tables.former_provinces}
    districts = {row.code for row in tables.former_districts}
    wards = {row.code for row in tables.former_wards}
    for number, district in _numbered(tables.older_districts):
        if district.province not in former_provinces:
            raise UnitsError("older_districts.csv", number, f"không có tỉnh cũ {district.province!r}")
        _check_list("older_districts.csv", number, district.wards, wards)
    for number, ward in _numbered(tables.older_wards):
        if ward.district not in districts:
            raise UnitsError("older_wards.csv", number, f"không có huyện cũ {ward.district!r}")
        _check_list("older_wards.csv", number, ward.wards, wards)


def _check_aliases(tables: Tables) -> None:
    known = {
        "province": {row.code for row in tables.provinces},
        "former_province": {row.code for row in tables.former_provinces},
        "former_district": {row.code for row in tables.former_districts},
    }
    seen: dict[tuple[str, str], int] = {}
    for number, row in _numbered(tables.aliases):
        if row.level not in known:
            raise UnitsError(
                "aliases.csv", number, f"cấp {row.level!r} không có trong {', '.join(sorted(ALIAS_LEVELS))}"
            )
        if (row.level, row.alias) in seen:
            raise UnitsError("aliases.csv", number, f"{row.alias!r} trùng dòng {seen[row.level, row.alias]}")
        seen[row.level, row.alias] = number
        _check_list("aliases.csv", number, row.codes, known[row.level])


def _check_holes(tables: Tables) -> None:
    """Every ward of today was made from something; every former district had wards."""
    reached = {row.successor for row in tables.former_wards} | {row.ward for row in tables.former_districts}
    for former in tables.former_wards:
        reached.update(former.others.split())
    reached.update(row.new for row in tables.changes)
    for number, ward in _numbered(tables.wards):
        if ward.code not in reached:
            raise UnitsError("wards.csv", number, f"không có đơn vị cũ nào thành {ward.code} {ward.name}")
    filled: dict[str, int] = defaultdict(int)
    for former in tables.former_wards:
        filled[former.district] += 1
    for number, district in _numbered(tables.former_districts):
        if not district.ward and not filled[district.code]:
            raise UnitsError("former_districts.csv", number, f"huyện cũ {district.code} không có xã, phường cũ nào")


def _check_list(file: str, number: int, cell: str, known: set[str]) -> None:
    codes = cell.split()
    if not codes:
        raise UnitsError(file, number, "thiếu mã")
    for code in codes:
        if code not in known:
            raise UnitsError(file, number, f"không có mã {code!r}")


def _numbered(rows: Iterable[T]) -> Iterable[tuple[int, T]]:
    """Rows with their line in the file: the header is line 1."""
    return enumerate(rows, start=2)
