"""A message that leans on the procedure at hand: one side of it, a detail of one's own situation, a claim to check."""

import re

from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Events, answer, card_of
from actions.asking import ask_which
from actions.details import details
from actions.memory import changes
from actions.replies import say_lines
from actions.told_place import ELSEWHERE, told_a_place
from actions.toolbox import Toolbox
from actions.turn import Turn
from actions.unknown import say_unknown
from actions.words import about, covered, without_denial
from knowledge.card import Found
from knowledge.guide import Guide
from knowledge.search import SearchResult
from nlu.places import Place
from nlu.text import fold, nfc

SOURCE_LEAD = "Dạ, em trả lời theo nguồn ghi ở cuối, không tự nghĩ ra ạ."
PREMISE_LEAD = "Dạ, em không xác nhận được điều này; hướng dẫn đã công bố ghi như sau."
NOT_SAID = "Dạ, hướng dẫn về việc {title} chưa nói tới điều này, em không dám trả lời chắc; cần hỏi lại cán bộ nơi nộp."

_MONEY = re.compile(
    r"\d[\d.,]*\s*(?:k|nghin|ngan|ngin|dong|d|tram|trieu|ty|cu)\b|\d{1,3}(?:\.\d{3})+|\b(?:tram|nghin|ngan|trieu)\b"
)
_DAYS = re.compile(r"\d+\s*(?:ngay|tuan|thang|tieng|gio|bua|hom)\b")
_OFFICE = re.compile(r"\b(?:so|quan|huyen|phuong|xa|tinh|cong an|uy ban|ubnd|toa|trung tam|phong|bao hiem|thue)\b")
_CLAIM = re.compile(
    r"\b(?:dung (?:khong|ko|k|hong|hok|chua|vay)|phai (?:khong|ko|k|hong|hok|chang)|co dung|nghe noi|chu gi|ha|a|ah)\b"
)
#: Another time of the same matter: "sang năm thì sao".
LATER = re.compile(r"\b(?:sang nam|nam sau|nam toi|qua nam|sang thang|thang sau|sau nay)\b")
#: How a question about one's own case sounds, which the procedure at hand may not answer.
_ABOUT_A_CASE = re.compile(r"\b(?:thi sao|co bi|bi phat|phat|duoc khong|co duoc|co can|co phai)\b")
_LAW = re.compile(r"\b(?:nghi dinh|luat|can cu|van ban|thong tu|quyet dinh|quy dinh)\b")


def answer_sides(
    dispatcher: CollectingDispatcher,
    tools: Toolbox,
    turn: Turn,
    guide: Guide,
    result: SearchResult,
    named: list[Place],
) -> Events:
    """Answer a message about `guide`; `result`: what the search finds for the message alone."""
    if LATER.search(fold(nfc(turn.text))) and not turn.asked:
        return answer(dispatcher, tools, turn, guide, aspects=(turn.aspect or "fee",), follow_up=True)
    claimed = claim(turn)
    if claimed:
        return answer(dispatcher, tools, turn, guide, aspects=claimed, follow_up=True, named=named, lead=PREMISE_LEAD)
    meant = nearer(tools, turn, guide, result)
    if meant:
        return answer(dispatcher, tools, turn, meant, aspects=turn.asked, named=named)
    if turn.asked:
        return answer_asked(dispatcher, tools, turn, guide, named)
    if named:
        return told_a_place(dispatcher, tools, turn, named)
    card = card_of(tools, turn, guide)
    if ELSEWHERE.search(fold(nfc(turn.text))):
        return answer(dispatcher, tools, turn, guide, aspects=("where",), follow_up=True, lead=card.elsewhere)
    if turn.correction and covered(about(tools.read(turn.correction)), guide, tools.read) == 1:
        return answer(dispatcher, tools, turn, guide, named=named)
    lines = details(card, turn.text, tools.read)
    if lines:
        say_lines(dispatcher, card, lines)
        return changes(turn, failed=0)
    if result.results and tools.guide(result.results[0].code) is guide and result.decision != "none":
        return answer(dispatcher, tools, turn, guide, named=named)
    offered = [found for hit in result.results[:3] if (found := tools.guide(hit.code))]
    words = about(tools.read(turn.text))
    if (
        result.decision == "clarify"
        and len(offered) > 1
        and any(covered(words, one, tools.read) > 0.3 for one in offered)
    ):
        return ask_which(dispatcher, tools, turn, offered, Found(decision="clarify"), named)
    if (result.decision == "none" and not _ABOUT_A_CASE.search(fold(nfc(turn.text)))) or turn.failed:
        return say_unknown(dispatcher, tools, turn, Found(decision=result.decision))
    say_lines(dispatcher, card, [NOT_SAID.format(title=guide.title)], head=False)
    return []


def answer_asked(
    dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn, guide: Guide, named: list[Place]
) -> Events:
    """Answer the sides that the message asks of `guide`; a doubt gets the same facts again, with what they rest on."""
    claimed = claim(turn)
    if claimed:
        return answer(dispatcher, tools, turn, guide, aspects=claimed, follow_up=True, named=named, lead=PREMISE_LEAD)
    if turn.asked == ("source",):
        law = _LAW.search(fold(nfc(turn.text)))
        doubted = ("legal",) if law else (turn.aspect or "where", "legal")
        return answer(dispatcher, tools, turn, guide, aspects=doubted, follow_up=True, lead=SOURCE_LEAD)
    return answer(dispatcher, tools, turn, guide, aspects=turn.asked, follow_up=True, named=named)


def claim(turn: Turn) -> tuple[str, ...]:
    """Return the aspects of a claim that wants to be confirmed ("50.000 đúng không?"), () when there is none."""
    text = fold(nfc(turn.text))
    if not _CLAIM.search(text):
        return ()
    if _MONEY.search(text):
        return ("fee",)
    if _DAYS.search(text):
        return ("time",)
    asks_truth = re.search(r"\b(?:dung|phai) (?:khong|ko|k|hong|hok)\b", text)
    return ("where",) if asks_truth and _OFFICE.search(text) else ()


def nearer(tools: Toolbox, turn: Turn, guide: Guide, result: SearchResult) -> Guide | None:
    """Return the procedure near `guide` that a detail of the situation leads to ("chưa cưới thì sao"), if one does."""
    said = turn.correction or without_denial(turn.remainder)
    known = tools.read(guide.title).bare
    words = [word for word in about(tools.read(said)) if word not in known and word != "co"]
    if not words:
        return None
    related = {sibling.code for sibling in guide.siblings} | {guide.linked.code if guide.linked else ""}
    if turn.correction:
        near = [one for code in related if (one := tools.guide(code))]
        named = [one for one in near if set(words) <= set(tools.read(one.title).bare)]
        if len(named) == 1:
            return named[0]
    together = tools.searcher.search(f"{guide.title} {said}")
    best = tools.guide(together.results[0].code) if together.results else None
    if best is None or best is guide or together.decision != "answer":
        return None
    return best if best.code in related | {hit.code for hit in result.results[:2]} else None
