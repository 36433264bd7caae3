"""The resolver: places in a sentence, or one mention of a place, as today's units."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

from nlu.clock import today
from nlu.places.caution import Caution
from nlu.places.chains import MOST_PARTS, Chain, build, next_start, read
from nlu.places.checks import check
from nlu.places.gazetteer import DISTRICT, PROVINCE, WARD, Gazetteer
from nlu.places.place import Place, nowhere
from nlu.places.reading import Reading, read_chain
from nlu.places.roles import role_of
from nlu.places.scan import ANY, EXACT, LONGEST, NAMED, Scanner
from nlu.places.tables import read_tables
from nlu.places.tokens import tokenize, without_telex
from nlu.places.units import Units
from nlu.places.words import BECAME
from nlu.text import nfc

SHIPPED = Path(__file__).resolve().parent.parent.parent / "knowledge" / "content" / "units"
#: A message names at most so many places; what follows is not read.
MOST_PLACES = 12
#: Of several places in one mention the first of the best role counts; where somebody comes from counts last.
_ROLE_ORDER = {"stay": 0, "residence": 0, "land": 1, "business": 1, None: 1, "registration": 2, "origin": 3}
_LEVEL_ORDER = ("ward", "district", "province", "none")


class Resolver:
    """Reads places; made once for a process, safe to share between threads."""

    def __init__(self, gazetteer: Gazetteer, units: Units) -> None:
        """Keep the names and the units of one day."""
        self._gazetteer = gazetteer
        self.units = units

    @classmethod
    def load(cls, folder: Path | None = None, at: date | None = None) -> "Resolver":
        """Return a resolver over the tables in `folder`, for the day `at`.

        Defaults: MOTCUA_UNITS or the tables that ship, and today. Raises UnitsError, which names file and row, for a
        table with a duplicate, a hole or a reference into nothing.
        """
        tables = read_tables(folder or Path(os.environ.get("MOTCUA_UNITS") or SHIPPED))
        check(tables)
        units = Units(tables, at or today())
        return cls(Gazetteer(tables, units), units)

    def find(self, text: str) -> list[Place]:
        """Return the places in a sentence, in order; offsets are those of the text in NFC."""
        return [place for place, _ in self._find(nfc(text), None)]

    def resolve(self, mention: str, within_province: str | None = None) -> Place:
        """Return the one place that a mention names; `within_province` (a 2-digit code) counts when it names none.

        A mention of several places gives the one where the citizen is, rather than the one he comes from.
        """
        text = nfc(mention)
        places = [place for place, _ in self._find(text, within_province)]
        places = self._misspelt_neighbours(text, places, within_province)
        if not places:
            place = self._alone(text, within_province) or self._typed_keys(text, within_province)
            return place or nowhere(text, "không thấy tên tỉnh, huyện, xã nào")
        return min(places, key=lambda place: (_ROLE_ORDER[place.role], _LEVEL_ORDER.index(place.level)))

    def _find(self, text: str, within: str | None) -> list[tuple[Place, Chain]]:
        scanner = Scanner(self._gazetteer, tokenize(text))
        caution = Caution(scanner)
        found: list[tuple[Place, Chain]] = []
        start = floor = passed = 0
        while start < len(scanner.tokens) and len(found) < MOST_PLACES:
            caution.floor = floor
            chain = self._chain_at(scanner, caution, start)
            if chain is None or chain.end <= passed:
                start += 1
                continue
            if not caution.accepts(chain):
                # A street's name is passed over; in a common word another, longer name may begin: "hoà Bình Dương".
                start, passed = start + 1, max(passed, chain.parts[0].end)
                start = chain.parts[0].end if caution.is_street(chain.start) else start
                continue
            place = self._place(text, scanner, chain, floor, within)
            if not (found and self._join(found, place, chain, scanner, text)):
                found.append((place, chain))
            start = floor = chain.end
        return [(self._narrowed(text, scanner, place, chain, found, within), chain) for place, chain in found]

    def _narrowed(
        self,
        text: str,
        scanner: Scanner,
        place: Place,
        chain: Chain,
        found: list[tuple[Place, Chain]],
        within: str | None,
    ) -> Place:
        """Read a ward of several meanings by the former district that the same text names elsewhere."""
        part = chain.part(WARD)
        if part is None or len(chain.parts) > 1 or len(chain.wards) < 2 or part.age == "new":
            return place
        for _, other in found:
            if other.level == DISTRICT and other.has_unit and (both := read((*chain.parts, *other.parts))):
                reading = read_chain(both, self.units, within)
                reasons = (*reading.reasons, "huyện, quận cũ nêu ở chỗ khác trong câu")
                return _made(text, place.start, place.end, reading, place.role, reasons)
        return place

    def _chain_at(self, scanner: Scanner, caution: Caution, start: int) -> Chain | None:
        chain = build(scanner, start)
        if chain is None and scanner.unit_at(start)[0]:
            chain = build(scanner, start, NAMED)
        if chain is not None and caution.is_street(start) and not chain.parts[0].unit and len(chain.parts) > 1:
            # "đường Cầu Giấy, Quan Hoa, …": the street is no part of the place.
            return replace(chain, parts=chain.parts[:1], levels=chain.levels[:1]) if chain.level == WARD else chain
        return chain

    def _place(self, text: str, scanner: Scanner, chain: Chain, floor: int, within: str | None) -> Place:
        reading = read_chain(chain, self.units, within)
        start, end = scanner.tokens[chain.start].start, scanner.tokens[chain.end - 1].end
        reasons = reading.reasons
        if any(part.fuzzy for part in chain.parts):
            reasons = (*reasons, "tên viết sai chính tả, hiểu theo tên gần nhất")
        role = role_of(scanner.tokens, chain.start, floor)
        return _made(text, start, end, reading, role, reasons)

    def _join(self, found: list[tuple[Place, Chain]], place: Place, chain: Chain, scanner: Scanner, text: str) -> bool:
        """Take `place` together with the one before it, when they name one place by its old and its new name."""
        before, earlier = found[-1]
        between = scanner.tokens[earlier.end : chain.start]
        linked = " ".join(token.key for token in between) in BECAME
        if between and not linked:
            return False
        common = [ward for ward in place.candidates if ward in before.candidates]
        provinces = {self.units.ward(ward).province for ward in common}
        if place.level == before.level == WARD and common and (linked or _old_and_new(earlier, chain)):
            joined = replace(
                place if linked else before,
                text=text[before.start : place.end],
                start=before.start,
                end=place.end,
                province=provinces.pop() if len(provinces) == 1 else None,
                candidates=tuple(common),
                preferred=common[0] if len(common) == 1 else place.preferred,
                ask=len(common) > 1,
                role=before.role or place.role,
                reasons=(*before.reasons, *place.reasons, "tên cũ và tên mới khớp nhau"),
            )
            found[-1] = (joined, chain)
            return True
        if linked and place.level == WARD:
            found[-1] = (
                replace(place, text=text[before.start : place.end], start=before.start, role=before.role),
                chain,
            )
            return True
        if (
            not between
            and before.level == WARD
            and place.level in (DISTRICT, PROVINCE)
            and next_start(scanner, earlier.end)
        ):
            part = earlier.part(WARD)
            if part is not None and (part.fuzzy or scanner.tokens[part.name_start].key.isdigit()):
                reason = f"không thấy {before.text} trong {place.text}"
                found[-1] = (_doubted(replace(place, role=before.role or place.role), reason), chain)
                return True
            found[-1] = (_doubted(before, f"không thấy {before.text} trong {place.text}"), earlier)
        return False

    def _misspelt_neighbours(self, text: str, places: list[Place], within: str | None) -> list[Place]:
        """Take in a misspelt ward or district beside what was found, where the two agree: "dich vogn cau giay"."""
        if not places or len(places) > MOST_PARTS or any(place.role for place in places[1:]):
            return places
        scanner = Scanner(self._gazetteer, tokenize(text))
        caution = Caution(scanner)
        first = next(n for n, token in enumerate(scanner.tokens) if token.end > places[0].start)
        last = sum(token.start < places[-1].end for token in scanner.tokens)
        if len(places) == 1 and caution.is_filler([*scanner.tokens[:first], *scanner.tokens[last:]]):
            return places
        for start in range(max(0, first - LONGEST), first + 1):
            chain = build(scanner, start, ANY)
            if chain is None or len(chain.parts) < 2 or chain.end < last:
                continue
            longer = chain.end - chain.start > last - first
            if (longer or len(places) > 1) and not caution.is_street(start) and caution.is_clean(chain):
                return [self._place(text, scanner, chain, 0, within)]
        return places

    def _typed_keys(self, text: str, within: str | None) -> Place | None:
        """Read "phuongf dichj vongj": the keys of the Telex method that no method turned into letters."""
        plain = without_telex(text)
        places = [] if plain == text else [place for place, _ in self._find(plain, within)]
        return replace(places[0], text=text, start=0, end=len(text)) if places else None

    def _alone(self, text: str, within: str | None) -> Place | None:
        """Read a text that is nothing but a place and filler, with more trust in bare and misspelt names."""
        scanner = Scanner(self._gazetteer, tokenize(text))
        caution = Caution(scanner)
        for fuzzy in (EXACT, ANY):
            for start in range(min(len(scanner.tokens), 12)):
                chain = build(scanner, start, fuzzy)
                if chain is not None and caution.accepts_alone(chain):
                    return self._place(text, scanner, chain, 0, within)
        return None


def _made(text: str, start: int, end: int, reading: Reading, role: str | None, reasons: tuple[str, ...]) -> Place:
    return Place(
        text[start:end],
        start,
        end,
        reading.level,
        reading.province,
        reading.candidates,
        reading.preferred,
        reading.ask,
        role,
        reasons,
    )


def _doubted(place: Place, reason: str) -> Place:
    return replace(place, ask=True, reasons=(*place.reasons, reason))


def _old_and_new(one: Chain, other: Chain) -> bool:
    """Whether two wards side by side can be one by its old and its new name: a former one beside one of today."""
    ages = {part.age for chain in (one, other) for part in chain.parts}
    kinds = [{entry.former for entry in chain.wards} for chain in (one, other)]
    return (
        bool(ages & {"old", "new"})
        or (True in kinds[0] and False in kinds[1])
        or (False in kinds[0] and True in kinds[1])
    )
