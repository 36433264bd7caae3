"""actions/pick.py"""

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.open_question import NOT_THERE, SAY_MORE
from actions.pick import NO_LIST, answer_pick
from actions.toolbox import Toolbox
from actions.turn import Turn

LIST = (
    {"code": "1.001193", "label": "khai sinh"},
    {"code": "2.000635", "label": "bản sao"},
    {"code": "1.004884", "label": "đăng ký lại"},
    {"code": None, "label": "Việc khác"},
)


@pytest.mark.parametrize(
    ("choice", "code"), [(1, "1.001193"), ("2", "2.000635"), ("last", "1.004884"), ("middle", "2.000635")]
)
def test_a_pick_in_words(tools: Toolbox, said: CollectingDispatcher, choice: int | str, code: str) -> None:
    """A number, the last and the middle one of the list; "something else" is never the last."""
    answer_pick(said, tools, Turn(text="…", choice=choice, choices=LIST))
    assert said.messages[0]["custom"]["code"] == code


def test_a_button_carries_its_code(tools: Toolbox, said: CollectingDispatcher) -> None:
    """A button works without the list, also from an old card."""
    answer_pick(said, tools, Turn(text="", code="1.000656"))
    assert said.messages[0]["custom"]["code"] == "1.000656"


@pytest.mark.parametrize(
    "turn",
    [
        Turn(text="", code="other"),
        Turn(text="khác", choice="other", choices=LIST),
        Turn(text="4", choice=4, choices=LIST),
    ],
)
def test_something_else(tools: Toolbox, said: CollectingDispatcher, turn: Turn) -> None:
    """None of these: the citizen is asked for other words, and told where to find a person."""
    answer_pick(said, tools, turn)
    assert said.messages[0]["text"] == SAY_MORE


@pytest.mark.parametrize(
    "turn",
    [
        Turn(text="", code="9.999999"),
        Turn(text="9", choice=9, choices=LIST),
        Turn(text="0", choice=0, choices=LIST),
    ],
)
def test_an_option_that_is_not_there(tools: Toolbox, said: CollectingDispatcher, turn: Turn) -> None:
    """A code that this snapshot lacks or a number beyond the list gives a sentence, not a fact."""
    answer_pick(said, tools, turn)
    assert said.messages[0]["text"] == NOT_THERE


def test_a_number_without_a_list(tools: Toolbox, said: CollectingDispatcher) -> None:
    """A bare number picks nothing and is not searched for."""
    answer_pick(said, tools, Turn(text="2", choice=2))
    assert said.messages[0]["text"] == NO_LIST
