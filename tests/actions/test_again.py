"""actions/again.py and actions/memory.py"""

from rasa_sdk.executor import CollectingDispatcher

from actions.again import answer_again, answer_back, answer_shorter
from actions.memory import changes, with_latest
from actions.toolbox import Toolbox
from actions.turn import Turn
from tests.actions.conftest import Slots


def test_the_answer_in_one_or_two_sentences(tools: Toolbox, said: CollectingDispatcher) -> None:
    """The side that was asked last, in at most sixty syllables."""
    answer_shorter(said, tools, Turn(text="ngắn thôi", procedure="1.004194", aspect="papers"))
    assert len(said.messages[0]["text"].splitlines()[0].split()) <= 60
    assert "CT01" in said.messages[0]["text"]


def test_the_answer_once_more(tools: Toolbox, said: CollectingDispatcher) -> None:
    """The last side, or the one named without asking for it."""
    answer_again(said, tools, Turn(text="nói lại", procedure="1.004194", aspect="fee"))
    answer_again(said, tools, Turn(text="nhắc lại giấy tờ giùm", procedure="1.004194", aspect="fee"))
    assert "Lệ phí" in said.messages[0]["text"]
    assert "CT01" in said.messages[1]["text"]


def test_back_to_what_was_before(tools: Toolbox, said: CollectingDispatcher, slots: Slots) -> None:
    """By name with a new side, or simply the one before the last."""
    trail = ("1.001193", "1.004194", "3.000347")
    turn = Turn(text="quay lại vụ tạm trú", remainder="quay lại vụ tạm trú", aspects=("fee",), trail=trail)
    events = answer_back(said, tools, turn)
    assert "7.000 đồng" in said.messages[0]["text"]
    assert slots(events)["trail"] == ["1.001193", "3.000347", "1.004194"]
    answer_back(said, tools, Turn(text="quay lại cái trước", remainder="quay lại cái trước", trail=trail))
    assert said.messages[1]["custom"]["code"] == "1.004194"


def test_back_to_nothing(tools: Toolbox, said: CollectingDispatcher) -> None:
    """Without anything before, it is asked what is needed."""
    answer_back(said, tools, Turn(text="quay lại", remainder="quay lại"))
    assert said.messages[0]["text"].endswith("?")


def test_only_what_changed_is_written(slots: Slots) -> None:
    """Each event is stored, so an unchanged slot makes none; an empty value clears the slot."""
    turn = Turn(text="", procedure="1.000894", choices=({"code": "a", "label": "b"},), failed=2)
    assert changes(turn, procedure="1.000894", choices=[{"code": "a", "label": "b"}], waiting=[]) == []
    assert slots(changes(turn, failed=0, choices=[], question={"tries": 1})) == {
        "failed": None, "choices": None, "question": {"tries": 1},
    }  # fmt: skip


def test_the_trail_is_short_and_has_each_procedure_once() -> None:
    """The latest comes last."""
    assert with_latest(("a", "b", "c"), "a") == ["b", "c", "a"]
    assert len(with_latest(tuple("abcdefgh"), "i")) == 6
