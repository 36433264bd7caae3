"""Somebody describes what they need: search decides whether to answer, to ask back, or to say that it does not know."""

from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Events, answer, ask_which, choice_for, places_of
from actions.person import CONTACT
from actions.place import told_a_place
from actions.replies import say
from actions.toolbox import Toolbox
from actions.turn import Turn
from knowledge.card import Card, Found
from knowledge.guide import Guide
from knowledge.search import SearchResult
from nlu.places import Place
from nlu.text import clean

MOST_CHOICES = 4
#: A procedure with a smaller share of the belief is not worth a line of the question.
WORTH_OFFERING = 0.03

UNKNOWN = (
    "Dạ, em chưa tìm thấy thủ tục nào khớp với điều anh/chị hỏi. "
    "Anh/chị nói giúp em việc cần làm bằng một câu ngắn, ví dụ: «làm giấy khai sinh», «đăng ký tạm trú». " + CONTACT
)


def answer_request(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Answer what the message asks for."""
    named = places_of(turn, tools)
    result = tools.searcher.search(_topic(turn, named))
    guides = [guide for hit in result.results if (guide := tools.guide(hit.code))]
    found = Found(decision=result.decision, scores={hit.code: round(hit.score, 4) for hit in result.results[:3]})
    if found.decision == "none" or not guides:
        if named:
            return told_a_place(dispatcher, tools, turn, named)
        say(
            dispatcher, UNKNOWN, Card(kind="refusal", decision=found.decision, scores=found.scores, snapshot=tools.name)
        )
        return []
    offered = _worth_offering(result, tools)
    if found.decision == "clarify" and len(offered) > 1 and not _linked(offered):
        return ask_which(dispatcher, tools, offered[:MOST_CHOICES], found)
    others = [choice_for(guide) for guide in _near(guides)]
    return answer(dispatcher, tools, turn, guides[0], aspects=turn.asked, named=named, others=others, found=found)


def _worth_offering(result: SearchResult, tools: Toolbox) -> list[Guide]:
    """Return the guides to choose from: those of a known general request, else the likely ones, at least two."""
    worth = [hit.code for index, hit in enumerate(result.results) if index < 2 or hit.score >= WORTH_OFFERING]
    return [guide for code in result.choices or worth if (guide := tools.guide(code))]


def _linked(guides: list[Guide]) -> bool:
    """Return whether the only doubt is between a procedure and the linked filing that contains it.

    Then the first is answered, with the other as a button: both are handed in at the same place.
    """
    if len(guides) != 2:
        return False
    pairs = {(guide.code, guide.linked.code) for guide in guides if guide.linked}
    return (guides[0].code, guides[1].code) in pairs or (guides[1].code, guides[0].code) in pairs


def _near(guides: list[Guide]) -> list[Guide]:
    """Return the procedures that people confuse with the answer, among those found next."""
    siblings = {sibling.code for sibling in guides[0].siblings}
    return [guide for guide in guides[1:4] if guide.code in siblings]


def _topic(turn: Turn, named: list[Place]) -> str:
    """Return what to search for: the topic without the places it names, which say where and not what."""
    if turn.topic != turn.text:
        return turn.topic
    text = turn.text
    for place in sorted(named, key=lambda place: -place.start):
        text = f"{text[: place.start]} {text[place.end :]}"
    return clean(text) or turn.text
