"""Somebody goes on about the procedure before: one more side of it, more of it, yes or no."""

from dataclasses import replace

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Events, answer, places_of
from actions.pick import SAY_MORE, answer_pick
from actions.procedure import answer_request
from actions.replies import say
from actions.toolbox import Toolbox
from actions.turn import Turn
from nlu.text import syllables

ASK_MORE = "Dạ, anh/chị cần biết thêm gì ạ: giấy tờ, lệ phí, thời hạn, nơi nộp hay nộp mạng?"
OF_WHAT = "Dạ, anh/chị hỏi về thủ tục nào ạ? Ví dụ: «làm giấy khai sinh», «đăng ký tạm trú»."
CHOOSE_FIRST = "Dạ, anh/chị chọn giúp em một việc trước ạ:"
WHAT_NEED = "Dạ, anh/chị cần làm thủ tục gì ạ?"

#: A message with fewer syllables beside its aspect ("còn lệ phí?") names no procedure.
NAMES_SOMETHING = 2

#: What "more" of an answer shows: what the short answer leaves out.
MORE = ("papers", "presence", "result", "legal")


def answer_aspect(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Answer the aspects asked of the procedure before; without one, the message must say what it is about."""
    guide = tools.guide(turn.procedure)
    if not turn.asked:
        return answer_request(dispatcher, tools, turn)
    if guide is None:
        return _answer_aspect_of_what(dispatcher, tools, turn)
    return answer(dispatcher, tools, turn, guide, aspects=turn.asked, follow_up=True, named=places_of(turn, tools))


def _answer_aspect_of_what(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Find the procedure in the message itself; if it names none, ask, or show again the list still open."""
    if turn.choices:
        labels = [f"{number}. {choice.get('label')}" for number, choice in enumerate(turn.choices, start=1)]
        say(dispatcher, "\n".join([CHOOSE_FIRST, *labels]))
        return []
    if len(syllables(turn.remainder)) >= NAMES_SOMETHING and tools.searcher.search(turn.text).decision == "answer":
        return answer_request(dispatcher, tools, turn)
    say(dispatcher, OF_WHAT)
    return []


def answer_more(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Show what the short answer left out."""
    guide = tools.guide(turn.procedure)
    if guide is None:
        say(dispatcher, WHAT_NEED)
        return []
    return answer(dispatcher, tools, turn, guide, aspects=MORE, follow_up=True)


def answer_yes(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Take a yes for the one option offered; otherwise ask what to tell."""
    offered = [choice for choice in turn.choices if choice.get("code")]
    if len(offered) == 1:
        return answer_pick(dispatcher, tools, turn_with_choice(turn))
    say(dispatcher, ASK_MORE if tools.guide(turn.procedure) else WHAT_NEED)
    return []


def answer_no(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Take a no for "none of these" and ask for other words."""
    say(dispatcher, SAY_MORE)
    return [SlotSet("choices", None)]


def answer_correction(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Answer what was really meant; a correction that names nothing is a no."""
    if turn.correction is None and not turn.aspects:
        return answer_no(dispatcher, tools, turn)
    return answer_request(dispatcher, tools, turn)


def turn_with_choice(turn: Turn) -> Turn:
    """Return `turn` as if its one real option had been picked."""
    code = next(str(choice["code"]) for choice in turn.choices if choice.get("code"))
    return replace(turn, code=code)
