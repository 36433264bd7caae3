"""Several requests in one message: the first three are answered in few words, the rest is named and waits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer, answer_briefly, choice_for, places_of
from actions.memory import Events, changes, with_latest
from actions.replies import pick_button, say
from actions.toolbox import Toolbox
from actions.turn import Turn
from actions.words import about, covered, match, without_places
from knowledge.card import Choice
from knowledge.guide import Guide
from nlu.components.aspects import find_aspects
from nlu.components.folding import folded
from nlu.text import fold, nfc, syllables

MOST_ANSWERED = 3
_MOST_PARTS = 8
_LONGEST = 400

_BREAK = re.compile(r"\s*(?:[,;+?!\n]|\.(?=\s|$)|\b(?:và|va|với|voi|rồi|roi|cùng với|còn)\b)\s*", re.IGNORECASE)
#: Words by which a part asks for something, over folded text.
_ASKS = re.compile(
    r"\b(?:lam (?!gi\b|sao\b|the nao\b|chi\b)|xin|dang ky|dk|doi|cap|tach|nhap|nop|sao y|chung thuc|cong chung|gia han"
    r"|sang ten|khai (?:sinh|tu|bao)|xoa|rut|mua|mo|ly hon)"
)
_TELLS = re.compile(r"\b(?:moi|vua|da|dang(?! ky)|roi|nha|ba|me|bo|chong|vo|ong|em|toi|minh|tui|chau|que)\b")
_WANTS = re.compile(r"\b(?:muon|can|dinh|tinh|xin|cho hoi|nho|phai)\b")
_REST = re.compile(
    r"\b(?:(?:cai|viec|thu tuc|phan|may cai|nhung cai|y) (?:kia|con lai|sau|cuoi|nua|do|tiep)|con lai"
    r"|tiep (?:di|theo)|lam tiep)\b"
)


@dataclass(frozen=True)
class Request:
    """One of several requests: the procedure and what is asked of it."""

    guide: Guide
    aspects: tuple[str, ...]


def requests_of(tools: Toolbox, turn: Turn) -> list[Request]:
    """Return the requests of a message that names several procedures, [] when it names only one."""
    text = nfc(turn.text)
    if len(text) > _LONGEST or turn.same_question or turn.correction:
        return []
    parts = [part for part in _BREAK.split(text) if part.strip()][:_MOST_PARTS]
    if len(parts) < 2:
        return []
    found: dict[str, Request] = {}
    places = places_of(turn, tools)
    for part in parts:
        guide = _guide_of(tools, without_places(part, places))
        if guide is None:
            continue
        own = tuple(aspect.name for aspect in find_aspects(folded(part)))
        found.setdefault(guide.code, Request(guide, own or turn.aspects))
    if len(found) < 2 or _one_procedure(tools, turn, list(found.values())):
        return []
    return list(found.values())


def answer_several(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn, requests: Sequence[Request]) -> Events:
    """Answer up to three requests briefly; name the others with buttons to take them up."""
    named = places_of(turn, tools)
    events: Events = []
    for request in requests[:MOST_ANSWERED]:
        events = answer_briefly(dispatcher, tools, turn, request.guide, request.aspects, named)
    rest = requests[MOST_ANSWERED:]
    waiting = [
        {"code": one.guide.code, "label": choice_for(one.guide).label, "aspects": list(one.aspects)} for one in rest
    ]
    if rest:
        names = ", ".join(f"«{one.guide.title}»" for one in rest)
        buttons = [
            pick_button(Choice(code=one.guide.code, label=choice_for(one.guide).label), next(iter(one.aspects), None))
            for one in rest
        ]
        say(dispatcher, f"Dạ, còn {names}: anh/chị bấm nút hoặc nhắn tên việc để em trả lời tiếp ạ.", None, buttons)
    offered = [
        {"code": one.guide.code, "label": choice_for(one.guide).label, "aspects": list(one.aspects)} for one in requests
    ]
    trail = turn.trail
    for one in requests[:MOST_ANSWERED]:
        trail = tuple(with_latest(trail, one.guide.code))
    kept = [event for event in events if event.get("name") not in ("trail", "choices", "waiting")]
    return [*kept, *changes(turn, trail=list(trail), choices=offered, waiting=waiting)]


def take_waiting(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events | None:
    """Answer a request that waits, when the message names it or asks for the rest; else None."""
    if not turn.waiting:
        return None
    named = match(turn.remainder, [[str(one.get("label") or "")] for one in turn.waiting], tools.read)
    position = named.index if named and named.sure else _named_by(tools, turn)
    if position is None and _REST.search(fold(nfc(turn.text))):
        position = 0
    if position is None:
        return None
    one = turn.waiting[position]
    guide = tools.guide(one.get("code"))
    if guide is None:
        return None
    aspects = turn.aspects or tuple(str(aspect) for aspect in one.get("aspects") or ())
    return answer(dispatcher, tools, turn, guide, aspects=aspects, follow_up=True)


def _named_by(tools: Toolbox, turn: Turn) -> int | None:
    words = about(tools.read(turn.remainder))
    guides = [tools.guide(one.get("code")) for one in turn.waiting]
    fits = [index for index, guide in enumerate(guides) if guide and words and covered(words, guide, tools.read) == 1]
    return fits[0] if len(fits) == 1 else None


def _guide_of(tools: Toolbox, part: str) -> Guide | None:
    """Return the procedure that a part of the message asks for by name, None for one that tells or adds something."""
    bare = folded(part)
    aspects = find_aspects(bare)
    rest = bare.text
    for aspect in aspects:
        rest = rest.replace(fold(nfc(part[aspect.start : aspect.end])), " ")
    words = about(tools.read(part))
    if not about(tools.read(rest)) or len(part.split()) > 14:
        return None
    told = _TELLS.search(rest) and not (_WANTS.search(bare.text) or aspects)
    if told or not (_ASKS.search(bare.text) or not _TELLS.search(rest)):
        return None
    result = tools.searcher.search(part)
    if result.decision == "none" or not result.results:
        return None
    guides = [guide for hit in result.results[:3] if (guide := tools.guide(hit.code))]
    best = guides[0] if guides else None
    if best is None:
        return None
    sure = result.decision == "answer" or covered(words, best, tools.read) >= 0.99
    return best if sure and covered(words, best, tools.read) >= 0.5 else None


def _one_procedure(tools: Toolbox, turn: Turn, requests: Sequence[Request]) -> bool:
    """Return whether one other procedure does all that is asked: its name has all the words of theirs."""
    result = tools.searcher.search(turn.remainder or turn.text)
    best = tools.guide(result.results[0].code) if result.results else None
    if best is None or best.code in {one.guide.code for one in requests} or result.decision != "answer":
        return False
    named = set(syllables(f"{best.title} {best.name}"))
    asked = {word for one in requests for word in syllables(one.guide.title)} - {"dang", "ky", "xin", "lam"}
    return asked <= named


def linked_for(tools: Toolbox, requests: Sequence[Request]) -> Guide | None:
    """Return the linked procedure that does all of `requests` in one filing, None when none does."""
    for one in requests:
        linked = one.guide.linked
        guide = tools.guide(linked.code) if linked else None
        if linked and guide:
            known = set(tools.read(linked.text).bare)
            others = [about(tools.read(other.guide.title)) for other in requests if other is not one]
            if all(words and all(word in known for word in words) for words in others):
                return guide
    return None
