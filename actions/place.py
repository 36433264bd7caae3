"""Somebody says where they live, or where the land or the business is."""

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Events, answer, places_of
from actions.replies import say
from actions.toolbox import Toolbox
from actions.turn import Turn
from actions.whereabouts import place_sentence, remember
from knowledge.card import Card
from knowledge.offices import inline
from nlu.places import Place

NOT_FOUND = "Dạ, em chưa nhận ra địa danh này. Anh/chị cho em tên xã, phường và tỉnh, tên cũ hay mới đều được ạ."


def answer_place(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Answer a message that gives a place: with the procedure before, or with what the place is today."""
    named = places_of(turn, tools) or [tools.resolver.resolve(turn.text)]
    if all(place.level == "none" for place in named):
        say(dispatcher, NOT_FOUND)
        return []
    return told_a_place(dispatcher, tools, turn, named)


def told_a_place(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn, named: list[Place]) -> Events:
    """Go on with the procedure before, now that the place is known; otherwise say what the place is today."""
    guide = tools.guide(turn.procedure)
    unclear = next((place for place in named if place.ask and _open(place)), None)
    if unclear:
        return _ask_ward(dispatcher, tools, turn, unclear, named)
    if guide:
        return answer(dispatcher, tools, turn, guide, aspects=("where",), follow_up=True, named=named)
    text = place_sentence(named, tools.resolver) or f"Dạ, em đã ghi nhận {_name(tools, named[0])}."
    say(dispatcher, f"{text}\nAnh/chị cần làm việc gì ạ?", _card(tools))
    return [SlotSet("places", remember(turn.places, named))]


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
    return [SlotSet("places", remember(turn.places, named))]


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
