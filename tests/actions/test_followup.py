"""actions/followup.py"""

from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.asking import WHICH
from actions.followup import (
    ENOUGH,
    OF_WHAT,
    SORRY,
    answer_aspect,
    answer_correction,
    answer_more,
    answer_no,
    answer_yes,
)
from actions.toolbox import Toolbox
from actions.turn import Turn
from tests.actions.conftest import Slots

OPEN = {"request": "người mất", "aspects": [], "tries": 0}
OFFERED = ({"code": "1.000656", "label": "khai tử"}, {"code": None, "label": "Việc khác"})


def test_an_aspect_is_answered_for_the_procedure_before(
    tools: Toolbox, said: CollectingDispatcher, slots: Slots
) -> None:
    """ "Còn lệ phí?" needs no procedure named again, and only the fee is told."""
    events = answer_aspect(said, tools, Turn(text="còn lệ phí?", aspects=("fee",), procedure="1.004194"))
    assert "7.000 đồng" in said.messages[0]["text"]
    assert "Nơi nộp" not in said.messages[0]["text"]
    assert slots(events)["aspect"] == "fee"


def test_an_aspect_without_a_procedure_is_searched(tools: Toolbox, said: CollectingDispatcher) -> None:
    """At the start of a conversation the message itself must say what it is about."""
    tools.searcher.found = {"lệ phí kết hôn": ("answer", ["1.000894"])}  # type: ignore[attr-defined]
    answer_aspect(said, tools, Turn(text="lệ phí kết hôn", remainder="kết hôn", aspects=("fee",)))
    assert said.messages[0]["custom"]["code"] == "1.000894"


def test_a_procedure_that_is_gone_is_searched_anew(tools: Toolbox, said: CollectingDispatcher) -> None:
    """A slot value that the new snapshot lacks never gives a fact."""
    answer_aspect(said, tools, Turn(text="còn lệ phí?", aspects=("fee",), procedure="9.999999"))
    assert said.messages[0]["text"] == OF_WHAT


def test_an_aspect_while_a_list_is_open_is_told_of_the_likeliest(
    tools: Toolbox, said: CollectingDispatcher, slots: Slots
) -> None:
    """The fee of the first option in few words, the list once more; the side is kept for the pick."""
    events = answer_aspect(said, tools, Turn(text="còn lệ phí?", aspects=("fee",), choices=OFFERED, question=OPEN))
    assert "khai tử" in said.messages[0]["text"]
    assert "phí" in said.messages[0]["text"]
    assert said.messages[1]["text"].splitlines() == [WHICH, "1. khai tử", "2. Việc khác"]
    assert slots(events)["question"] == {"request": "người mất", "aspects": ["fee"], "tries": 0}


def test_a_replaced_code_still_answers(tools: Toolbox, said: CollectingDispatcher) -> None:
    """An old code leads to today's guide."""
    answer_aspect(said, tools, Turn(text="nộp mạng được không", aspects=("online",), procedure="2.000986"))
    assert said.messages[0]["custom"]["code"] == "3.000722"


def test_more_shows_the_papers(tools: Toolbox, said: CollectingDispatcher) -> None:
    """What the short answer left out."""
    answer_more(said, tools, Turn(text="nói rõ hơn", procedure="1.001193"))
    assert "Giấy chứng sinh" in said.messages[0]["text"]


def test_yes_takes_the_one_option(tools: Toolbox, said: CollectingDispatcher) -> None:
    """A yes to a single offer is that offer; otherwise it is asked what to tell."""
    answer_yes(said, tools, Turn(text="ừ", choices=OFFERED))
    assert said.messages[0]["custom"]["code"] == "1.000656"
    answer_yes(said, tools, Turn(text="ừ", procedure="1.001193"))
    assert said.messages[1]["text"].startswith("Dạ, anh/chị cần biết thêm gì")


def test_no_forgets_the_list(tools: Toolbox, said: CollectingDispatcher, slots: Slots) -> None:
    """After a no to a question, an old number picks nothing; a no to nothing asked is enough said."""
    events = answer_no(said, tools, Turn(text="không", choices=OFFERED, question=OPEN))
    assert slots(events) == {"choices": None, "question": None}
    answer_no(said, tools, Turn(text="không", procedure="1.000656"))
    assert said.messages[1]["text"] == ENOUGH


@pytest.mark.parametrize("more", [{}, {"choices": OFFERED, "question": OPEN}])
def test_a_no_with_what_was_meant_is_answered(tools: Toolbox, said: CollectingDispatcher, more: dict[str, Any]) -> None:
    """ "Không phải, kết hôn" is a correction, also while a list is open."""
    tools.searcher.found = {"kết hôn": ("answer", ["1.000894"])}  # type: ignore[attr-defined]
    answer_no(said, tools, Turn(text="không phải, kết hôn", procedure="1.001193", **more))
    assert said.messages[0]["custom"]["code"] == "1.000894"


def test_a_reproach_is_no_goodbye(tools: Toolbox, said: CollectingDispatcher) -> None:
    """Who says that the answer was wrong is asked what was meant."""
    answer_no(said, tools, Turn(text="hồi nãy bạn nói sai rồi", procedure="1.004194"))
    assert said.messages[0]["text"] == SORRY


@pytest.mark.parametrize(("text", "asked"), [("thi lại ko", True), ("dạ không", False), ("tôi không cần", False)])
def test_a_question_that_ends_like_a_no(tools: Toolbox, said: CollectingDispatcher, text: str, asked: bool) -> None:
    """It is answered about the procedure at hand."""
    answer_no(said, tools, Turn(text=text, remainder=text, procedure="3.000347"))
    assert (said.messages[0]["text"] != ENOUGH) == asked


def test_a_correction_is_answered_by_its_topic(tools: Toolbox, said: CollectingDispatcher) -> None:
    """ "Không phải, ý tôi là khai tử" is a question about khai tử."""
    tools.searcher.found = {"khai tử": ("answer", ["1.000656"])}  # type: ignore[attr-defined]
    answer_correction(said, tools, Turn(text="không phải, ý tôi là khai tử", correction="khai tử"))
    assert said.messages[0]["custom"]["code"] == "1.000656"
