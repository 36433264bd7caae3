"""Parts that stand side by side as one place: "p12 q tân bình", "xã A, huyện B, tỉnh C"."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from nlu.places.gazetteer import DISTRICT, PROVINCE, WARD, Entry
from nlu.places.scan import EXACT, Part, Scanner
from nlu.places.words import LINKS

_RANK = {WARD: 0, DISTRICT: 1, PROVINCE: 2}
#: A place has at most a ward, a district and a province.
MOST_PARTS = 3
#: Names that begin at one word may end at several; so many of them are tried.
MOST_WAYS = 5


@dataclass(frozen=True)
class Chain:
    """Parts read together: the level of each, and the meanings that agree with the other parts."""

    parts: tuple[Part, ...]
    levels: tuple[str, ...]
    wards: tuple[Entry, ...]
    districts: tuple[Entry, ...]
    provinces: tuple[Entry, ...]

    @property
    def start(self) -> int:
        """The first token."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """The token behind the last."""
        return self.parts[-1].end

    @property
    def level(self) -> str:
        """The lowest level that is named."""
        return min(self.levels, key=_RANK.__getitem__)

    def part(self, level: str) -> Part | None:
        """The part of one level."""
        return next((part for part, own in zip(self.parts, self.levels, strict=True) if own == level), None)

    @property
    def has_unit(self) -> bool:
        """Whether any part has a unit word."""
        return any(part.unit for part in self.parts)


def build(scanner: Scanner, start: int, fuzzy: int = EXACT) -> Chain | None:
    """Return the chain that begins at token `start` and covers the most words, with the fewest parts, or None."""
    return _longest(scanner, (), start, fuzzy)


def read(parts: tuple[Part, ...]) -> Chain | None:
    """Return the reading of `parts` as one place, or None when they cannot be one."""
    for levels in sorted(product(*(part.levels for part in parts)), key=_preference, reverse=True):
        if _ordered(levels):
            chain = _consistent(parts, levels)
            if chain is not None:
                return _merged(chain) or chain
    return None


def _merged(chain: Chain) -> Chain | None:
    """ "Bình Dương, TP.HCM" is the former province in today's rather than the ward or town of its name."""
    part = chain.part(WARD) or chain.part(DISTRICT)
    if part is None or part.unit or len(chain.parts) != 2 or PROVINCE not in chain.levels:
        return None
    inside = [
        entry
        for entry in part.levels.get(PROVINCE, [])
        if entry.former and any(entry.provinces & province.provinces for province in chain.provinces)
    ]
    return Chain(chain.parts, (PROVINCE, PROVINCE), (), (), tuple(inside)) if inside else None


def lies_in(entry: Entry, province: Entry) -> bool:
    """Whether a ward or district lies in a province: the former one of that name, or today's."""
    return bool(entry.old_provinces & province.old_provinces) or (
        not province.former and bool(entry.provinces & province.provinces)
    )


def belongs(ward: Entry, district: Entry) -> bool:
    """Whether a ward lay in a former district; a ward of today lies in each district that gave it a part."""
    if not district.members:
        return bool(ward.districts & district.districts)
    if ward.former and ward.code:
        return ward.code in district.members
    return bool(set(ward.wards) & set(district.wards))


def _longest(scanner: Scanner, parts: tuple[Part, ...], start: int, fuzzy: int) -> Chain | None:
    best: Chain | None = None
    for part in scanner.parts_at(start, fuzzy, inside=bool(parts))[:MOST_WAYS]:
        chain = read((*parts, part))
        if chain is None:
            continue
        if len(chain.parts) < MOST_PARTS:
            following = next_start(scanner, part.end)
            longer = _longest(scanner, chain.parts, following, fuzzy) if following is not None else None
            chain = longer or chain
        if best is None or _size(chain) > _size(best):
            best = chain
    return best


def _size(chain: Chain) -> tuple[int, int]:
    return sum(part.end - part.start for part in chain.parts), -len(chain.parts)


def next_start(scanner: Scanner, end: int) -> int | None:
    """Return where a further part of the same place would begin: right behind, or behind a link such as "thuộc"."""
    tokens = scanner.tokens
    if end >= len(tokens) or "\n" in tokens[end - 1].gap or "?" in tokens[end - 1].gap or ";" in tokens[end - 1].gap:
        return None
    for length in (2, 1):
        words = tokens[end : end + length]
        if len(words) == length and end + length < len(tokens) and " ".join(word.key for word in words) in LINKS:
            # "ở" between two places begins the second one, unless a unit word says that it goes on.
            if words[0].key in {"o", "tai", "ben"} and not scanner.unit_at(end + length, inside=True)[0]:
                return None
            return end + length
    return end


def _preference(levels: tuple[str, ...]) -> int:
    return sum(_RANK[level] for level in levels)


def _ordered(levels: tuple[str, ...]) -> bool:
    ranks = [_RANK[level] for level in levels]
    return len(set(ranks)) == len(ranks) and (ranks == sorted(ranks) or ranks == sorted(ranks, reverse=True))


def _consistent(parts: tuple[Part, ...], levels: tuple[str, ...]) -> Chain | None:
    alone = len(parts) == 1
    kept: dict[str, list[Entry]] = {}
    for part, level in zip(parts, levels, strict=True):
        entries = part.levels[level]
        kept[level] = [entry for entry in entries if not (alone and entry.use == "beside")]
        if level == PROVINCE and DISTRICT in part.levels and part.unit:
            # "TP Ninh Bình" is the former city, since the province is no city; "TP Bắc Ninh cũ" is the former city too.
            fitting = [entry for entry in kept[level] if entry.types & part.types[level]]
            kept[level] = [entry for entry in fitting if entry.former or part.age != "old"]
        if not kept[level]:
            return None
    provinces = kept.get(PROVINCE, [])
    districts = kept.get(DISTRICT, [])
    wards = kept.get(WARD, [])
    if provinces and districts:
        districts = _lying_in(districts, provinces)
        provinces = [p for p in provinces if any(lies_in(d, p) for d in districts)]
    if DISTRICT in kept and not districts:
        return None
    districts = _of_type(districts, _part(parts, levels, DISTRICT), DISTRICT)
    if wards and districts:
        wards = [w for w in wards if any(belongs(w, d) for d in districts)]
        districts = [d for d in districts if any(belongs(w, d) for w in wards)]
    if wards and provinces:
        wards = [w for w in wards if any(lies_in(w, p) for p in provinces)]
        provinces = [p for p in provinces if any(lies_in(w, p) for w in wards)]
    if (WARD in kept and not wards) or (PROVINCE in kept and not provinces) or (DISTRICT in kept and not districts):
        return None
    wards = _of_type(wards, _part(parts, levels, WARD), WARD)
    return Chain(parts, levels, tuple(wards), tuple(districts), tuple(provinces))


def _lying_in(districts: list[Entry], provinces: list[Entry]) -> list[Entry]:
    """Keep the districts of the named province as it was; where it had none, those of the province as it is."""
    then = [d for d in districts if any(d.old_provinces & p.old_provinces for p in provinces)]
    return then or [d for d in districts if any(lies_in(d, p) for p in provinces)]


def _part(parts: Iterable[Part], levels: Iterable[str], level: str) -> Part | None:
    return next((part for part, own in zip(parts, levels, strict=True) if own == level), None)


def _of_type(entries: list[Entry], part: Part | None, level: str) -> list[Entry]:
    """Keep the entries of the type that the unit word names, if any is."""
    if part is None:
        return entries
    types = part.types.get(level) or frozenset()
    return [entry for entry in entries if entry.types & types] or entries if types else entries
