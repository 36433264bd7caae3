"""Splitting a message into words whose offsets are right, whatever the citizen typed.

underthesea finds the multi-syllable words, but what it returns is not always a piece of what it was
given: it normalises ("Thuỷ" -> "Thủy", NFD -> NFC) and joins a mask to its neighbours. So the message
is first cut into units that are ours, runs of syllables alone go to underthesea, and its words come
back as counts of syllables. Offsets never depend on its spelling.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from nlu.text import fold, nfc

#: Beyond this many characters a message is cut into syllables only: nobody asks a question that long.
MAX_SEGMENTED = 2000

_MARKS = "\u0300-\u036f"
_UNIT = re.compile(
    rf"(?P<mask>\[[^\W\d](?:[^\W\d]|[{_MARKS}]){{1,24}}\])"
    rf"|(?P<number>\d+(?:[.,/:-]\d+)+)"
    rf"|(?P<syllable>(?:[^\W_][{_MARKS}]*)+)"
    rf"|(?P<other>(?:[^\w\s]|_)[{_MARKS}]*)"
)
_GAP_JOINS = re.compile(r"[ \t\u00a0]+")


class Segmenter(Protocol):
    """Something that joins syllables to words: `segment("khai sinh ở") -> ["khai sinh", "ở"]`."""

    def __call__(self, sentence: str) -> list[str]: ...


@dataclass(frozen=True)
class Word:
    """One word of a message: `text == message[start:end]`, `lemma` is folded with "_" between syllables."""

    text: str
    start: int
    end: int
    lemma: str


@dataclass(frozen=True)
class _Unit:
    kind: str
    start: int
    end: int


def split(message: str, segment: Segmenter | None = None) -> list[Word]:
    """Return the words of `message` in order; together they cover every character that is not a space.

    Masks such as [CCCD] and numbers such as 1.001193 or 20/10/2025 stay whole. `segment` defaults to
    underthesea; a run of syllables that it returns otherwise than as whole syllables stays unjoined.
    """
    if segment is None:
        segment = underthesea_segmenter()
    if len(message) > MAX_SEGMENTED:
        segment = _syllables_only
    words: list[Word] = []
    for run in _runs(message):
        lengths = _word_lengths(message, run, segment)
        position = 0
        for length in lengths:
            words.append(_word(message, run[position].start, run[position + length - 1].end))
            position += length
    return words


@lru_cache(maxsize=1)
def underthesea_segmenter() -> Segmenter:
    """Return underthesea's word segmenter, imported at the first use (about 0.4 s and 30 MB)."""
    from underthesea import word_tokenize

    def segment(sentence: str) -> list[str]:
        words: list[str] = word_tokenize(sentence)
        return words

    return segment


def _syllables_only(sentence: str) -> list[str]:
    return sentence.split()


def _runs(message: str) -> Iterator[list[_Unit]]:
    """Yield the units to be segmented together: neighbouring syllables, or one mask, number or sign."""
    run: list[_Unit] = []
    for unit in _units(message):
        joins = run and run[-1].kind == unit.kind and _joined(message, run[-1], unit)
        if run and not joins:
            yield run
            run = []
        run.append(unit)
    if run:
        yield run


def _units(message: str) -> Iterator[_Unit]:
    for match in _UNIT.finditer(message):
        kind = match.lastgroup or "other"
        yield _Unit(kind, match.start(), match.end())


def _joined(message: str, before: _Unit, after: _Unit) -> bool:
    """Syllables join over blanks, signs (emoji of several code points) only when they touch."""
    gap = message[before.end : after.start]
    if before.kind == "syllable":
        return bool(_GAP_JOINS.fullmatch(gap))
    return before.kind == "other" and not gap


def _word_lengths(message: str, run: list[_Unit], segment: Segmenter) -> list[int]:
    """Return how many units each word of the run has."""
    if run[0].kind != "syllable":
        return [len(run)]
    if len(run) == 1:
        return [1]
    syllables = [nfc(message[unit.start : unit.end]) for unit in run]
    lengths = [len(word.split()) for word in segment(" ".join(syllables))]
    if sum(lengths) != len(run) or 0 in lengths:
        return [1] * len(run)
    return lengths


def _word(message: str, start: int, end: int) -> Word:
    text = message[start:end]
    return Word(text, start, end, "_".join(fold(nfc(text)).split()))
