"""A place that the citizen has named: go on with the procedure at hand, or say what the place is today."""

import re
from collections.abc import Iterable, Mapping

from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Events, answer
from actions.memory import changes
from actions.replies import say
from actions.toolbox import Toolbox
from actions.turn import Turn
from actions.whereabouts import context_of, place_sentence, remember
from knowledge.card import Card
from knowledge.guide import Guide
from knowledge.offices import inline
from nlu.clock import today
from nlu.places import Place

#: Somebody is elsewhere than where the papers are, without saying where.
ELSEWHERE = re.compile(
    r"\b(?:tinh|xa|phuong|noi|cho|thanh pho|mien) khac\b|\bkhac (?:tinh|xa|phuong|que)\b|\btrai tuyen\b|\bo que\b"
)

#: A ward's name has at most so many words.
_SHORT_NAME = 4


def told_a_place(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn, named: list[Place]) -> Events:
    """Go on with the procedure before, now that the place is known; otherwise say what the place is today."""
    guide = tools.guide(turn.procedure)
    if guide and _settled(tools, turn, guide, named):
        return answer(dispatcher, tools, turn, guide, aspects=("where",), follow_up=True, named=named)
    unclear = next((place for place in named if place.ask and _open(place)), None)
    if unclear:
        return _ask_ward(dispatcher, tools, turn, unclear, named)
    if guide:
        return answer(dispatcher, tools, turn, guide, aspects=("where",), follow_up=True, named=named)
    text = place_sentence(named, tools.resolver) or f"Dạ, em đã ghi nhận {_name(tools, named[0])}."
    say(dispatcher, f"{text}\nAnh/chị cần làm việc gì ạ?", _card(tools))
    return changes(turn, places=remember(turn.places, named))


def bare_ward(tools: Toolbox, turn: Turn) -> list[Place]:
    """Return the ward that a message of few words names without saying that it is one ("dịch vọng hậu"), else [].

    Only where a ward is waited for: after a place without one, or after an answer that has asked for it.
    """
    guide = tools.guide(turn.procedure)
    remembered: Iterable[object] = turn.places.values()  # as an older version may have left them
    known = [place.get("wards") for place in remembered if isinstance(place, Mapping)]
    waits = any(not isinstance(wards, list) or len(wards) != 1 for wards in known)
    if guide and known == [] and turn.aspect in (None, "where"):
        context = context_of({}, turn.commune, tools.resolver)
        waits = tools.router.route(guide, context, today()).needs is not None
    if not waits or turn.names_place or turn.asked or not 2 <= len(turn.text.split()) <= _SHORT_NAME:
        return []
    for kind in ("phường", "xã"):
        found = [one for one in tools.resolver.find(f"{kind} {turn.text}") if one.level == "ward"]
        if found:
            return found
    return []


def _settled(tools: Toolbox, turn: Turn, guide: Guide, named: list[Place]) -> bool:
    """Return whether the place is near enough for this procedure: a province may do where any centre of it receives."""
    if any(place.level == "district" for place in named):
        return False
    context = context_of(remember(turn.places, named), turn.commune, tools.resolver)
    return tools.router.route(guide, context, today()).needs is None


def _open(place: Place) -> bool:
    """Return whether even the usual reading is missing: a district, a province, a name that many bear."""
    return place.preferred is None


def _ask_ward(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn, place: Place, named: list[Place]) -> Events:
    units = tools.resolver.units
    if place.level == "ward":
        names = [_with_province(tools, code) for code in place.candidates]
        text = f"Dạ, tên này có ở nhiều nơi: {'; '.join(names[:5])}. Anh/chị ở nơi nào ạ?"
    elif place.level == "district":
        names = [inline(units.ward(code).name) for code in place.candidates]
        listed = f", ví dụ {', '.join(names[:4])}" if names else ""
        text = (
            f"Dạ, quận, huyện nay không còn là nơi nộp. Anh/chị ở xã, phường nào hiện nay{listed}? Tên cũ cũng được ạ."
        )
    else:
        text = "Dạ, anh/chị cho em biết thêm xã, phường (tên cũ hay mới đều được) ạ."
    say(dispatcher, text, _card(tools))
    return changes(turn, places=remember(turn.places, named))


def _name(tools: Toolbox, place: Place) -> str:
    code = place.preferred or next(iter(place.candidates), None)
    if place.level == "ward" and code:
        return inline(tools.resolver.units.ward(code).name)
    return inline(tools.resolver.units.province(place.province).name) if place.province else place.text


def _card(tools: Toolbox) -> Card:
    return Card(kind="place", snapshot=tools.name)


def _with_province(tools: Toolbox, code: str) -> str:
    ward = tools.resolver.units.ward(code)
    return f"{inline(ward.name)} ({tools.resolver.units.province(ward.province).name})"
