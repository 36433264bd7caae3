"""What a message is about, in bare words: without marks, fillers, and words that every request has."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.guide import Guide
from knowledge.search.analysis import Analysis
from nlu.places import Place
from nlu.text import fold, nfc, syllables

Read = Callable[[str], Analysis]

#: Phrases and words that say nothing of which procedure is meant: asking, doing, handing in, offices, persons.
_PHRASES = re.compile(
    r"\b(?:ho so|giay to|thu tuc|dang ky|cong an(?: xa| phuong)?|uy ban(?: nhan dan)?|trung tam|van phong|can bo"
    r"|so (?:tu phap|xay dung|noi vu|giao duc|tai chinh|y te|cong thuong|nong nghiep)"
    r"|hanh chinh|chinh quyen|bao nhieu|bao lau|nhan ket qua|ket qua"
    r"|dung khong|gia dinh|cong dan|nha nuoc|truong hop|mat tien|so (?:em|toi|minh|tui|dien thoai))\b"
)
_GENERIC = frozenset(
    "lam xin nop giay to thu tuc lay di den ra len toi o dau xong duoc cai viec vu cho cua va voi can phai co la thi "
    "ma bi de se da dang roi luon cung nua kia nay do ay vay the sao gi nao ai hoi muon biet noi nhac lai quay truoc "
    "minh em tui toi ta anh chi co chu bac ong ba me con chau bo ma nguoi nha ben xa phuong tinh quan huyen nhu may "
    "lau tien ngay phi online mang truc tiep gio khong chac ha nhe nhi a oi day tai tren trong hay hoac neu khi luc "
    "duoi them bot moi mot hai giup gium dum thay tiep de khac nguon chuyen thoi hong ko k dc cac nhung mai nghe "
    "ngan nghin dong trieu"
    .split()
)  # fmt: skip
#: Pairs in which such a word does say it: a copy (bản sao), a land title (sổ đỏ), the house one builds.
_KEPT = {("ban", "sao"), ("so", "do"), ("xay", "nha"), ("sua", "nha"), ("cho", "con"), ("ten", "nha")}
#: Of those, the ones that do tell procedures apart when a list stands open.
_TELLING = frozenset("lai hai mot moi tien con bo me ong khac chu luon nha dau co ba".split())
#: More than this part of a message's words stands in the names of the procedure that it names.
MOST = 0.5
_DENIED = re.compile(r"(?:\b(?:chu|cho|ma)\s+)?\b(?:khong|ko|k|hong|chua) (?:phai |bi |co )?(?:la )?\S+\s*$")


def about(said: Analysis) -> tuple[str, ...]:
    """Return the bare words of `said` that say what it is about."""
    words = _PHRASES.sub(" ", " ".join(said.bare)).split()
    pairs = zip(["", *words], words, strict=False)
    return tuple(
        word for before, word in pairs if not word.isdigit() and (word not in _GENERIC or (before, word) in _KEPT)
    )


def covered(words: Collection[str], guide: Guide, read: Read) -> float:
    """Return which part of `words` stands in the names of `guide`, 0 without words."""
    if not words:
        return 0.0
    known = set(read(" ".join((guide.title, guide.name, *guide.aliases))).bare)
    return sum(word in known for word in words) / len(words)


def names(words: Collection[str], guide: Guide, read: Read) -> bool:
    """Return whether `words` name `guide`: most of them stand in its names; a single one in its title."""
    if len(words) == 1:
        return set(words) <= set(read(guide.title).bare)
    return covered(words, guide, read) > MOST


@dataclass(frozen=True)
class Match:
    """The option that words pick. `sure`: they say little else. `longest`: words of its longest wording said wholly."""

    index: int
    sure: bool
    longest: int = 0


def match(text: str, options: Sequence[Iterable[str]], read: Read) -> Match | None:
    """Return which option `text` picks, each given by its wordings; None when none, or several alike."""
    said = _telling(without_denial(text), read)
    denies = "khong" in syllables(text)
    fits = [
        _fit(said, [_telling(wording, read) for wording in wordings], ("khong" in syllables(label)) == denies)
        for wordings in map(list, options)
        for label in wordings[:1] or [""]
    ]
    ranked = sorted(enumerate(fits), key=lambda pair: pair[1], reverse=True)
    if not said or not ranked or max(ranked[0][1].whole, ranked[0][1].explained) < 1:
        return None
    if len(ranked) > 1 and ranked[1][1] == ranked[0][1]:  # agrees comes last: it settles a tie
        return None
    index, best = ranked[0]
    return Match(index, best.explained == 1 or (best.longest > 1 and best.explained >= 0.5), best.longest)


class _Fit(NamedTuple):
    """How well an option fits what was said: the part of its best wording that was said, the length of its longest
    wording that was said wholly, the part of what was said that its wordings explain, and whether both deny or not."""

    whole: float
    longest: int
    explained: float
    agrees: bool


def _fit(said: set[str], wordings: list[set[str]], agrees: bool) -> _Fit:
    wordings = [wording for wording in wordings if wording]
    if not wordings or not said:
        return _Fit(0.0, 0, 0.0, agrees)
    whole = max(len(said & wording) / len(wording) for wording in wordings)
    longest = max((len(wording) for wording in wordings if wording <= said), default=0)
    return _Fit(whole, longest, len(said & set().union(*wordings)) / len(said), agrees)


def _telling(text: str, read: Read) -> set[str]:
    """Return the bare words of `text` that may tell options apart, all of them when none does."""
    bare = read(text).bare
    kept = {word for word in bare if word not in _GENERIC or word in _TELLING}
    return kept | {word for word in syllables(text) if word in _TELLING} or set(bare)


def without_places(text: str, places: Iterable[Place]) -> str:
    """Return `text` without the words of `places`, wherever and in whatever case they stand."""
    for place in places:
        text = re.sub(re.escape(place.text), " ", text, flags=re.IGNORECASE)
    return text


def without_denial(text: str) -> str:
    """Return `text` without what it denies at its end ("hết hạn chứ không mất")."""
    denied = _DENIED.search(fold(nfc(text)))
    return text[: denied.start()] if denied and denied.start() > 0 else text
