"""actions/turn.py"""

from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.turn import Turn, read_turn


def tracker(message: dict[str, Any], **slots: Any) -> Tracker:
    return Tracker("sender", slots, message, [], False, None, {}, "action_listen")


def test_reads_what_the_message_holds() -> None:
    """Aspects in order, the place, the commune of the site and the conversation's slots."""
    entities = [
        {"entity": "place", "value": "phường Cầu Giấy", "start": 0, "end": 15},
        {"entity": "aspect", "value": "fee", "start": 8, "end": 14},
        {"entity": "aspect", "value": "time", "start": 15, "end": 22},
    ]
    message = {
        "text": "kết hôn lệ phí bao lâu",
        "entities": entities,
        "intent": {"name": "ask_procedure", "confidence": 0.7},
        "metadata": {"commune": "00166", "id": "1"},
    }
    turn = read_turn(tracker(message, procedure="1.001193", places={"land": {"province": "01"}}))
    assert turn == Turn(
        text="kết hôn lệ phí bao lâu",
        remainder="kết hôn",
        names_place=True,
        aspects=("fee", "time"),
        procedure="1.001193",
        places={"land": {"province": "01"}},
        commune="00166",
        confidence=0.7,
    )


@pytest.mark.parametrize("slots", [{"places": "x", "choices": 5, "procedure": 7}, {"choices": [None, "a"]}])
@pytest.mark.parametrize("message", [{}, {"text": None, "entities": [None, 3], "metadata": "x"}])
def test_unexpected_shapes_count_as_empty(message: dict[str, Any], slots: dict[str, Any]) -> None:
    """A slot or metadata of another shape never breaks a turn."""
    assert read_turn(tracker(message, **slots)) == Turn(text="")


def test_the_aspect_is_kept_for_the_same_question() -> None:
    """ "Thế còn tạm trú?" asks the aspect of the turn before."""
    assert Turn(text="thế còn tạm trú?", same_question="tạm trú", aspect="papers").asked == ("papers",)
    assert Turn(text="tạm trú", aspect="papers").asked == ()


def test_the_topic_is_what_names_the_procedure() -> None:
    """A correction and "thế còn …" are searched by their topic alone."""
    assert Turn(text="không phải, ý tôi là khai tử", correction="khai tử").topic == "khai tử"
    assert Turn(text="khai tử").topic == "khai tử"
