"""Cleaning the text of official records: mark-up and scripts out, sentences about what is no more out."""

import re
import unicodedata
from html.parser import HTMLParser

from knowledge.tiers import provincial_portal

_SKIPPED = frozenset({"script", "style", "head", "title", "iframe", "object", "svg", "template", "noscript"})
_BLOCKS = frozenset({"p", "br", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
_SENTENCE_END = re.compile(r"(?<=[.;!?])\s+|\n+")
#: Tiers that the two-level government of 1 July 2025 removed.
_REMOVED = re.compile(
    r"(?<!\w)(cấp\s+huyện|huyện|quận|thị\s+xã|thị\s+trấn|thành\s+phố\s+(thuộc|trực\s+thuộc)\s+tỉnh)(?!\w)",
    re.IGNORECASE,
)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skipping += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipping = max(0, self._skipping - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.parts.append(data)


def lines(value: object) -> str:
    """Return text without mark-up, in NFC, one space between words, line breaks kept; "" for what is no text."""
    if not isinstance(value, str):
        return ""
    text = value
    if "<" in text or "&" in text:
        parser = _Text()
        parser.feed(text)
        parser.close()
        text = "".join(parser.parts)
    text = _CONTROL.sub(" ", unicodedata.normalize("NFC", text))
    rows = (" ".join(row.split()) for row in text.split("\n"))
    return "\n".join(row for row in rows if row)


def plain(value: object) -> str:
    """Return `lines(value)` on one line."""
    return " ".join(lines(value).split())


def names_removed_tier(text: str) -> bool:
    """Return whether the text speaks of a district, a town or another tier that is gone."""
    return _REMOVED.search(text) is not None


def without_removed_tiers(text: str) -> tuple[str, list[str]]:
    """Return the text without its sentences on removed tiers or provincial portals, and those sentences."""
    if not _is_past(text):
        return text, []
    sentences = [sentence.strip() for sentence in _SENTENCE_END.split(text) if sentence.strip()]
    kept = [sentence for sentence in sentences if not _is_past(sentence)]
    return " ".join(kept), [sentence for sentence in sentences if _is_past(sentence)]


def _is_past(text: str) -> bool:
    return names_removed_tier(text) or provincial_portal(text) is not None
