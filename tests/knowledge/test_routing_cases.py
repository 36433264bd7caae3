"""Routing cases checked by hand, and what holds of every guide in every place on every day that matters."""

import os
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple, get_args

import pytest

from knowledge.card import guide_card
from knowledge.card_text import card_text
from knowledge.centres import Centres, read_headquarters
from knowledge.guide import Guide, Key, RouteClass
from knowledge.importing import import_records
from knowledge.routing import Context, Route, Router, Spot
from knowledge.starter import CONTENT
from knowledge.tiers import provincial_portal, removed_tier
from nlu.places import Resolver
from tests.knowledge.samples import guide, rule_book

CHANNELS = {
    "np": "national_portal",
    "vn": "vneid",
    "pp": "police_portal",
    "bx": "social_insurance_portal",
    "tx": "tax_portal",
    "kd": "business_portal",
    "lt": "linked_software",
}
#: Before the 50 % fees end, after, after the linked software, and from the day on which people register anywhere.
DAYS = (date(2026, 11, 22), date(2026, 12, 31), date(2027, 1, 1), date(2027, 3, 1))
PLACES = 50


class Case(NamedTuple):
    """One line of routing_cases.tsv."""

    route_class: str
    code: str
    places: str
    date: str
    reception: str
    authority: str
    channels: str
    needs: str
    support: str
    why: str


def _read() -> tuple[dict[str, str], list[Case]]:
    wards, cases = {}, []
    for line in Path(__file__).with_name("routing_cases.tsv").read_text("utf-8").splitlines():
        if line.startswith("@"):
            name, code, _ = line[1:].split("\t")
            wards[name] = code
        elif line and not line.startswith("#"):
            cases.append(Case(*line.split("\t")))
    return wards, cases


WARDS, CASES = _read()


@cache
def router() -> Router:
    """Return a router over everything that ships."""
    resolver = Resolver.load(at=date(2026, 11, 22))
    seats = Centres(read_headquarters(CONTENT / "centres" / "headquarters.csv"))
    return Router(rule_book(), resolver.units, seats)


def context_of(places: str) -> Context:
    spots, here = {}, None
    for part in places.split(";") if places != "-" else ():
        key, _, value = part.partition("=")
        wards = tuple(WARDS[name] for name in value.split("+") if name in WARDS)
        spot = Spot(wards=wards) if wards else Spot(province=value)
        if key == "here":
            here = spot
        else:
            spots[key] = spot
    return Context.model_validate({"places": spots, "here": here})


def unit(code: str | None) -> str:
    return next((name for name, ward in WARDS.items() if ward == code), code or "-")


def told(route: Route) -> dict[str, str]:
    """Return a route as the table writes it."""
    short = {name: key for key, name in CHANNELS.items()}
    authority = route.authority
    return {
        "reception": ";".join(f"{place.type}/{place.scope}/{unit(place.unit_code)}" for place in route.where) or "-",
        "authority": f"{authority.type}/{unit(authority.unit_code)}" if authority else "-",
        "channels": ",".join(short[channel.name] for channel in route.channels) or "-",
        "needs": route.needs or "-",
        "support": f"{route.support.type}/{unit(route.support.unit_code)}" if route.support else "-",
    }


def test_each_class_has_ten_cases_or_more() -> None:
    """At least 260 cases, at least ten of each of the 23 classes, none twice."""
    counts = Counter(case.route_class for case in CASES)
    assert len(CASES) == len({case[:4] for case in CASES}) >= 260
    assert {name: counts[name] for name in get_args(RouteClass) if counts[name] < 10} == {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}|{case.places}|{case.date}")
def test_case(starter_guides: dict[str, Guide], case: Case) -> None:
    """Reception type, scope and unit, authority, channels, question and support are all as the table says."""
    one = starter_guides[case.code] if case.code != "-" else guide(route_class=case.route_class)
    assert (one.route_class or "-") == case.route_class
    found = told(router().route(one, context_of(case.places), date.fromisoformat(case.date)))
    assert found == {name: getattr(case, name) for name in found}


def test_half_fees_end_with_2026(starter_guides: dict[str, Guide]) -> None:
    """Until 31/12/2026 a lost identity card costs half; from the next day the full fee stands."""
    one = starter_guides["1.014064"]
    figures = {
        day: [fee.amount for fee in guide_card(one, router().route(one, Context(), day), day).fees] for day in DAYS
    }
    assert figures == {DAYS[0]: [35000], DAYS[1]: [35000], DAYS[2]: [70000], DAYS[3]: [70000]}


@cache
def contexts() -> tuple[Context, ...]:
    """Return fifty contexts: nothing known, provinces, wards, splits, two places, somebody who cannot come."""
    draw = random.Random(20260722)
    units = Resolver.load(at=date(2026, 11, 22)).units
    wards, provinces = sorted(units.wards), sorted(units.provinces)
    found = [Context()]
    while len(found) < PLACES:
        spots: dict[Key, Spot] = {}
        for key in draw.sample(["residence", "land", "business", "registration"], draw.choice([1, 1, 1, 2, 3])):
            kind = draw.random()
            if kind < 0.6:
                spots[key] = Spot(wards=(draw.choice(wards),))  # type: ignore[index]
            elif kind < 0.8:
                spots[key] = Spot(wards=tuple(draw.sample(wards, 2)))  # type: ignore[index]
            else:
                spots[key] = Spot(province=draw.choice(provinces))  # type: ignore[index]
        here = Spot(wards=(draw.choice(wards),)) if draw.random() < 0.3 else None
        found.append(Context(places=spots, here=here, reduced_mobility=draw.random() < 0.3))
    return tuple(found)


def faults(one: Guide, context: Context, day: date) -> Iterator[str]:
    """Yield what must not be: an office of a removed tier or outside the table, a provincial portal, an empty text."""
    route = router().route(one, context, day)
    card = guide_card(one, route, day)
    offices = rule_offices()
    named = [*route.where, *([route.support] if route.support else [])]
    yield from (place.type for place in named if place.type not in offices)
    texts = [place.name for place in named] + [route.authority.name if route.authority else ""]
    if route.authority and route.authority.type not in {*offices, "unknown"}:
        yield route.authority.type
    whole = card_text(card)
    for text in (*texts, whole, card_text(card, ["where"], follow_up=True)):
        # An official name stays as it is, whatever it says.
        yield from misleading(text.replace(card.title, ""))
    if not whole.strip():
        yield "no text"


@lru_cache(maxsize=200_000)
def misleading(text: str) -> tuple[str, ...]:
    """Return what in a text leads to an office or a portal that is no more."""
    return tuple(filter(None, (removed_tier(text), provincial_portal(text))))


@cache
def rule_offices() -> frozenset[str]:
    return frozenset(rule_book().offices)


def swept(guides: list[Guide], every: int) -> list[tuple[str, str]]:
    """Return the faults over all guides, places and days; `every` takes one of so many combinations."""
    found = []
    number = 0
    for one in guides:
        for context in contexts():
            for day in DAYS:
                number += 1
                if number % every == 0:
                    found += [(one.code, fault) for fault in faults(one, context, day)]
    return found


#: MOTCUA_THOROUGH=1 takes every combination: more than a million, some twenty minutes.
THOROUGH = bool(os.environ.get("MOTCUA_THOROUGH"))


def test_no_starter_guide_ever_leads_astray(starter_guides: dict[str, Guide]) -> None:
    """Starter guides x 50 places x 4 days: only offices of the table, no removed tier, no provincial portal, a text."""
    assert swept(list(starter_guides.values()), 1 if THOROUGH else 7) == []


def test_no_imported_guide_ever_leads_astray(shared: Path) -> None:
    """The same for every official record; they name no office at all."""
    records = import_records(shared / "data" / "official" / "dvc-2026-07.jsonl.gz", read_on=date(2026, 7, 18))
    guides = [record.guide for record in records.records]
    assert len(guides) > 5000
    assert swept(guides, 1 if THOROUGH else 149) == []
    assert {router().route(one, contexts()[7], DAYS[0]).where for one in guides} == {()}
