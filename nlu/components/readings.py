"""Everything that a message says without naming a procedure, read in one pass by rules."""

import re
from dataclasses import dataclass

from nlu.components.aspects import Aspect, find_aspects
from nlu.components.choices import find_choice
from nlu.components.folding import Folded, folded
from nlu.text import nfc

# "thế còn tạm trú?", "vậy kết hôn thì sao": the question before, asked of another procedure. Folded, "còn" and
# "con" (child) are one: alone it counts only where it is written with its mark, or where "thì sao" follows.
_OPENING = r"^(?:(?:da|vang|u|uh|ok|oke|a|roi|ua|um|cam on) ?,? ?)*"
_TOPIC = (
    r"(?P<topic>(?!(?:nua|gi|cai|thu tuc|ket qua|khong|ko|han|loai|viec|dang|thoi gian|o|tai)\b)"
    r"(?!(?:toi|em|minh|be|trai|gai|chau|cua|nho|\d)\b)[^?!.,]+?)"
)
_TAIL = r"(?: (?:thi sao|thi the nao|thi rang|sao|the nao|thi))(?: (?:vay|a|ha|nhi|em|ban|ad|nua))*"
_SOFT_TAIL = r"(?: (?:nua|vay|a|ha|nhi|em|ban|ad))*"
_END = r"[ ?!.…]*$"
_NO_KIN = r"(?!(?:chap|von|me|bo|ba|ma|vo|chong|ong|con|cha|nha|chi|anh)\b)"
_SAME_QUESTION = re.compile(
    rf"{_OPENING}(?:the con|vay con|rua con|thi con|roi con) {_TOPIC}(?:{_TAIL}|{_SOFT_TAIL}){_END}"
    rf"|{_OPENING}(?:con|the|vay|rua) {_TOPIC.replace('topic', 'asked_topic')}{_TAIL}{_END}"
    rf"|{_OPENING}(?P<bare>con) {_TOPIC.replace('topic', 'bare_topic')}{_SOFT_TAIL}{_END}"
    rf"|{_OPENING}(?P<so>the|vay) {_NO_KIN}{_TOPIC.replace('topic', 'so_topic')}{_SOFT_TAIL} ?[?]+ *$"
)
#: The openings whose folded words mean something else too: "con" (child), "vay" (borrow).
_MARKED = {"bare": ("còn",), "so": ("thế", "vậy")}
# "không phải, ý tôi là khai tử", "nhầm, tôi hỏi thường trú", "không phải tạm trú mà là thường trú".
_ME = r"(?:toi|tui|em|minh|con|chau|anh|chi|co|chu|bac|t|mk|e)"
_NO = (
    r"(?:(?:da|a|u|ua) )*(?:khong phai(?: vay| the)?|khong dung|khong|ko phai|ko|hong phai|hong|sai roi|sai"
    r"|nham roi|nham|chua dung)(?: a| roi)?"
)
_MEANT = rf"y(?: cua)? {_ME} (?:la|hoi)|y la"
#: What follows a bare "không phải," when it is no other procedure: who, where, when, thanks, the same answer again.
_NO_TOPIC = (
    rf"(?!(?:{_ME}|o|tai|cam on|thoi|the (?:nay|ma|thi|nao|day)|vay|nhe|nha|dau|la|ma|thi|vi|hom|chua|da|con|khong|ko"
    r"|moi|tuc|sai|nham|phai|dung|y|cai|day|do|bo|ba|ong|vo|chong|nguoi|nha|quan|phuong|xa|huyen|tinh|duoc|roi|bot|ban|ad|ai|sao)\b)"
)
_CORRECTION = re.compile(
    rf"^(?:{_NO}[ ,.:;!]+(?:{_MEANT}|cai {_ME} (?:can|hoi)(?: la)?"
    rf"|{_ME} (?:dang )?(?:hoi|can|muon|noi)(?: ve| la| lam)?)"
    rf"|(?:a |da )?(?:{_MEANT})"
    rf"|{_NO} [^?!.,]+? ma la"
    rf"|(?:(?:da|a|u|ua) )*(?:khong phai|ko phai|hong phai|nham|nham roi|sai roi|khong dung)(?: a)?(?=[,;:]) ?"
    rf"(?=[,;: ]+{_NO_TOPIC}\w+(?: \w+){{0,5}}{_END})(?![^?]*\b(?:roi|chua|khong|ko){_END})"
    rf")[ ,;:]+(?P<topic>[^?!.]+?)(?: (?:co|ay|a|nhe|nha|ma|chu khong phai [^?!.]+))*{_END}"
)

#: Folded words that carry no topic: they are left aside when counting what a message is about.
_FILLER_PHRASES = (
    "ho so|thu tuc|giay to|cai nay|cai do|viec nay|viec do|cho hoi|xin hoi|cam on|bao gio|khi nao|nhu the nao|the nao"
    "|nhu nao|ra sao|lam sao|can bo|nguoi ta|bay gio|uy ban|trung tam"
)
_FILLER_WORDS = (
    "a ad admin ah ak anh ay ban be bi bot cac cai can(?!~cuoc) chi cho chua co con cua cung da dang day dc de den di "
    "dk do duoc e em gi gia giup gium ha hay hem het hk hoi hok hong j ji k kg khong khg kia ko la lai lam len luon "
    "may minh moi mot muon nao nay nen neu nha nhe nhi nhieu nhung noi nop o oi ok oke phai qua ra rang roi rua sao se "
    "ta tai thay the theo thi thoi toi tren trong tu tui u uh um uhm va vang van vay ve viec voi vs xin xong y"
)
_FILLER_WORD = _FILLER_WORDS.replace(" ", "|").replace("~", " ")
_FILLER = re.compile(rf"(?<![^\W_])(?:{_FILLER_PHRASES}|{_FILLER_WORD})(?![^\W_])")
_SYLLABLE = re.compile(r"[^\W_]+")


#: Rules read this many characters: what a question is about stands there, and cost stays in proportion.
MAX_READ = 2000


@dataclass(frozen=True)
class Topic:
    """A slice of the message that names another procedure than the one that is being talked about."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Readings:
    """What the rules read in a message.

    `rest` is the number of syllables that neither an aspect, nor a place, nor filler words explain:
    0 in "còn lệ phí?", 3 in "lệ phí làm căn cước". `same_question` is the topic of "thế còn tạm trú?",
    `correction` that of "không phải, ý tôi là khai tử".
    """

    aspects: tuple[Aspect, ...]
    choice: int | str | None
    same_question: Topic | None
    correction: Topic | None
    rest: int
    syllables: int


def read(message: str, explained: tuple[tuple[int, int], ...] = ()) -> Readings:
    """Read `message`; `explained` are (start, end) slices that something else has read already, such as places."""
    text = folded(message[:MAX_READ])
    aspects = tuple(find_aspects(text))
    rest, syllables = _unexplained(text, (*explained, *((aspect.start, aspect.end) for aspect in aspects)))
    return Readings(
        aspects=aspects,
        choice=find_choice(text),
        same_question=_same_question(text) if rest and not aspects else None,
        correction=_correction(text),
        rest=rest,
        syllables=syllables,
    )


def _unexplained(text: Folded, explained: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """Return how many syllables nothing explains, and how many there are."""
    explained += tuple(text.span(*match.span()) for match in _FILLER.finditer(text.text))
    syllables = [text.span(*match.span()) for match in _SYLLABLE.finditer(text.text)]
    rest = sum(1 for start, end in syllables if not any(start < stop and end > begin for begin, stop in explained))
    return rest, len(syllables)


def _same_question(text: Folded) -> Topic | None:
    match = _SAME_QUESTION.match(text.text)
    if match is None:
        return None
    if any(match[name] and not _is_written(text, match.span(name), words) for name, words in _MARKED.items()):
        return None
    group = next(name for name in ("topic", "bare_topic", "asked_topic", "so_topic") if match[name])
    return _topic(text, match.span(group))


def _is_written(text: Folded, span: tuple[int, int], words: tuple[str, ...]) -> bool:
    """Tell "còn" from "con" where the message says which."""
    return nfc(text.message[slice(*text.span(*span))]).lower() in words


def _correction(text: Folded) -> Topic | None:
    match = _CORRECTION.match(text.text)
    return _topic(text, match.span("topic")) if match else None


def _topic(text: Folded, span: tuple[int, int]) -> Topic:
    start, end = text.span(*span)
    return Topic(text.message[start:end], start, end)
