"""Somebody picks from a list by a button, or by number without a list."""

from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Events, answer
from actions.open_question import NOT_THERE, OTHER_CODE, something_else, with_open_list
from actions.procedure import request
from actions.replies import say
from actions.toolbox import Toolbox
from actions.turn import Turn

NO_LIST = "Dạ, hiện chưa có danh sách nào để chọn. Anh/chị nói giúp em việc cần làm là gì ạ?"


@with_open_list
def answer_pick(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Answer with the option that a button carries; picks in words were read by the list itself."""
    if turn.code == OTHER_CODE:
        return something_else(dispatcher, turn)
    guide = tools.guide(turn.code)
    if guide:
        aspects = turn.aspects or tuple(str(one) for one in turn.question.get("aspects") or ())
        return answer(dispatcher, tools, turn, guide, aspects=aspects)
    if turn.code:
        say(dispatcher, NOT_THERE)
        return []
    if turn.choice is None:
        return request(dispatcher, tools, turn)
    say(dispatcher, NO_LIST)
    return []
