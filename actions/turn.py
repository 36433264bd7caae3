"""What an action needs to know of one turn, read from Rasa's tracker."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker

from nlu.components.choices import find_choice
from nlu.components.folding import folded
from nlu.mobility import hard_to_travel
from nlu.privacy import TOKENS
from nlu.text import clean


@dataclass(frozen=True)
class Turn:
    """One message and what the conversation holds.

    `remainder`: the message without the words that ask an aspect. `names_place`: the message holds a place.
    `aspects`: the aspects asked, in order. `code`: the procedure that a
    button carries. `choice`: a pick from a list, a 1-based number or "last", "middle", "other". `same_question`: the
    topic of "thế còn tạm trú?". `correction`: that of "không phải, ý tôi là khai tử". `case`: answers for a checklist,
    from a button. `procedure`, `aspect`: those of the turn before. `places`: a key of `knowledge.guide.Key` to
    {"province", "wards"}. `choices`: the options offered last, each {"code", "label"} and perhaps "words", "text",
    "case". `question`: what is asked with them, {"request", "aspects", "tries"}, empty when nothing is open. `trail`:
    the procedures answered, the latest last. `waiting`: requests that were named and not answered yet, each {"code",
    "label", "aspects"}. `failed`: how many messages in a row were not understood. `reduced_mobility`: the way is hard
    for somebody, by this message or an earlier one. `commune`: the ward code of the site the message came from.
    `confidence`: how sure the classifier is of its intent, 0 to 1.
    """

    text: str
    remainder: str = ""
    names_place: bool = False
    aspects: tuple[str, ...] = ()
    code: str | None = None
    choice: int | str | None = None
    same_question: str | None = None
    correction: str | None = None
    case: str | None = None
    procedure: str | None = None
    aspect: str | None = None
    places: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    choices: tuple[Mapping[str, Any], ...] = ()
    question: Mapping[str, Any] = field(default_factory=dict)
    trail: tuple[str, ...] = ()
    waiting: tuple[Mapping[str, Any], ...] = ()
    failed: int = 0
    reduced_mobility: bool = False
    commune: str | None = None
    confidence: float = 1.0

    @property
    def asked(self) -> tuple[str, ...]:
        """The aspects that the message asks, or the one kept from the turn before ("thế còn tạm trú?")."""
        if self.aspects or self.aspect is None or (self.same_question is None and self.correction is None):
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
    text = str(message.get("text") or "")
    pressed = text.startswith("/")
    aspects = tuple(str(value) for value in _values(entities, "aspect"))
    remainder = _without(text, [entity for entity in entities if entity.get("entity") == "aspect" and not pressed])
    text, remainder = _unmasked(text), _unmasked(remainder)
    choice = next(iter(_values(entities, "choice")), None)
    if choice is None and aspects and not pressed:
        choice = find_choice(folded(remainder))
    return Turn(
        text="" if pressed else text,
        remainder="" if pressed else remainder,
        names_place=any(entity.get("entity") == "place" for entity in entities),
        aspects=aspects,
        code=_text(next(iter(_values(entities, "code")), None)),
        choice=choice,
        same_question=_text(next(iter(_values(entities, "same_question")), None)),
        correction=_text(next(iter(_values(entities, "correction")), None)),
        case=_text(next(iter(_values(entities, "case")), None)),
        procedure=_text(tracker.get_slot("procedure")),
        aspect=_text(tracker.get_slot("aspect")),
        places=_mapping(tracker.get_slot("places")),
        choices=_mappings(tracker.get_slot("choices")),
        question=_mapping(tracker.get_slot("question")),
        trail=tuple(code for code in _list(tracker.get_slot("trail")) if isinstance(code, str)),
        waiting=_mappings(tracker.get_slot("waiting")),
        failed=_count(tracker.get_slot("failed")),
        reduced_mobility=bool(tracker.get_slot("reduced_mobility")) or (not pressed and hard_to_travel(text)),
        commune=_text(metadata.get("commune")) if isinstance(metadata, Mapping) else None,
        confidence=_share(message.get("intent")),
    )


def _without(text: str, spans: list[dict[str, Any]]) -> str:
    for span in sorted(spans, key=lambda span: -int(span.get("start", 0))):
        text = f"{text[: int(span.get('start', 0))]} {text[int(span.get('end', 0)) :]}"
    return text.strip()


def _unmasked(text: str) -> str:
    """Return `text` without the masks of personal data, which say nothing of what is needed."""
    for token in TOKENS:
        text = text.replace(token, " ")
    return clean(text)


def _values(entities: list[dict[str, Any]], name: str) -> list[Any]:
    return [entity["value"] for entity in entities if entity.get("entity") == name and entity.get("value")]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _mappings(value: object) -> tuple[Mapping[str, Any], ...]:
    return tuple(one for one in _list(value) if isinstance(one, Mapping))


def _share(intent: object) -> float:
    value = intent.get("confidence") if isinstance(intent, Mapping) else None
    return float(value) if isinstance(value, int | float) and 0 <= value <= 1 else 1.0


def _count(value: object) -> int:
    return int(value) if isinstance(value, int | float) and value == value and 0 <= value < 1000 else 0
