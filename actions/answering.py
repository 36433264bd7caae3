"""Answering with one guide: what every capability shares."""

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.memory import Events, changes, with_latest
from actions.replies import choice_slot, say_brief, say_guide
from actions.toolbox import Toolbox
from actions.turn import Turn
from actions.whereabouts import NO_DISTRICTS, context_of, names_a_district, place_sentence, remember
from actions.whereabouts import moved as _moved
from knowledge.card import Card, Choice, Found, guide_card
from knowledge.guide import Guide, Key
from knowledge.offices import inline
from knowledge.routing import Route
from nlu.clock import today
from nlu.places import Place

__all__ = ["Events", "answer", "answer_briefly", "card_of", "choice_for", "places_of"]


def places_of(turn: Turn, tools: Toolbox) -> list[Place]:
    """Return the places that the message names, as this snapshot's table reads them."""
    return tools.resolver.find(turn.text) if turn.names_place else []


def answer(
    dispatcher: CollectingDispatcher,
    tools: Toolbox,
    turn: Turn,
    guide: Guide,
    *,
    aspects: Sequence[str] = (),
    follow_up: bool = False,
    named: Sequence[Place] = (),
    others: Sequence[Choice] = (),
    found: Found | None = None,
    lead: str = "",
) -> Events:
    """Send the answer of `guide` for this citizen and return the slots that it leaves.

    A list that was picked from stays, so that another number can mend the pick; its question is closed.
    """
    places = remember(turn.places, list(named), _asked(tools, turn, guide))
    card, route = _card_and_route(tools, turn, guide, places, found, moved=_moved(list(named)))
    leads = [lead, place_sentence(list(named), tools.resolver)]
    if not named and (not aspects or "where" in aspects) and names_a_district(turn.text):
        leads.append(NO_DISTRICTS)
    say_guide(
        dispatcher,
        card,
        aspects,
        follow_up=follow_up,
        lead="\n".join(part for part in leads if part),
        others=others,
        by_case=len(guide.cases) > 2,
    )
    if route.needs and (not aspects or "where" in aspects):
        ask_for_place(dispatcher, tools, route.needs, route.choices)
    return after_answer(turn, guide, aspects, places, choice_slot(others) if others else None)


def answer_briefly(
    dispatcher: CollectingDispatcher,
    tools: Toolbox,
    turn: Turn,
    guide: Guide,
    aspects: Sequence[str],
    named: Sequence[Place] = (),
    lead: str = "",
) -> Events:
    """Send the answer of `guide` in one or two sentences, and return the slots that it leaves."""
    places = remember(turn.places, list(named), _asked(tools, turn, guide))
    card, _ = _card_and_route(tools, turn, guide, places, None)
    say_brief(dispatcher, card, aspects, lead)
    return after_answer(turn, guide, aspects, places, None)


def card_of(tools: Toolbox, turn: Turn, guide: Guide) -> Card:
    """Return the card of `guide` for this citizen."""
    return _card_and_route(tools, turn, guide, turn.places, None)[0]


def after_answer(
    turn: Turn,
    guide: Guide,
    aspects: Sequence[str],
    places: Mapping[str, Mapping[str, Any]],
    choices: list[dict[str, Any]] | None,
) -> Events:
    """Return the slots after an answer about `guide`; `choices` None keeps the list that stands."""
    return changes(
        turn,
        procedure=guide.code,
        aspect=aspects[0] if aspects else None,
        places=places,
        choices=turn.choices if choices is None else choices,
        question={},
        trail=with_latest(turn.trail, guide.code),
        waiting=[one for one in turn.waiting if one.get("code") != guide.code],
        failed=0,
    )


def _card_and_route(
    tools: Toolbox,
    turn: Turn,
    guide: Guide,
    places: Mapping[str, Mapping[str, Any]],
    found: Found | None,
    moved: bool = False,
) -> tuple[Card, Route]:
    context = context_of(places, turn.commune, tools.resolver, turn.reduced_mobility)
    context = context.model_copy(update={"moved": moved})
    route = tools.router.route(guide, context, today())
    return guide_card(guide, route, today(), tools.name, found), route


def _asked(tools: Toolbox, turn: Turn, guide: Guide) -> Key:
    """Return the key that the answer before asked about: a bare place is then the place of the land, say."""
    if turn.procedure != guide.code:
        return "residence"
    before = context_of(turn.places, turn.commune, tools.resolver)
    return tools.router.route(guide, before, today()).needs or "residence"


#: How the question names the place it asks for.
_WHOSE: dict[Key, str] = {
    "land": "Nhà, đất",
    "business": "Chỗ kinh doanh",
    "registration": "Trước đây anh/chị làm giấy này",
}


def ask_for_place(dispatcher: CollectingDispatcher, tools: Toolbox, key: Key, wards: Sequence[str] = ()) -> None:
    """Ask, in one sentence, for the one place that would change the answer."""
    names = [inline(tools.resolver.units.ward(code).name) for code in wards[:5]]
    which = " hay ".join(names) if names else "xã, phường nào (tên cũ hay mới đều được)"
    dispatcher.utter_message(text=f"{_WHOSE.get(key, 'Anh/chị')} ở {which} để em chỉ đúng nơi ạ?")


def choice_for(guide: Guide) -> Choice:
    """Return `guide` as an option in people's words."""
    title = guide.title.removeprefix("Thủ tục ").strip()
    return Choice(code=guide.code, label=title[:1].upper() + title[1:])
