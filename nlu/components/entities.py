"""Rasa's entity extractor for what rules read: places, aspects, picks, changes of topic."""

from __future__ import annotations

from typing import Any, Protocol

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.address import find_address
from nlu.components.finder import PlaceFinder, read_with_places, shared_finder
from nlu.components.folding import folded
from nlu.components.readings import Readings

#: Where a message keeps its readings for the components that follow; not part of the parse result.
READINGS = "motcua_readings"

PLACE = "place"
ASPECT = "aspect"
CHOICE = "choice"
SAME_QUESTION = "same_question"
CORRECTION = "correction"
YOU = "you"
ME = "me"


class PlaceLike(Protocol):
    """What this component needs of a place that `nlu.places` found."""

    text: str
    start: int
    end: int
    level: str
    province: str | None
    candidates: tuple[str, ...]
    preferred: str | None
    ask: bool
    role: str | None


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class RuleEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Adds place, aspect, choice, same_question, correction, you and me: read by rules and tables, not trained.

    A place carries its reading (level, province, candidate wards of today, preferred, ask) beside the
    surface, so that the action server needs not read it again.
    """

    def __init__(self, finder: PlaceFinder) -> None:
        """Keep the finder of places, which lives as long as the process."""
        self._finder = finder

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RuleEntityExtractor:
        """Create the component as Rasa's graph asks for it."""
        return cls(shared_finder())

    @staticmethod
    def supported_languages() -> list[str]:
        """Return the languages that this extractor reads."""
        return ["vi"]

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities to each message; a button's payload carries its own and is left alone."""
        for message in messages:
            text: str = message.get(TEXT) or ""
            if text.startswith(INTENT_MESSAGE_PREFIX):
                continue
            places = self._finder.find(text)
            readings = read_with_places(text, places)
            message.set(READINGS, readings)
            found = (
                [_place_entity(place) for place in places] + _reading_entities(readings, text) + _address_entities(text)
            )
            if found:
                entities = message.get(ENTITIES, []) + self.add_extractor_name(found)
                message.set(ENTITIES, entities, add_to_output=True)
        return messages


def _place_entity(place: PlaceLike) -> dict[str, Any]:
    entity: dict[str, Any] = {
        "entity": PLACE,
        "start": place.start,
        "end": place.end,
        "value": place.text,
        "confidence_entity": 0.5 if place.ask else 1.0,
        "place": {
            "level": place.level,
            "province": place.province,
            "candidates": list(place.candidates),
            "preferred": place.preferred,
            "ask": place.ask,
        },
    }
    if place.role:
        entity["role"] = place.role
    return entity


def _reading_entities(readings: Readings, text: str) -> list[dict[str, Any]]:
    entities = [
        {"entity": ASPECT, "start": aspect.start, "end": aspect.end, "value": aspect.name}
        for aspect in readings.aspects
    ]
    if readings.choice is not None:
        entities.append({"entity": CHOICE, "start": 0, "end": len(text), "value": readings.choice})
    for name, topic in ((SAME_QUESTION, readings.same_question), (CORRECTION, readings.correction)):
        if topic is not None:
            entities.append({"entity": name, "start": topic.start, "end": topic.end, "value": topic.text})
    return [{"confidence_entity": 1.0, **entity} for entity in entities]


def _address_entities(text: str) -> list[dict[str, Any]]:
    """Return what the person is called and what the assistant calls itself, once the person has shown it."""
    address = find_address(folded(text))
    if address is None:
        return []
    where = {"start": address.start, "end": address.end, "confidence_entity": 1.0}
    return [{"entity": YOU, "value": address.you, **where}, {"entity": ME, "value": address.me, **where}]
