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
from actions.words import about, covered, names, without_denial
from knowledge.card import Found
from knowledge.guide import Guide
from knowledge.search import SearchResult
from nlu.mobility import hard_to_travel
from nlu.places import Place
from nlu.text import fold, nfc

SOURCE_LEAD = "Dạ, em trả lời theo nguồn ghi ở cuối, không tự nghĩ ra ạ."
PREMISE_LEAD = "Dạ, em không xác nhận được điều này; hướng dẫn đã công bố ghi như sau."
NOT_SAID = "Dạ, hướng dẫn về việc {title} chưa nói tới điều này, em không dám trả lời chắc; cần hỏi lại cán bộ nơi nộp."
HOME_NOT_SAID = "Dạ, khó đi lại thì anh/chị hỏi nơi nộp có làm tại nhà không; hướng dẫn chưa nói tới điều này."

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
#: How a question sounds, which the procedure at hand may not answer.
_ASKS = re.compile(
    r"\b(?:sao|phat|co (?:can|bi|phai|duoc)|(?:khong|ko|k|hong|hok|hem|chua|ha)$|ai|nao|may|gi|bao nhieu|nghe noi)\b"
)
#: Sides that are asked by so little that no rule reads them without a procedure at hand.
_BARELY_ASKED = {
    "where": re.compile(
        r"\b(?:phuong|xa|quan|huyen|uy ban|ubnd|cong an|tinh|so) (?:\w+ )?(?:co )?(?:nhan|lam|thu|giai quyet)\b"
        r".*\b(?:khong|ko|k|hong|hok|hem|ha)$"
    ),
    "presence": re.compile(r"^(?:vay )?ai (?:phai |can |se )?(?:di|den|co mat|nop)\b"),
}
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
    if not turn.asked and hard_to_travel(turn.text):
        lead = "" if card_of(tools, turn, guide).home else HOME_NOT_SAID
        return answer(dispatcher, tools, turn, guide, aspects=("where",), follow_up=True, named=named, lead=lead)
    if turn.asked:
        return answer_asked(dispatcher, tools, turn, guide, named)
    if named:
        return told_a_place(dispatcher, tools, turn, named)
    card = card_of(tools, turn, guide)
    if ELSEWHERE.search(fold(nfc(turn.text))):
        return answer(dispatcher, tools, turn, guide, aspects=("where",), follow_up=True, lead=card.elsewhere)
    if turn.correction and covered(about(tools.read(turn.correction)), guide, tools.read) == 1:
        return answer(dispatcher, tools, turn, guide, named=named)
    said = fold(nfc(turn.text))
    side = next((side for side, wording in _BARELY_ASKED.items() if wording.search(said)), None)
    if side:
        return answer(dispatcher, tools, turn, guide, aspects=(side,), follow_up=True)
    lines = details(card, turn.text, tools.read)
    if lines:
        say_lines(dispatcher, card, lines)
        return changes(turn, failed=0)
    if result.results and tools.guide(result.results[0].code) is guide and result.decision != "none":
        return answer(dispatcher, tools, turn, guide, named=named)
    offered = [found for hit in result.results[:3] if (found := tools.guide(hit.code))]
    words = about(tools.read(turn.text))
    if result.decision == "clarify" and len(words) > 1 and any(names(words, one, tools.read) for one in offered[:2]):
        return ask_which(dispatcher, tools, turn, offered, Found(decision="clarify"), named)
    if turn.failed or (result.decision == "none" and not _ASKS.search(said)):
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
