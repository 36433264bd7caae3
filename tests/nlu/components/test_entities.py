"""Rasa's entity extractor node."""

from typing import Any

from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.entities import RuleEntityExtractor
from tests.nlu.components.conftest import FinderStandIn


def entities(text: str) -> list[dict[str, Any]]:
    """The entities that the node adds to a message."""
    (message,) = RuleEntityExtractor(FinderStandIn()).process([Message({TEXT: text})])
    return message.get(ENTITIES, [])


def test_place_carries_its_reading() -> None:
    """A place has its surface as value, its role, and what the resolver read."""
    (place,) = entities("tôi ở phường Cầu Giấy")
    assert (place["entity"], place["value"], place["start"], place["end"]) == ("place", "phường Cầu Giấy", 6, 21)
    assert place["role"] == "residence"
    assert place["place"] == {
        "level": "ward", "province": "01", "candidates": ["00166"], "preferred": "00166", "ask": False,
    }  # fmt: skip
    assert place["extractor"] == "RuleEntityExtractor"


def test_place_without_role_has_none() -> None:
    """A place that is merely named has no role, and one that must be asked about less confidence."""
    (place,) = entities("quận Cầu Giấy")
    assert "role" not in place
    assert place["confidence_entity"] < 1


def test_aspect_choice_and_topics_become_entities() -> None:
    """Each reading has an entity of its own, with a slice of the message."""
    text = "làm căn cước hết bao nhiêu tiền"
    (aspect,) = entities(text)
    assert (aspect["entity"], aspect["value"]) == ("aspect", "fee")
    assert text[aspect["start"] : aspect["end"]] == "hết bao nhiêu tiền"
    assert [(each["entity"], each["value"]) for each in entities("cái cuối")] == [("choice", "last")]
    assert [(each["entity"], each["value"]) for each in entities("thế còn tạm trú?")] == [("same_question", "tạm trú")]
    assert [(each["entity"], each["value"]) for each in entities("không, ý tôi là khai tử")] == [
        ("correction", "khai tử")
    ]


def test_payload_is_left_alone() -> None:
    """Words inside a payload are not read."""
    assert entities('/ask_aspect{"aspect": "lệ phí bao nhiêu"}') == []


def test_nothing_to_read_adds_nothing() -> None:
    """A message without anything for the rules has no entities."""
    assert entities("khai sinh") == []
