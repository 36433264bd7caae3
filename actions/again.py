"""The last answer once more: shorter, the same, or the one before it ("quay lại vụ khai sinh")."""

import re
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Events, answer, answer_briefly
from actions.followup import WHAT_NEED
from actions.procedure import request
from actions.replies import say
from actions.sides import answer_asked
from actions.toolbox import Toolbox
from actions.turn import Turn
from actions.words import about, covered
from knowledge.guide import Guide
from nlu.text import fold, nfc

_BACK = re.compile(
    r"\b(?:quay lai|tro lai|tro ve|quay ve|hoi lai|noi lai|hoi nay|luc nay|khi nay|nay gio|ban nay|vua roi|truoc do"
    r"|dau tien|(?:cai|viec|vu|chuyen|thu tuc) truoc|thoi)\b"
)

#: Sides that a request to repeat names without asking for them.
_SIDES = {
    "papers": "giay to|ho so|can mang|mang gi",
    "fee": "le phi|phi|tien",
    "time": "thoi han|thoi gian|may ngay|bao lau",
    "where": "noi nop|cho nop|dia chi|nop o dau",
}


def answer_shorter(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Say the last answer in one or two sentences."""
    guide = tools.guide(turn.procedure)
    if guide is None:
        say(dispatcher, WHAT_NEED)
        return []
    return answer_briefly(dispatcher, tools, turn, guide, turn.aspects or ((turn.aspect,) if turn.aspect else ()))


def answer_again(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Say the last answer again, or the side that the message names."""
    guide = tools.guide(turn.procedure)
    if guide is None:
        return request(dispatcher, tools, turn)
    said = fold(nfc(turn.text))
    aspects = turn.aspects or tuple(name for name, words in _SIDES.items() if re.search(rf"\b(?:{words})\b", said))
    if aspects:
        return answer_asked(dispatcher, tools, replace(turn, aspects=aspects), guide, [])
    aspects = (turn.aspect,) if turn.aspect else ()
    return answer(dispatcher, tools, turn, guide, aspects=aspects, follow_up=bool(aspects))


def answer_back(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Go back to a procedure that was answered before: the one named, else the one before the last."""
    words = about(tools.read(_BACK.sub(" ", fold(nfc(turn.remainder)))))
    earlier = [guide for code in reversed(turn.trail) if (guide := tools.guide(code))]
    if words:
        named = max(earlier, key=lambda guide: covered(words, guide, tools.read), default=None)
        if named is None or covered(words, named, tools.read) < 0.5:
            topic = _BACK.sub(" ", fold(nfc(turn.text))).strip()
            return request(dispatcher, tools, replace(turn, text=topic, remainder=topic, procedure=None))
        return _answer(dispatcher, tools, turn, named)
    before = earlier[1:2] or earlier
    if not before:
        say(dispatcher, WHAT_NEED)
        return []
    return _answer(dispatcher, tools, turn, before[0])


def _answer(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn, guide: Guide) -> Events:
    return answer(dispatcher, tools, turn, guide, aspects=turn.aspects, follow_up=bool(turn.aspects))
