"""Every former ward, district and province of the tables, given in full, resolves to what it became."""

from itertools import groupby

import pytest

from nlu.places import Resolver
from nlu.places.resolver import SHIPPED
from nlu.places.tables import FormerWardRow, Tables, read_tables
from nlu.text import fold


@pytest.fixture(scope="module")
def tables() -> Tables:
    """The tables that ship."""
    return read_tables(SHIPPED)


def addresses(tables: Tables) -> list[tuple[FormerWardRow, str]]:
    """Return each former ward with its full address."""
    provinces = {row.code: row for row in tables.former_provinces}
    districts = {row.code: row for row in tables.former_districts}
    found = []
    for row in tables.former_wards:
        district = districts[row.district]
        province = provinces[district.province]
        found.append((row, f"{row.type} {row.name}, {district.type} {district.name}, {province.type} {province.name}"))
    return found


def test_every_former_ward_in_full_gives_all_its_targets(resolver: Resolver, tables: Tables) -> None:
    """ "xã A, huyện B, tỉnh C" gives exactly the successors, the usual one preferred, and asks only after a split."""
    wrong = []
    for row, address in addresses(tables):
        place = resolver.resolve(address)
        targets = (row.successor, *row.others.split())
        if set(place.candidates) != set(targets) or place.preferred != row.successor or place.ask != (len(targets) > 1):
            wrong.append((address, place.candidates, targets))
    assert wrong == []


def test_every_former_ward_without_marks_is_among_the_candidates(resolver: Resolver, tables: Tables) -> None:
    """Without marks some names of one district coincide; the right successors are still among the candidates."""
    wrong = []
    for row, address in addresses(tables):
        place = resolver.resolve(fold(address).replace(",", ""))
        if not {row.successor, *row.others.split()} <= set(place.candidates):
            wrong.append((address, place))
    assert len(wrong) <= 2, wrong


def test_every_district_lists_its_wards(resolver: Resolver, tables: Tables) -> None:
    """A former district in full gives every ward of today that one of its wards became, or is part of."""
    provinces = {row.code: row for row in tables.former_provinces}
    of = {
        code: list(rows)
        for code, rows in groupby(sorted(tables.former_wards, key=lambda r: r.district), lambda r: r.district)
    }
    for row in tables.former_districts:
        province = provinces[row.province]
        place = resolver.resolve(f"{row.type} {row.name}, {province.type} {province.name}")
        wards = {ward for former in of.get(row.code, []) for ward in (former.successor, *former.others.split())}
        assert set(place.candidates) == (wards or {row.ward}), row
        assert (place.level, place.ask) == ("district", len(place.candidates) > 1), row


def test_every_former_province_is_part_of_todays(resolver: Resolver, tables: Tables) -> None:
    """A former province gives today's province."""
    for row in tables.former_provinces:
        place = resolver.resolve(f"{row.type} {row.name}")
        assert (place.level, place.province, place.ask) == ("province", row.province, True), row


def test_every_ward_of_today_in_full_is_found(resolver: Resolver) -> None:
    """Type, name and province of a ward of today give that ward; it is preferred unless the type says less."""
    for code, ward in resolver.units.wards.items():
        place = resolver.resolve(f"{ward.name}, {resolver.units.province(ward.province).name}")
        assert code in place.candidates, ward
        assert place.preferred == code, (ward, place)
