"""Reading folded text while keeping the offsets of what the citizen wrote."""

import re
import unicodedata
from dataclasses import dataclass

from nlu.text import fold

_UNEVEN_SPACE = re.compile(r"[^\S ]|  ")


@dataclass(frozen=True)
class Folded:
    """A message and its folded form; `span` brings a slice of the folded text back to the message."""

    message: str
    text: str
    offsets: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the (start, end) in the message of `text[start:end]`; combining marks stay with their letter."""
        if self.offsets is None or start == end:
            return (start, end) if self.offsets is None else (self.offsets[start], self.offsets[start])
        return self.offsets[start], self.offsets[end]


def folded(message: str) -> Folded:
    """Return `message` folded, with single spaces; a decomposed (NFD) letter becomes one character."""
    if unicodedata.is_normalized("NFC", message) and not _UNEVEN_SPACE.search(message):
        return Folded(message, fold(message), None)
    letters: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(message):
        letter = " " if char.isspace() else fold(unicodedata.normalize("NFC", char))[:1]
        if letters and (unicodedata.combining(char) or letter == letters[-1] == " "):
            continue
        letters.append(letter)
        offsets.append(index)
    return Folded(message, "".join(letters), (*offsets, len(message)))
