"""Which side of a procedure a message asks about: where, fee, time, papers, online, …

A lexicon over folded text (aspects.yml), so that "lệ phí", "le phi" and "LỆ PHÍ" are one. It is data that
people can read and correct, needs no training, and marks the very words, which the tracker can show.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nlu.components.folding import Folded

_LEXICON = Path(__file__).with_name("aspects.yml")
_NAME = re.compile(r"\{([a-z_]+)\}")
#: "nghe nói 100k đúng không": an amount or an age to be confirmed, not the question where the answer comes from.
_CLAIM = re.compile(r"\d ?(?:k|nghin|ngan|dong|trieu|tr|d|tuoi|ngay|thang)\b.*\b(?:dung|phai|that|chac)\b")
_PLAIN_GROUP = re.compile(r"\((?!\?)")


@dataclass(frozen=True)
class Aspect:
    """An aspect and the words that ask for it, as a slice of the message."""

    name: str
    start: int
    end: int


def find_aspects(message: Folded) -> list[Aspect]:
    """Return the aspects that `message` asks for, in the order of the words; no two overlap, each name once."""
    found: list[Aspect] = []
    taken: list[tuple[int, int]] = []
    claimed = _CLAIM.search(message.text) is not None
    for name, pattern in lexicon().items():
        if name == "source" and claimed:
            continue
        span = _first_free(pattern, message.text, taken)
        if span is not None:
            taken.append(span)
            found.append(Aspect(name, *message.span(*span)))
    return sorted(found, key=lambda aspect: aspect.start)


@lru_cache(maxsize=1)
def lexicon() -> dict[str, re.Pattern[str]]:
    """Return one pattern for each aspect, in the order of aspects.yml.

    Raises ValueError naming the aspect when a line of it is no regular expression or names no alternative.
    """
    import yaml

    data = yaml.safe_load(_LEXICON.read_text(encoding="utf-8"))
    alternatives: dict[str, str] = data["alternatives"]
    patterns = {}
    for name, phrases in data["aspects"].items():
        try:
            body = "|".join(_NAME.sub(lambda match: alternatives[match[1]], phrase) for phrase in phrases)
            patterns[name] = re.compile(rf"(?<![^\W_])(?:{_PLAIN_GROUP.sub('(?:', body)})(?![^\W_])")
        except (KeyError, re.error) as error:
            raise ValueError(f"{_LEXICON.name}, aspect {name}: {error}") from error
    return patterns


def _first_free(pattern: re.Pattern[str], text: str, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
    for match in pattern.finditer(text):
        if match.group().strip() and all(match.end() <= start or match.start() >= end for start, end in taken):
            return match.span()
    return None
