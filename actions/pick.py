"""Somebody picks from a list: by a button, by number, or in words."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Events, answer
from actions.person import CONTACT
from actions.procedure import answer_request
from actions.replies import say
from actions.toolbox import Toolbox
from actions.turn import Turn

OTHER_CODE = "other"
SAY_MORE = "Dạ, anh/chị nói rõ hơn giúp em việc cần làm là gì ạ? " + CONTACT
NO_LIST = "Dạ, hiện chưa có danh sách nào để chọn. Anh/chị nói giúp em việc cần làm là gì ạ?"
NOT_THERE = "Dạ, lựa chọn này không còn. Anh/chị nói giúp em việc cần làm bằng một câu ngắn ạ."


def answer_pick(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Answer with the option picked."""
    code = turn.code or _picked(turn)
    if code == OTHER_CODE:
        say(dispatcher, SAY_MORE)
        return [SlotSet("choices", None)]
    guide = tools.guide(code)
    if guide:
        return answer(dispatcher, tools, turn, guide)
    if turn.code is None and turn.choice is None:
        return answer_request(dispatcher, tools, turn)
    if not turn.choices and turn.code is None:
        say(dispatcher, NO_LIST)
        return []
    say(dispatcher, NOT_THERE)
    return []


def _picked(turn: Turn) -> str | None:
    """Return the code of the option that the words pick, `other`, or None when there is no such option."""
    if turn.choice == "other":
        return OTHER_CODE
    position = _position(turn.choice, turn.choices)
    if position is None or not 0 <= position < len(turn.choices):
        return None
    return str(turn.choices[position].get("code") or OTHER_CODE)


def _position(choice: int | str | None, choices: tuple[Mapping[str, Any], ...]) -> int | None:
    if choice == "last":
        real = [index for index, option in enumerate(choices) if option.get("code")]
        return real[-1] if real else None
    if choice == "middle":
        return len([option for option in choices if option.get("code")]) // 2
    try:
        return int(choice) - 1 if choice is not None else None
    except ValueError:
        return None
