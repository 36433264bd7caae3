"""Replies: cards and sentences in the shape that Rasa sends on."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from knowledge.card import Card, Choice
from knowledge.card_brief import brief_text
from knowledge.card_text import card_text, source_line

Button = dict[str, str]

OTHER = "Việc khác"
MY_CASE = "Giấy tờ cho trường hợp của tôi"


def say(dispatcher: CollectingDispatcher, text: str, card: Card | None = None, buttons: Sequence[Button] = ()) -> None:
    """Send `text` with its card and buttons."""
    json_message = card.model_dump(mode="json", exclude_defaults=True) | {"kind": card.kind} if card else None
    dispatcher.utter_message(text=text, buttons=list(buttons), json_message=json_message)


def say_guide(
    dispatcher: CollectingDispatcher,
    card: Card,
    aspects: Sequence[str],
    *,
    follow_up: bool,
    lead: str = "",
    others: Sequence[Choice] = (),
    by_case: bool = False,
) -> None:
    """Send the answer of a guide card, with buttons for what people ask next and for near procedures.

    `by_case`: the papers differ by case, so that a list for one's own case is worth a button.
    """
    text = "\n".join(part for part in (lead, card_text(card, aspects, follow_up)) if part)
    buttons = _next_buttons(card, aspects)
    if by_case and card.code:
        buttons.insert(1 if aspects else len(buttons), case_button(card.code, "", MY_CASE))
    say(dispatcher, text, card, [*buttons, *(pick_button(choice) for choice in others[:2])])


def say_brief(dispatcher: CollectingDispatcher, card: Card, aspects: Sequence[str], lead: str = "") -> None:
    """Send a guide card in one or two sentences, with a button for its papers."""
    text = "\n".join(part for part in (lead, brief_text(card, aspects)) if part)
    say(dispatcher, text, card, _next_buttons(card, aspects)[-1:])


def say_lines(dispatcher: CollectingDispatcher, card: Card, lines: Sequence[str], *, head: bool = True) -> None:
    """Send sentences of a guide card, with its source."""
    opening = [f"Dạ, về việc {card.title}:"] if head else []
    text = "\n".join([*opening, *lines, source_line(card.source)] if head else lines)
    say(dispatcher, text, card, _next_buttons(card, ()))


def say_choices(dispatcher: CollectingDispatcher, card: Card, lead: str = "") -> None:
    """Send a question with its options, numbered so that they can be answered in words too."""
    lines = [f"{number}. {choice.label}" for number, choice in enumerate(card.choices, start=1)]
    text = "\n".join(part for part in (lead, card.question, *lines) if part)
    say(dispatcher, text, card, [pick_button(choice) for choice in card.choices])


def pick_button(choice: Choice, aspect: str | None = None) -> Button:
    """Return the button that picks `choice`, and asks `aspect` of it."""
    carried = {"code": choice.code or "other"} | ({"aspect": aspect} if aspect else {})
    return {"title": choice.label, "payload": "/pick" + json.dumps(carried)}


def case_button(code: str, answers: str, title: str) -> Button:
    """Return the button that goes on with the checklist of `code`; it carries all answers given so far."""
    return {"title": title, "payload": "/ask_checklist" + json.dumps({"code": code, "case": answers or "start"})}


def choice_slot(choices: Sequence[Choice], words: Mapping[str, Sequence[str]] | None = None) -> list[dict[str, Any]]:
    """Return `choices` as the slot keeps them; `words`: more words that pick a choice, by label."""
    more = words or {}
    return [
        choice.model_dump() | ({"words": list(more[choice.label])} if more.get(choice.label) else {})
        for choice in choices
    ]


def _next_buttons(card: Card, aspects: Sequence[str]) -> list[Button]:
    """Return buttons for what is asked next; they name the procedure, so that an old card's still mean that one."""
    wanted = [("papers", "Giấy tờ cần có"), ("where", "Nơi nộp")] if aspects else [("papers", "Giấy tờ cần có")]
    buttons = [
        {"title": title, "payload": "/ask_aspect" + json.dumps({"aspect": name, "code": card.code})}
        for name, title in wanted
        if name not in aspects
    ]
    if card.linked_code and not aspects:
        buttons.insert(0, pick_button(Choice(code=card.linked_code, label="Làm liên thông một lần")))
    return buttons
