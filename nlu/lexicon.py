"""The lexicon of how people write: abbreviations, teencode, regional words, and ideas with many wordings.

Reads lexicon.yml once. Standard library and PyYAML only.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nlu.text import fold, nfc

DEFAULT = Path(__file__).with_name("lexicon.yml")
_WORD = re.compile(r"[^\W_]+(?:[./-][^\W_]+)*")

#: "hoà" and "hòa" are one word: the tone goes where most people type it.
_OLD_PLACE = dict(
    zip(
        "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(),
        "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split(),
        strict=True,
    )
)
_TONE_PLACE = re.compile(f"(?<!q)(?:{'|'.join(_OLD_PLACE)})$")

#: A wording: its words, and the same words folded; `exact` ones must match with their marks.
Wording = tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """The tables of lexicon.yml, keyed by first word for one pass over a text.

    Shapes: `spelling` and `concepts` map a folded first word to rows (exact?, words, value), longest first.
    """

    spelling: Mapping[str, tuple[tuple[bool, Wording, tuple[str, ...]], ...]]
    concepts: Mapping[str, tuple[tuple[bool, Wording, str], ...]]
    fillers: Mapping[str, tuple[Wording, ...]]
    #: The lexicon's own standard Vietnamese, for models of the language.
    texts: tuple[str, ...] = ()

    @classmethod
    def load(cls, path: Path | None = None) -> "Lexicon":
        """Read a lexicon file, the shipped one by default. Raises ValueError naming the file and the entry."""
        return _load(path or DEFAULT)

    def rewrite(self, words: list[str]) -> list[str]:
        """Return lower-case NFC words with shorthand, regional and misspelt ones replaced by standard ones.

        Of several readings all are given, one after the other: "kt" -> "khuyết", "tật", "khai", "tử".
        """
        if not self.spelling:
            return words
        folded = [fold(word) for word in words]
        result: list[str] = []
        at = 0
        while at < len(words):
            for exact, wording, value in self.spelling.get(folded[at], ()):
                end = at + len(wording)
                if tuple((words if exact else folded)[at:end]) == wording:
                    result += value
                    at = end
                    break
            else:
                result.append(words[at])
                at += 1
        return result

    def ideas(self, words: list[str]) -> list[str]:
        """Return the concepts found in lower-case NFC words, each once, in order of appearance."""
        folded = [fold(word) for word in words]
        found: dict[str, None] = {}
        for at, first in enumerate(folded):
            for exact, wording, concept in self.concepts.get(first, ()):
                if tuple((words if exact else folded)[at : at + len(wording)]) == wording:
                    found[concept] = None
        return list(found)

    def without_fillers(self, words: list[str]) -> list[str]:
        """Return the words without greetings, politeness and question phrases; all of them if nothing would be left."""
        folded = [fold(word) for word in words]
        result: list[str] = []
        at = 0
        while at < len(words):
            for wording in self.fillers.get(folded[at], ()):
                if tuple(folded[at : at + len(wording)]) == wording:
                    at += len(wording)
                    break
            else:
                result.append(words[at])
                at += 1
        return result or words


def words(text: str) -> list[str]:
    """Return the lower-case NFC words, numbers and codes of a text, in order, each with its tone in one place."""
    return [_TONE_PLACE.sub(_old_place, word) for word in _WORD.findall(nfc(text).lower())]


def _old_place(match: re.Match[str]) -> str:
    return _OLD_PLACE[match[0]]


@cache
def _load(path: Path) -> Lexicon:
    content = yaml.safe_load(path.read_text("utf-8"))
    if not isinstance(content, dict) or not {"spelling", "concepts", "fillers"} <= content.keys():
        raise ValueError(f"{path}: spelling, concepts and fillers are needed")
    spelling: dict[str, list[tuple[bool, Wording, tuple[str, ...]]]] = {}
    for key, value in content["spelling"].items():
        exact, wording = _wording(path, key)
        readings = [tuple(words(reading)) for reading in str(value).split("|")]
        spelling.setdefault(fold(wording[0]), []).append((exact, wording, tuple(w for r in readings for w in r)))
    concepts: dict[str, list[tuple[bool, Wording, str]]] = {}
    for concept, wordings in content["concepts"].items():
        for text in wordings:
            exact, wording = _wording(path, text)
            concepts.setdefault(fold(wording[0]), []).append((exact, wording, str(concept)))
    fillers: dict[str, list[Wording]] = {}
    for text in content["fillers"]:
        wording = tuple(fold(word) for word in words(str(text)))
        fillers.setdefault(wording[0], []).append(wording)
    return Lexicon(
        {first: _longest_first(rows) for first, rows in spelling.items()},
        {first: tuple(rows) for first, rows in concepts.items()},
        {first: tuple(sorted(rows, key=len, reverse=True)) for first, rows in fillers.items()},
        tuple(_standard_texts(content)),
    )


def _standard_texts(content: Mapping[str, Any]) -> Iterable[str]:
    for value in content["spelling"].values():
        yield from str(value).split("|")
    for rows in (*content["concepts"].values(), content["fillers"]):
        yield from (str(text).removeprefix("=") for text in rows)


def _wording(path: Path, key: object) -> tuple[bool, Wording]:
    if not isinstance(key, str) or not words(key):
        raise ValueError(f"{path}: {key!r} is not a wording; quote words that YAML reads as something else")
    # One syllable without its marks may be many words ("đò", "đỏ", "do"), so it must stand there as written.
    exact = key.startswith("=") or len(words(key)) == 1
    return exact, tuple(word if exact else fold(word) for word in words(key))


def _longest_first(
    rows: Iterable[tuple[bool, Wording, tuple[str, ...]]],
) -> tuple[tuple[bool, Wording, tuple[str, ...]], ...]:
    # An exact wording goes before a folded one of the same length: it knows more.
    return tuple(sorted(rows, key=lambda row: (-len(row[1]), not row[0])))
