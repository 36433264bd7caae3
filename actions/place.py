"""Somebody says where they live, or where the land or the business is."""

import re

from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Events, answer, card_of, places_of
from actions.open_question import with_open_list
from actions.procedure import request
from actions.replies import say
from actions.told_place import ELSEWHERE, told_a_place
from actions.toolbox import Toolbox
from actions.turn import Turn
from actions.words import about
from nlu.text import fold, nfc

NOT_FOUND = "Dạ, em chưa nhận ra địa danh này. Anh/chị cho em tên xã, phường và tỉnh, tên cũ hay mới đều được ạ."

_LEAD_IN = re.compile(
    r"^(?:(?:dạ|da|tôi|toi|tui|em|mình|minh|con|cháu|chau|bác|bac|nhà|nha|thì|thi|mà|ma|ở|o|tại|tai|đang|dang)\s+)+",
    re.IGNORECASE,
)


@with_open_list
def answer_place(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Answer a message that gives a place: with the procedure before, or with what the place is today."""
    guide = tools.guide(turn.procedure)
    named = places_of(turn, tools) or [tools.resolver.resolve(_LEAD_IN.sub("", turn.text))]
    if any(place.level != "none" for place in named):
        if _asks_besides(tools, turn, [place.text for place in named]):
            return request(dispatcher, tools, turn)
        return told_a_place(dispatcher, tools, turn, named)
    if guide and ELSEWHERE.search(fold(nfc(turn.text))):
        elsewhere = card_of(tools, turn, guide).elsewhere
        return answer(dispatcher, tools, turn, guide, aspects=("where",), follow_up=True, lead=elsewhere)
    if about(tools.read(turn.remainder)):
        return request(dispatcher, tools, turn)
    say(dispatcher, NOT_FOUND)
    return []


def _asks_besides(tools: Toolbox, turn: Turn, places: list[str]) -> bool:
    """Return whether the message says beside its places what is needed."""
    text = turn.remainder
    for place in places:
        text = text.replace(place, " ")
    return len(about(tools.read(text))) > 1 and tools.searcher.search(text).decision != "none"
