"""actions/checklist.py"""

import json

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.checklist import OF_WHICH, answer_checklist
from actions.followup import answer_no, answer_yes
from actions.procedure import answer_request
from actions.toolbox import Toolbox
from actions.turn import Turn
from tests.actions.conftest import Slots


def pressed(button: dict[str, str]) -> Turn:
    """Return the turn after a press of `button`."""
    carried = json.loads(button["payload"].removeprefix("/ask_checklist"))
    return Turn(text="", code=carried["code"], case=carried["case"])


def test_buttons_lead_to_the_list(tools: Toolbox, said: CollectingDispatcher) -> None:
    """At most three presses; the list is a card of its own kind."""
    answer_checklist(said, tools, Turn(text="", code="1.004884", case="start"))
    for _ in range(3):
        last = said.messages[-1]
        if last["custom"]["kind"] == "checklist":
            break
        answer_checklist(said, tools, pressed(last["buttons"][0]))
    assert said.messages[-1]["custom"]["kind"] == "checklist"
    assert "Bản sao Giấy khai sinh" in said.messages[-1]["text"]


def test_a_button_pressed_twice_says_the_same(tools: Toolbox, said: CollectingDispatcher) -> None:
    """Buttons carry all answers, so an old one means what it meant, whatever was said since."""
    answer_checklist(said, tools, Turn(text="", code="1.004884", case="start"))
    button = said.messages[0]["buttons"][1]
    answer_checklist(said, tools, pressed(button))
    answer_checklist(said, tools, pressed(button))
    assert said.messages[1]["text"] == said.messages[2]["text"]


def test_words_answer_too(tools: Toolbox, said: CollectingDispatcher, slots: Slots) -> None:
    """The case in words, then yes and no."""
    left = slots(answer_checklist(said, tools, Turn(text="", code="1.004884", case="start")))
    turn = Turn(text="còn bản sao", remainder="còn bản sao", choices=tuple(left["choices"]), question=left["question"])
    left = slots(answer_request(said, tools, turn))
    assert "đi thay" in said.messages[1]["text"]
    asked = Turn(text="không", choices=tuple(left["choices"]), question=left.get("question") or turn.question)
    answer_no(said, tools, asked)
    answer_yes(said, tools, asked)
    assert said.messages[2]["buttons"] != said.messages[3]["buttons"]


@pytest.mark.parametrize("case", ["case=99", "x", ";;", "case=1;case=2;top9=yes"])
def test_a_damaged_button_is_no_fault(tools: Toolbox, said: CollectingDispatcher, case: str) -> None:
    """Whatever an old button carries, there is a question or a list."""
    answer_checklist(said, tools, Turn(text="", code="1.004884", case=case))
    assert said.messages[0]["custom"]["kind"] in ("choices", "checklist")


def test_of_which_procedure(tools: Toolbox, said: CollectingDispatcher) -> None:
    """Without a procedure, and with one that this snapshot lacks, it is asked."""
    answer_checklist(said, tools, Turn(text="giấy tờ cho trường hợp của tôi"))
    answer_checklist(said, tools, Turn(text="", code="9.999999", case="start"))
    assert [message["text"] for message in said.messages] == [OF_WHICH, OF_WHICH]
