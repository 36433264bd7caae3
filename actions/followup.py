"""Somebody goes on about the procedure before: one more side of it, more of it, yes or no, another one."""

import re
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Events, answer, places_of
from actions.asking import ask_again
from actions.memory import changes
from actions.open_question import BUT, SAY_MORE, something_else, take_choice, with_open_list
from actions.procedure import request
from actions.replies import say
from actions.several import take_waiting
from actions.sides import answer_asked
from actions.toolbox import Toolbox
from actions.turn import Turn
from actions.words import about
from nlu.components.folding import folded

ASK_MORE = "Dạ, anh/chị cần biết thêm gì ạ: giấy tờ, lệ phí, thời hạn, nơi nộp hay nộp mạng?"
OF_WHAT = "Dạ, anh/chị hỏi về thủ tục nào ạ? Ví dụ: «làm giấy khai sinh», «đăng ký tạm trú»."
WHAT_NEED = "Dạ, anh/chị cần làm thủ tục gì ạ?"
ENOUGH = "Dạ, vâng ạ. Khi cần hỏi thêm, anh/chị cứ nhắn em."

SORRY = "Dạ, em xin lỗi anh/chị. Anh/chị nói giúp em chỗ sai, hoặc việc cần làm bằng một câu ngắn để em trả lời lại ạ."

#: A question that ends like a no ("thi lại ko"): something stands before it that is no word of address or of manners.
_ASKED = re.compile(
    r"^(?!(?:da|u|um|thoi|a|oi|toi|em|minh|con|chau|tui|khong|ko|k|hong|chua)\b)\w+ .*\b(?:khong|ko|k|hong|hok)\W*$"
)
_WRONG = re.compile(r"\b(?:noi|tra loi|chi|huong dan|bao) (?:\w+ )?(?:sai|nham|lon|bay)\b|^sai (?:roi|bet)\b")

#: What "more" of an answer shows: what the short answer leaves out.
MORE = ("papers", "presence", "result", "legal")


@with_open_list
def answer_aspect(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Answer the aspects asked of the procedure before, or of the one that the button or the message names."""
    pressed = tools.guide(turn.code)
    if pressed:
        return answer(dispatcher, tools, turn, pressed, aspects=turn.asked, follow_up=True)
    guide = tools.guide(turn.procedure)
    if turn.code:
        say(dispatcher, OF_WHAT)
        return []
    if guide and turn.asked and not about(tools.read(turn.remainder)):
        waiting = take_waiting(dispatcher, tools, turn)
        return waiting if waiting is not None else answer_asked(dispatcher, tools, turn, guide, places_of(turn, tools))
    if guide or about(tools.read(turn.remainder)):
        return request(dispatcher, tools, turn)
    say(dispatcher, OF_WHAT)
    return changes(turn, aspect=next(iter(turn.aspects), None))


def answer_more(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Take up what waits, else show what the short answer left out."""
    waiting = take_waiting(dispatcher, tools, replace(turn, text="còn lại", remainder="")) if turn.waiting else None
    if waiting is not None:
        return waiting
    guide = tools.guide(turn.procedure)
    if guide is None:
        say(dispatcher, WHAT_NEED)
        return []
    return answer(dispatcher, tools, turn, guide, aspects=MORE, follow_up=True)


def answer_yes(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Take a yes for the one option offered, or for a yes-or-no question; otherwise ask what to tell."""
    real = [index for index, choice in enumerate(turn.choices) if choice.get("code")]
    if turn.question and turn.choices[:1] and turn.choices[0].get("case"):
        return take_choice(dispatcher, tools, turn, 0)
    if len(real) == 1:
        return take_choice(dispatcher, tools, turn, real[0])
    if turn.question:
        return ask_again(dispatcher, tools, turn)
    if turn.aspects:
        return answer_aspect(dispatcher, tools, turn)
    say(dispatcher, ASK_MORE if tools.guide(turn.procedure) else WHAT_NEED)
    return []


def answer_no(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Take a no for "none of these" where something was asked, and for "enough" where nothing was."""
    if turn.question and turn.choices[-1:] and turn.choices[-1].get("case"):
        return take_choice(dispatcher, tools, turn, len(turn.choices) - 1)
    said = folded(turn.text)
    but = BUT.match(said.text)
    meant = turn.text[but.end() :].strip() if but else ""
    if about(tools.read(meant)) and not _WRONG.search(said.text):
        return answer_correction(dispatcher, tools, replace(turn, correction=meant))
    if turn.question:
        return something_else(dispatcher, turn)
    if turn.aspects:
        return answer_aspect(dispatcher, tools, turn)
    if _ASKED.search(said.text):
        return request(dispatcher, tools, turn)
    if _WRONG.search(said.text):
        say(dispatcher, SORRY)
        return changes(turn, choices=[])
    say(dispatcher, ENOUGH if tools.guide(turn.procedure) else SAY_MORE)
    return changes(turn, choices=[])


@with_open_list
def answer_correction(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Answer what was really meant; a correction that names nothing is a no."""
    if turn.correction is None and not turn.aspects and not about(tools.read(turn.remainder)):
        say(dispatcher, SAY_MORE)
        return changes(turn, choices=[], question={}, procedure=None)
    return request(dispatcher, tools, turn)
