"""Every name of a unit, today's and former ones, and what each may mean."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from nlu.places.keys import WORD, name_keys
from nlu.places.tables import Tables
from nlu.places.units import Units

WARD, DISTRICT, PROVINCE = "ward", "district", "province"


@dataclass(frozen=True, eq=False)
class Entry:
    """One meaning of a name.

    `level` is ward, district or province; `former` tells a unit that is no more. `wards` are today's wards that it is
    or became, the usual one first (none for a province). `provinces` are today's provinces it lies in, `old_provinces`
    the former ones, `districts` the former districts: a ward of today lies in each one that gave it a part. `members`
    are the former wards of a district that had ended before July 2025. `use` says when a short name counts: "alone",
    "unit" (behind a unit word) or "beside" (beside another place); `written` is how it is written.
    """

    level: str
    name: str
    type: str
    former: bool
    wards: tuple[str, ...]
    provinces: frozenset[str]
    old_provinces: frozenset[str]
    districts: frozenset[str]
    code: str
    types: frozenset[str]
    use: str = "alone"
    members: frozenset[str] = frozenset()
    written: str = ""

    @property
    def spelling(self) -> str:
        """The name as this entry's key spells it: the short name of an alias, or the unit's own name."""
        return self.written or self.name

    @property
    def title(self) -> str:
        """The name with its type: "phường Dịch Vọng"."""
        return f"{self.type} {self.name}"


class Gazetteer:
    """Names to entries: `exact` by key, `joined` by key without spaces, `typos` by key with one letter left out."""

    def __init__(self, tables: Tables, units: Units) -> None:
        """Index every name in `tables`, for the day of `units`."""
        self.exact: dict[str, list[Entry]] = defaultdict(list)
        self.joined: dict[str, list[str]] = defaultdict(list)
        self.typos: dict[str, list[str]] = defaultdict(list)
        self.stems: dict[str, list[Entry]] = defaultdict(list)
        self._maker = _Maker(tables, units)
        for entry, names in self._maker.entries():
            for name in names:
                for key in name_keys(name):
                    self.exact[key].append(entry)
        self._index_spellings()

    def district_wards(self, code: str) -> list[Entry]:
        """Return the former wards of a former district."""
        return self._maker.by_district.get(code, [])

    def near(self, key: str) -> list[str]:
        """Return the known keys that differ from `key` by one letter, or by two letters changing places."""
        joined = key.replace(" ", "")
        found: dict[str, None] = {}
        for variant in (joined, *_shorter(joined)):
            for known in self.typos.get(variant, ()):
                found.setdefault(known)
        return [known for known in found if _close(joined, known.replace(" ", ""))]

    def _index_spellings(self) -> None:
        for key, entries in self.exact.items():
            head, _, last = key.rpartition(" ")
            if head and (last.isdigit() or last in {"a", "b"}):
                self.stems[head] += [entry for entry in entries if entry.level == WARD]
            joined = key.replace(" ", "")
            self.joined[joined].append(key)
            if len(joined) >= 5 and " " in key:
                for variant in {joined, *_shorter(joined)}:
                    self.typos[variant].append(key)


class _Maker:
    """Makes the entries, with what each former unit became."""

    def __init__(self, tables: Tables, units: Units) -> None:
        self._tables = tables
        self._units = units
        self._names = {row.code: row.name for row in tables.former_provinces}
        self._today_of = {row.code: row.province for row in tables.former_provinces}
        self._province_of = {row.code: row.province for row in tables.former_districts}
        self._became: dict[str, tuple[str, ...]] = {}
        self._district_of: dict[str, str] = {}
        self._parts: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._origins: dict[str, set[str]] = defaultdict(set)
        self.by_district: dict[str, list[Entry]] = defaultdict(list)
        for ward in tables.former_wards:
            self._follow(ward.code, ward.district, (ward.successor, *ward.others.split()))
        for district in tables.former_districts:
            if district.ward:
                self._follow(district.code, district.code, (district.ward,))

    def entries(self) -> Iterator[tuple[Entry, list[str]]]:
        """Return each entry with the names it goes by."""
        yield from self._provinces()
        yield from self._districts()
        yield from self._former_wards()
        yield from self._wards()

    def _follow(self, code: str, district: str, successors: Iterable[str]) -> None:
        wards = tuple(dict.fromkeys(w for s in successors for w in self._units.current(s)))
        self._became[code] = wards
        self._district_of[code] = district
        self._parts[district].append(wards)
        for ward in wards:
            self._origins[ward].add(district)

    def _provinces(self) -> Iterator[tuple[Entry, list[str]]]:
        aliases: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for alias in self._tables.aliases:
            for code in alias.codes.split() if alias.level != "former_district" else ():
                name = self._names[code] if alias.level == "former_province" else self._units.province(code).short
                aliases[name].append((alias.alias, alias.use))
        today = {province.short: province for province in self._units.provinces.values()}
        former = {row.name: row for row in self._tables.former_provinces}
        for name in sorted({*today, *former}):
            now, old = today.get(name), former.get(name)
            code = now.code if now else self._today_of[old.code] if old else ""
            kinds = {now.type} if now else set()
            kinds |= {old.type} if old else set()
            entry = Entry(
                level=PROVINCE,
                name=name,
                type=now.type if now else old.type if old else "",
                former=now is None,
                wards=(),
                provinces=frozenset({code}),
                old_provinces=frozenset({old.code} if old else ()),
                districts=frozenset(),
                code=code,
                types=frozenset(kinds),
            )
            yield entry, [name]
            for short, use in (*aliases[name], (_initials(name), "beside")):
                yield replace(entry, use=use, written=short), [short]

    def _districts(self) -> Iterator[tuple[Entry, list[str]]]:
        aliases: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for alias in self._tables.aliases:
            if alias.level == "former_district":
                for code in alias.codes.split():
                    aliases[code].append((alias.alias, alias.use))
        for row in self._tables.former_districts:
            entry = self._district(row.code, row.name, row.type, row.province, self._parts[row.code])
            yield entry, [row.name]
            for short, use in aliases[row.code]:
                yield replace(entry, use=use, written=short), [short]
            if row.type != "huyện" and len(row.name.split()) > 1:
                yield replace(entry, use="unit", written=_initials(row.name)), [_initials(row.name)]
        for older in self._tables.older_districts:
            parts = [self._became[code] for code in older.wards.split()]
            entry = self._district("", older.name, older.type, older.province, parts)
            yield replace(entry, members=frozenset(older.wards.split())), [older.name]

    def _district(self, code: str, name: str, kind: str, province: str, parts: list[tuple[str, ...]]) -> Entry:
        usual = sorted({part[0] for part in parts if part})
        others = sorted({ward for part in parts for ward in part} - set(usual))
        return Entry(
            level=DISTRICT,
            name=name,
            type=kind,
            former=True,
            wards=(*usual, *others),
            provinces=frozenset({self._today_of[province]}),
            old_provinces=frozenset({province}),
            districts=frozenset({code} if code else ()),
            code=code,
            types=frozenset({kind}),
        )

    def _former_wards(self) -> Iterator[tuple[Entry, list[str]]]:
        for row in self._tables.former_wards:
            entry = self._former_ward(row.code, row.name, row.type, row.district, self._became[row.code])
            self.by_district[row.district].append(entry)
            yield entry, [row.name]
        for older in self._tables.older_wards:
            wards = tuple(dict.fromkeys(w for code in older.wards.split() for w in self._became[code]))
            entry = self._former_ward("", older.name, older.type, older.district, wards)
            self.by_district[older.district].append(entry)
            yield entry, [older.name]

    def _former_ward(self, code: str, name: str, kind: str, district: str, wards: tuple[str, ...]) -> Entry:
        province = self._province_of[district]
        return Entry(
            level=WARD,
            name=name,
            type=kind,
            former=True,
            wards=wards,
            provinces=frozenset({self._units.ward(ward).province for ward in wards}),
            old_provinces=frozenset({province}),
            districts=frozenset({district}),
            code=code,
            types=frozenset({kind}),
        )

    def _ended_wards(self) -> Iterator[tuple[Entry, list[str]]]:
        """Wards since July 2025 that a later change has ended: former ones by now."""
        for row in self._tables.wards:
            heirs = self._units.current(row.code)
            if row.code in self._units.wards or not heirs:
                continue
            entry = Entry(
                level=WARD,
                name=row.name,
                type=row.type,
                former=True,
                wards=heirs,
                provinces=frozenset(self._units.ward(ward).province for ward in heirs),
                old_provinces=frozenset(),
                districts=frozenset(),
                code=row.code,
                types=frozenset({row.type}),
            )
            yield entry, [row.name]

    def _wards(self) -> Iterator[tuple[Entry, list[str]]]:
        kinds: dict[str, set[str]] = defaultdict(set)
        names: dict[str, set[str]] = defaultdict(set)
        for row in self._tables.wards:
            if row.code in self._units.wards:
                kinds[row.code].add(row.type)
                names[row.code].add(row.name)
        yield from self._ended_wards()
        for code, ward in self._units.wards.items():
            districts = frozenset(self._origins[code])
            entry = Entry(
                level=WARD,
                name=ward.short,
                type=ward.type,
                former=False,
                wards=(code,),
                provinces=frozenset({ward.province}),
                old_provinces=frozenset(self._province_of[d] for d in districts),
                districts=districts,
                code=code,
                types=frozenset(kinds[code]),
            )
            yield entry, sorted(names[code])


def _initials(name: str) -> str:
    return "".join(word[0] for word in WORD.findall(name))


def _shorter(joined: str) -> set[str]:
    return {joined[:i] + joined[i + 1 :] for i in range(len(joined))}


def _close(one: str, other: str) -> bool:
    """Whether two keys differ by one letter put in, left out or changed, or by two neighbours changing places."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
