"""Answering with one guide, or asking which of several: what every capability shares."""

from collections.abc import Sequence
from typing import Any

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.replies import OTHER, choice_slot, say_choices, say_guide
from actions.toolbox import Toolbox
from actions.turn import Turn
from actions.whereabouts import context_of, place_sentence, remember
from knowledge.card import Card, Choice, Found, guide_card
from knowledge.guide import Guide
from knowledge.offices import inline
from nlu.clock import today
from nlu.places import Place

Events = list[dict[str, Any]]


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
) -> Events:
    """Send the answer of `guide` for this citizen and return the slots that it leaves."""
    places = remember(turn.places, list(named))
    context = context_of(places, turn.commune, tools.resolver)
    route = tools.router.route(guide, context, today())
    card = guide_card(guide, route, today(), tools.name, found)
    lead = place_sentence(list(named), tools.resolver)
    say_guide(dispatcher, card, aspects, follow_up=follow_up, lead=lead, others=others)
    if route.needs and (not aspects or "where" in aspects):
        ask_for_place(dispatcher, tools, route.choices)
    return [
        SlotSet("procedure", guide.code),
        SlotSet("aspect", aspects[0] if aspects else None),
        SlotSet("places", places),
        SlotSet("choices", choice_slot(others) or None),
    ]


def ask_for_place(dispatcher: CollectingDispatcher, tools: Toolbox, wards: Sequence[str] = ()) -> None:
    """Ask, in one sentence, for the one place that would change the answer."""
    names = [inline(tools.resolver.units.ward(code).name) for code in wards[:5]]
    if names:
        dispatcher.utter_message(text=f"Anh/chị ở {' hay '.join(names)} để em chỉ đúng nơi ạ?")
    else:
        dispatcher.utter_message(text="Anh/chị ở xã, phường nào (tên cũ hay mới đều được) để em chỉ đúng nơi ạ?")


def ask_which(
    dispatcher: CollectingDispatcher,
    tools: Toolbox,
    guides: Sequence[Guide],
    found: Found,
) -> Events:
    """Ask which of `guides` is meant: by the first guide's own question where it has one for the second."""
    first = guides[0]
    sibling = next((one for one in first.siblings if len(guides) == 2 and one.code == guides[1].code), None)
    if sibling:
        question = f"Dạ, {sibling.question[:1].lower()}{sibling.question[1:]}"
        choices = [Choice(code=first.code, label=sibling.here), Choice(code=sibling.code, label=sibling.there)]
    else:
        question = "Dạ, anh/chị cần việc nào dưới đây ạ?"
        choices = [Choice(code=guide.code, label=_label(guide)) for guide in guides]
    choices.append(Choice(code=None, label=OTHER))
    card = Card(
        kind="choices",
        question=question,
        choices=tuple(choices),
        decision=found.decision,
        scores=found.scores,
        snapshot=tools.name,
    )
    say_choices(dispatcher, card)
    return [SlotSet("choices", choice_slot(choices))]


def choice_for(guide: Guide) -> Choice:
    """Return `guide` as an option in people's words."""
    return Choice(code=guide.code, label=_label(guide))


def _label(guide: Guide) -> str:
    title = guide.title.removeprefix("Thủ tục ").strip()
    return title[:1].upper() + title[1:]
