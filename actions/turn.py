"""What an action needs to know of one turn, read from Rasa's tracker."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker


@dataclass(frozen=True)
class Turn:
    """One message and what the conversation holds.

    `remainder`: the message without the words that ask an aspect. `names_place`: the message holds a place.
    `aspects`: the aspects asked, in order. `code`: the procedure that a
    button carries. `choice`: a pick from a list, a 1-based number or "last", "middle", "other". `same_question`: the
    topic of "thế còn tạm trú?". `correction`: that of "không phải, ý tôi là khai tử". `procedure`, `aspect`: those of
    the turn before. `places`: a key of `knowledge.guide.Key` to {"province", "wards"}. `choices`: the options offered
    last, each {"code", "label"}. `commune`: the ward code of the site the message came from.
    """

    text: str
    remainder: str = ""
    names_place: bool = False
    aspects: tuple[str, ...] = ()
    code: str | None = None
    choice: int | str | None = None
    same_question: str | None = None
    correction: str | None = None
    procedure: str | None = None
    aspect: str | None = None
    places: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    choices: tuple[Mapping[str, Any], ...] = ()
    commune: str | None = None

    @property
    def asked(self) -> tuple[str, ...]:
        """The aspects that the message asks, or the one kept from the turn before ("thế còn tạm trú?")."""
        if self.aspects or self.same_question is None or self.aspect is None:
            return self.aspects
        return (self.aspect,)

    @property
    def topic(self) -> str:
        """What the message is about: the part that names the procedure, else all of it."""
        return self.same_question or self.correction or self.text


def read_turn(tracker: Tracker) -> Turn:
    """Return the turn that `tracker` stands at. Slots and metadata of an unexpected shape count as empty."""
    message = tracker.latest_message or {}
    entities = [entity for entity in message.get("entities") or [] if isinstance(entity, dict)]
    metadata = message.get("metadata")
    places, choices = tracker.get_slot("places"), tracker.get_slot("choices")
    text = str(message.get("text") or "")
    return Turn(
        text=text,
        remainder=_without(text, [entity for entity in entities if entity.get("entity") == "aspect"]),
        names_place=any(entity.get("entity") == "place" for entity in entities),
        aspects=tuple(str(value) for value in _values(entities, "aspect")),
        code=_text(next(iter(_values(entities, "code")), None)),
        choice=next(iter(_values(entities, "choice")), None),
        same_question=_text(next(iter(_values(entities, "same_question")), None)),
        correction=_text(next(iter(_values(entities, "correction")), None)),
        procedure=_text(tracker.get_slot("procedure")),
        aspect=_text(tracker.get_slot("aspect")),
        places=places if isinstance(places, Mapping) else {},
        choices=tuple(choice for choice in choices if isinstance(choice, Mapping)) if isinstance(choices, list) else (),
        commune=_text(metadata.get("commune")) if isinstance(metadata, Mapping) else None,
    )


def _without(text: str, spans: list[dict[str, Any]]) -> str:
    for span in sorted(spans, key=lambda span: -int(span.get("start", 0))):
        text = f"{text[: int(span.get('start', 0))]} {text[int(span.get('end', 0)) :]}"
    return text.strip()


def _values(entities: list[dict[str, Any]], name: str) -> list[Any]:
    return [entity["value"] for entity in entities if entity.get("entity") == name and entity.get("value")]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
