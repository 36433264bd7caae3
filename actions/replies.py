"""Replies: cards and sentences in the shape that Rasa sends on."""

import json
from collections.abc import Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from knowledge.card import Card, Choice
from knowledge.card_text import card_text

Button = dict[str, str]

OTHER = "Việc khác"


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
) -> None:
    """Send the answer of a guide card, with buttons for what people ask next and for near procedures."""
    text = "\n".join(part for part in (lead, card_text(card, aspects, follow_up)) if part)
    say(dispatcher, text, card, [*_next_buttons(card, aspects), *(pick_button(choice) for choice in others[:2])])


def say_choices(dispatcher: CollectingDispatcher, card: Card) -> None:
    """Send a question with its options, numbered so that they can be answered in words too."""
    lines = [f"{number}. {choice.label}" for number, choice in enumerate(card.choices, start=1)]
    say(dispatcher, "\n".join([card.question, *lines]), card, [pick_button(choice) for choice in card.choices])


def pick_button(choice: Choice) -> Button:
    """Return the button that picks `choice`."""
    code = choice.code or "other"
    return {"title": choice.label, "payload": "/pick" + json.dumps({"code": code})}


def choice_slot(choices: Sequence[Choice]) -> list[dict[str, Any]]:
    """Return `choices` as the slot keeps them."""
    return [choice.model_dump() for choice in choices]


def _next_buttons(card: Card, aspects: Sequence[str]) -> list[Button]:
    wanted = [("papers", "Giấy tờ cần có"), ("where", "Nơi nộp")] if aspects else [("papers", "Giấy tờ cần có")]
    buttons = [
        {"title": title, "payload": "/ask_aspect" + json.dumps({"aspect": name})}
        for name, title in wanted
        if name not in aspects
    ]
    if card.linked_code and not aspects:
        buttons.insert(0, pick_button(Choice(code=card.linked_code, label="Làm liên thông một lần")))
    return buttons
