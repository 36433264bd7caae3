"""Speaking as one is spoken to: replies say "em" and "anh/chị"; who calls himself bác is called so, by "cháu".

Only our own pronouns change. Names of procedures, papers, offices and whatever is quoted stay as they are:
"trẻ em" and "anh hùng" are no pronouns.
"""

import re
from collections.abc import Iterable

DEFAULT_YOU, DEFAULT_ME = "anh/chị", "em"

_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"|https?://\S+")
_YOU = re.compile(r"(?<![\w/])anh/chị(?![\w/])", re.IGNORECASE)
#: "em" as a pronoun of the assistant: no "trẻ em", "anh em", "em ruột", "con em".
_ME = re.compile(
    r"(?<![\w/])(?<!trẻ )(?<!Trẻ )(?<!anh )(?<!chị )(?<!con )(?<!người )(?<!các )(?<!đứa )(?<!là )em(?![\w/])"
    r"(?! (?:bé|ruột|gái|trai|dâu|rể|chồng|vợ|họ|nhỏ|út|của|dưới|từ|trong|mồ)\b)",
    re.IGNORECASE,
)


def speak(text: str, you: str | None, me: str | None, official: Iterable[str] = ()) -> str:
    """Return `text` with the person called `you` and the assistant `me`; `official` wordings in it stay untouched."""
    if not you or not me or (you, me) == (DEFAULT_YOU, DEFAULT_ME):
        return text
    kept = _spans(text, official)
    text = _replace(text, _ME, me, kept) if me != DEFAULT_ME else text
    return _replace(text, _YOU, you, _spans(text, official))


def _replace(text: str, pattern: re.Pattern[str], word: str, kept: list[tuple[int, int]]) -> str:
    def put(match: re.Match[str]) -> str:
        if any(start < match.end() and match.start() < end for start, end in kept):
            return match.group()
        return word[:1].upper() + word[1:] if match.group()[0].isupper() else word

    return pattern.sub(put, text)


def _spans(text: str, official: Iterable[str]) -> list[tuple[int, int]]:
    spans = [match.span() for match in _QUOTED.finditer(text)]
    for name in set(official):
        if not name:
            continue
        place = text.find(name)
        while place >= 0:
            spans.append((place, place + len(name)))
            place = text.find(name, place + 1)
    return spans
