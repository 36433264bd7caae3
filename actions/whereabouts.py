"""Places in a conversation: from what the citizen names to the context that routing needs."""

import re
from collections.abc import Mapping
from typing import Any, get_args

from knowledge.guide import Key
from knowledge.offices import inline
from knowledge.routing import Context, Spot
from nlu.places import Place, Resolver
from nlu.text import fold, nfc

#: Which key of routing a place's role stands for.
_KEYS: dict[str, Key] = {
    "stay": "residence",
    "residence": "residence",
    "land": "land",
    "business": "business",
    "registration": "registration",
}

NO_DISTRICTS = "Quận, huyện nay không còn; nơi nộp tính theo xã, phường hiện nay."
#: A district as an office, without its name ("nộp ở quận hay phường"); without marks only after such a word.
_DISTRICT = re.compile(r"\b(?:quận|huyện|huyen|(?:hay|ở|lên|ra) quan|(?:nop|o|len|ra) quan(?! (?:doi|he|ly)))\b")


def remember(
    known: Mapping[str, Mapping[str, Any]], named: list[Place], asked: Key = "residence"
) -> dict[str, dict[str, Any]]:
    """Return the `places` slot after a message that names `named`; a place without a role answers for the `asked` key.

    Where somebody stays wins over where somebody is registered or from ("ở trọ Bình Tân quê Cà Mau"): that is where
    papers may be handed in.
    """
    places = {key: dict(value) for key, value in known.items() if key in get_args(Key)}
    for place in sorted(named, key=lambda place: place.role == "stay"):
        key = _KEYS.get(place.role) if place.role else asked
        if key and place.level != "none":
            places[key] = {"province": place.province, "wards": list(_usual_first(place))}
    return places


def context_of(
    places: Mapping[str, Mapping[str, Any]], commune: str | None, resolver: Resolver, reduced_mobility: bool = False
) -> Context:
    """Return the context for routing: what the person said, else the commune of the site.

    Somebody who lives elsewhere is still at the commune of the site. Codes that the table of units does not know any
    more are left out.
    """
    spots: dict[Key, Spot] = {}
    for key, value in places.items():
        spot = _spot(value, resolver)
        if spot and key in get_args(Key):
            spots[key] = spot  # type: ignore[index]
    site = _spot({"wards": [commune]}, resolver) if commune else None
    if site and "residence" not in spots:
        spots["residence"] = site
    return Context(places=spots, here=site, reduced_mobility=reduced_mobility)


def moved(named: list[Place]) -> bool:
    """Return whether a message names where somebody stays and another place that he is from or registered in."""
    roles = {place.role for place in named}
    return bool(roles & {"stay", "residence"}) and (
        "origin" in roles or sum(place.role in ("stay", "residence") for place in named) > 1
    )


def place_sentence(named: list[Place], resolver: Resolver) -> str:
    """Return one sentence on what a place named by the citizen is today, "" when it is simply today's unit."""
    for place in named:
        if place.level == "ward" and place.candidates:
            names = [inline(resolver.units.ward(code).name) for code in _usual_first(place)]
            if len(names) == 1 and not _renamed(place, names[0]):
                continue
            if len(names) == 1:
                return f"Nơi anh/chị nói nay là {names[0]}."
            if place.preferred:
                return f"Nơi anh/chị nói nay thường thuộc {names[0]}; một phần thuộc {_listed(names[1:])}."
        if place.level == "province" and place.province and place.role != "origin":
            name = inline(resolver.units.province(place.province).name)
            if "cũ nay thuộc" in " ".join(place.reasons):
                return f"Nơi anh/chị nói nay thuộc {name}."
        if place.level == "district":
            return NO_DISTRICTS
    return ""


def names_a_district(text: str) -> bool:
    """Return whether `text` asks about the office of some district."""
    return _DISTRICT.search(nfc(text).lower()) is not None


def _usual_first(place: Place) -> tuple[str, ...]:
    if place.level != "ward":
        return ()
    if place.preferred is None:
        return place.candidates
    return (place.preferred, *(code for code in place.candidates if code != place.preferred))


def _spot(value: Mapping[str, Any], resolver: Resolver) -> Spot | None:
    wards = tuple(code for code in value.get("wards") or () if isinstance(code, str) and _known(code, resolver))
    province = resolver.units.ward(wards[0]).province if wards else value.get("province")
    if not wards and not province:
        return None
    try:
        resolver.units.province(str(province))
    except KeyError:
        return None
    return Spot(province=str(province), wards=wards)


def _known(code: str, resolver: Resolver) -> bool:
    try:
        resolver.units.ward(code)
    except KeyError:
        return False
    return True


def _renamed(place: Place, name: str) -> bool:
    return fold(name).split(" ", 1)[-1] not in fold(place.text)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:3])
