"""Somebody describes what they need: search decides whether to answer, to ask back, or to say that it does not know."""

import re
from collections.abc import Sequence

from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Events, answer, choice_for, places_of
from actions.asking import ask_question, ask_which, general_question
from actions.condolence import mourns
from actions.fixed import fixed_text, say_fixed
from actions.open_question import with_open_list
from actions.several import answer_several, linked_for, requests_of, take_waiting
from actions.sides import LATER, PREMISE_LEAD, answer_sides, claim, nearer
from actions.told_place import bare_ward, told_a_place
from actions.toolbox import Toolbox
from actions.turn import Turn
from actions.unknown import say_unknown
from actions.words import about, covered, names, without_places
from knowledge.card import Found
from knowledge.guide import Guide
from knowledge.search import SearchResult
from nlu.mobility import hard_to_travel
from nlu.places import Place
from nlu.text import clean, fold, nfc

MOST_CHOICES = 4
#: A procedure with a smaller share of the belief is not worth a line of the question.
WORTH_OFFERING = 0.03
#: What a family does first after a death: its registration, which names the linked filing.
DEATH = ("1.000656", "2.002913")
#: Words for what is done to a paper, which alone name none.
_ACTS = frozenset("sua mat doi hong sai cap rach".split())
#: A first message that wants something confirmed says so; at the end of one, "ạ" is only manners.
_TRUTH = re.compile(r"\b(?:dung|phai) (?:khong|ko|k|hong|hok)\b|\bnghe noi\b")
_MONEY = re.compile(r"\b(?:tien|phi|che do|tro cap|luong|bao hiem|tuat)\b")
#: Part of a message's words that a procedure's names must have before it is answered on a doubtful search.
NAMED = 0.5
#: The same for words of which the procedure at hand has none.
STRANGE = 0.3
#: The share of the belief with which a search goes over to another procedure that the words hardly name.
CLEAR = 0.85


@with_open_list
def answer_request(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Answer what the message asks for; a list that stands is asked first whether the message picks from it."""
    return request(dispatcher, tools, turn)


def request(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Answer what the message asks for, whatever list stands."""
    waiting = take_waiting(dispatcher, tools, turn)
    if waiting is not None:
        return waiting
    ward = bare_ward(tools, turn)
    if ward:
        return told_a_place(dispatcher, tools, turn, ward)
    named = places_of(turn, tools)
    told = fixed_text(tools, turn)
    if told:
        return say_fixed(dispatcher, tools, turn, told)
    question = general_question(tools, _bare(turn, named))
    if question:
        return ask_question(dispatcher, tools, turn, question, named=named)
    requests = requests_of(tools, turn)
    linked = linked_for(tools, requests)
    if linked:
        return answer(dispatcher, tools, turn, linked, aspects=turn.asked, named=named)
    if requests:
        return answer_several(dispatcher, tools, turn, requests)
    result = _search(tools, turn, named)
    at_hand = tools.guide(turn.procedure)
    if at_hand and not _stands_alone(tools, turn, named, result, at_hand):
        return answer_sides(dispatcher, tools, turn, at_hand, result, named)
    return _answer_found(dispatcher, tools, turn, result, named)


def _search(tools: Toolbox, turn: Turn, named: list[Place]) -> SearchResult:
    """Search for the topic; where that is doubtful, once more without the words that ask for a side."""
    result = tools.searcher.search(_topic(turn, named))
    if result.decision != "answer" and turn.aspects and about(tools.read(_bare(turn, named))):
        plainer = tools.searcher.search(_bare(turn, named))
        return plainer if plainer.decision == "answer" else result
    return result


def _answer_found(
    dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn, result: SearchResult, named: list[Place]
) -> Events:
    """Answer, ask or decline as the search has decided."""
    guides = [guide for hit in result.results if (guide := tools.guide(hit.code))]
    found = Found(decision=result.decision, scores={hit.code: round(hit.score, 4) for hit in result.results[:3]})
    by_name = _by_name(tools, turn, named, guides) if found.decision == "none" else None
    if by_name:
        return answer(dispatcher, tools, turn, by_name, aspects=turn.asked, named=named, found=found)
    if found.decision == "none" or not guides:
        if named:
            return told_a_place(dispatcher, tools, turn, named)
        return say_unknown(dispatcher, tools, turn, found)
    died = _deaths(tools, turn, guides)
    if died and found.decision != "answer":
        return answer(dispatcher, tools, turn, died, aspects=turn.asked, named=named, found=found)
    if found.decision == "answer":
        others = [choice_for(guide) for guide in _near(guides)]
        claimed = claim(turn) if _TRUTH.search(fold(nfc(turn.text))) else ()
        lead = PREMISE_LEAD if claimed else ""
        aspects = claimed or turn.asked
        return answer(
            dispatcher, tools, turn, guides[0], aspects=aspects, named=named, others=others, found=found, lead=lead
        )
    offered = _worth_offering(result, tools)[:MOST_CHOICES]
    first = None if result.choices else _first_of_two(tools, turn, named, offered, result.results[0].score)
    if first or len(offered) < 2:
        first = first or guides[0]
        others = [choice_for(guide) for guide in offered if guide is not first]
        return answer(dispatcher, tools, turn, first, aspects=turn.asked, named=named, others=others, found=found)
    return ask_which(dispatcher, tools, turn, offered, found, named)


def _stands_alone(tools: Toolbox, turn: Turn, named: list[Place], result: SearchResult, at_hand: Guide) -> bool:
    """Return whether the message says itself which procedure it is about, and needs nothing of what was before."""
    if LATER.search(fold(nfc(turn.topic))) and len(about(tools.read(LATER.sub("", fold(nfc(turn.topic)))))) == 0:
        return False
    if turn.same_question:
        return True
    words = about(tools.read(_bare(turn, named)))
    if turn.correction:
        return covered(words, at_hand, tools.read) < 1 and nearer(tools, turn, at_hand, result) is None
    best = tools.guide(result.results[0].code) if result.results else None
    if not words or best is None or best is at_hand or result.decision == "none":
        return False
    if (named or claim(turn)) and covered(words, at_hand, tools.read) == 1:
        return False
    if claim(turn) and covered(words, best, tools.read) < NAMED:
        return False
    share = covered(words, best, tools.read)
    if result.decision == "answer":
        if len(words) == 1 and words[0] in _ACTS:
            return False
        return names(words, best, tools.read) or (len(words) > 1 and share > 0 and result.results[0].score >= CLEAR)
    if at_hand.code in {hit.code for hit in result.results[:4]}:
        return False
    if len(words) < 2:  # «thẻ căn cước bao nhiêu tiền»: one word is enough with a side asked of it
        return bool(turn.asked) and result.results[0].score >= CLEAR and names(words, best, tools.read)
    if hard_to_travel(turn.text) and not names(words, best, tools.read):
        return False
    strange = covered(words, at_hand, tools.read) == 0
    return share >= (NAMED if not strange else STRANGE) and nearer(tools, turn, at_hand, result) is None


def _worth_offering(result: SearchResult, tools: Toolbox) -> list[Guide]:
    """Return the guides to choose from: those of a known general request, else the likely ones, at least two."""
    worth = [hit.code for index, hit in enumerate(result.results) if index < 2 or hit.score >= WORTH_OFFERING]
    return [guide for code in result.choices or worth if (guide := tools.guide(code))]


def _first_of_two(
    tools: Toolbox, turn: Turn, named: list[Place], offered: Sequence[Guide], share: float
) -> Guide | None:
    """Return which of the near procedures to answer, the others becoming buttons; None when it must be asked.

    The message's words must name it; of two that are named, the plainer is meant: «khai tử» is no «khai tử lưu động».
    But where the first has nearly all of the belief (`share`), a name alone does not outdo it: then it is asked.
    """
    words = about(tools.read(_bare(turn, named)))
    whole = [guide for guide in offered if len(words) > 1 and covered(words, guide, tools.read) == 1]
    if whole == list(offered[:1]):
        return offered[0]
    if len(offered) != 2 or not words:
        return None
    if {one.linked.code for one in offered if one.linked} & {one.code for one in offered}:
        return offered[0]
    fits = [guide for guide in offered if covered(words, guide, tools.read) >= NAMED]
    plain = sorted(fits, key=lambda guide: len([word for word in about(tools.read(guide.title)) if word not in words]))
    best = plain[0] if plain else None
    return None if best is not offered[0] and share >= CLEAR else best


def _by_name(tools: Toolbox, turn: Turn, named: list[Place], guides: Sequence[Guide]) -> Guide | None:
    """Return the procedure that the message's words name wholly, though the search would rather not answer."""
    words = about(tools.read(_bare(turn, named)))
    fits = [guide for guide in guides[:3] if len(words) > 1 and covered(words, guide, tools.read) == 1]
    return fits[0] if fits else None


def _deaths(tools: Toolbox, turn: Turn, guides: Sequence[Guide]) -> Guide | None:
    """Return the registration of a death for who tells of one and asks for nothing else; money comes afterwards."""
    if not mourns(turn.text) or _MONEY.search(fold(nfc(turn.text))):
        return None
    return next((guide for code in DEATH if (guide := tools.guide(code))), None) if guides else None


def _near(guides: list[Guide]) -> list[Guide]:
    """Return the procedures that people confuse with the answer, among those found next."""
    siblings = {sibling.code for sibling in guides[0].siblings}
    return [guide for guide in guides[1:4] if guide.code in siblings]


def _topic(turn: Turn, named: list[Place]) -> str:
    """Return what to search for: the topic without the places it names, which say where and not what."""
    if turn.topic != turn.text:
        return turn.topic
    return _without(turn.text, named) or turn.text


def _bare(turn: Turn, named: list[Place]) -> str:
    """Return the topic without aspects and places."""
    if turn.topic != turn.text:
        return turn.topic
    return clean(without_places(turn.remainder or turn.text, named))


def _without(text: str, named: list[Place]) -> str:
    for place in sorted(named, key=lambda place: -place.start):
        text = f"{text[: place.start]} {text[place.end :]}"
    return clean(text)
