"""From a text to what the legs compare: standard words with marks, bare words, ideas, and letter groups.

Questions and stored texts go through the very same steps.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from nlu.diacritics import Restorer
from nlu.lexicon import Lexicon, words
from nlu.text import clean, fold

#: A message longer than this says nothing more about the procedure.
_MOST_WORDS = 120
_MOST_CHARACTERS = 4000
_LETTERS = 4
_NUMBER = re.compile(r"\d[\d./-]*")
Marks = Literal["as typed", "none"]


@dataclass(frozen=True)
class Analysis:
    """A text, read. `words` are standard lower-case words with marks and without fillers; `bare` the same, folded."""

    words: tuple[str, ...]
    bare: tuple[str, ...]
    ideas: tuple[str, ...]

    def terms(self) -> list[str]:
        """Return the lexical leg's terms: bare words, pairs of them ("khai_sinh"), ideas ("#birth")."""
        pairs = [f"{first}_{second}" for first, second in zip(self.bare, self.bare[1:], strict=False)]
        return [*self.bare, *pairs, *(f"#{idea}" for idea in self.ideas)]

    def features(self) -> list[str]:
        """Return the trained embedder's tokens: terms, words with marks ("=sổ"), letter groups ("~<mat")."""
        marked = [f"={word}" for word in self.words]
        letters = [group for word in dict.fromkeys(self.bare) for group in letter_groups(word)]
        return [*self.terms(), *marked, *letters]


class Analyser:
    """Reads texts with one lexicon and one restorer."""

    def __init__(self, lexicon: Lexicon, restorer: Restorer | None = None) -> None:
        self._lexicon, self._restorer = lexicon, restorer

    def analyse(self, text: str) -> Analysis:
        """Return the analysis of a text in any form: NFD, half-accented, glued to emoji."""
        row = words(clean(text[:_MOST_CHARACTERS]))[:_MOST_WORDS]
        row = self._lexicon.rewrite(row)
        if self._restorer is not None:
            row = self._lexicon.rewrite(self._restorer.restore(row))
        ideas = self._lexicon.ideas(row)
        row = self._lexicon.without_fillers(row)
        return Analysis(tuple(row), tuple(fold(word) for word in row), tuple(ideas))


@lru_cache(maxsize=50_000)
def letter_groups(word: str) -> tuple[str, ...]:
    """Return the groups of four letters of a bare word with its edges marked; none for numbers."""
    if _NUMBER.fullmatch(word):
        return ()
    edged = f"<{word}>"
    return tuple(f"~{edged[at : at + _LETTERS]}" for at in range(len(edged) - _LETTERS + 1))
