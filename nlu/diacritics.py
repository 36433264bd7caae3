"""Restoring Vietnamese marks: a syllable-bigram model and Viterbi, for text with no marks or with half of them.

The model is trained on the texts that a snapshot holds, and on a word list where one is at hand. Standard library only.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nlu.lexicon import words
from nlu.text import fold

#: Candidates kept for one bare syllable, most frequent first.
_CANDIDATES = 6
_START = ""
_BACKOFF = 0.4
#: How much likelier a bare syllable is right as typed when its sentence has marks elsewhere, in nats.
_TYPED_BONUS = 3.0


@dataclass(frozen=True)
class Restorer:
    """Counts of syllables and of pairs; "" stands for the start of a line.

    `candidates` leads from a bare syllable to its possible forms, `total` counts all syllables.
    """

    single: dict[str, int]
    pairs: dict[tuple[str, str], int]
    candidates: dict[str, tuple[str, ...]]
    total: float

    @classmethod
    def train(cls, texts: Iterable[tuple[str, int]], least_pair: int = 1) -> "Restorer":
        """Count accented texts, each with a weight. Pairs seen less than `least_pair` are forgotten."""
        single: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for text, weight in texts:
            for line in text.split("\n"):
                row = words(line)
                if not row or (all(fold(word) == word for word in row) and len(row) > 3):
                    continue  # a text typed without marks teaches the wrong thing
                for word in [_START, *row]:
                    single[word] += weight
                for pair in zip([_START, *row], row, strict=False):
                    pairs[pair] += weight
        return cls._of(dict(single), {pair: count for pair, count in pairs.items() if count >= least_pair})

    @classmethod
    def _of(cls, single: dict[str, int], pairs: dict[tuple[str, str], int]) -> "Restorer":
        forms: dict[str, list[str]] = {}
        for word in sorted(single, key=lambda word: (-single[word], word)):
            if word and not any(char.isdigit() for char in word):
                forms.setdefault(fold(word), []).append(word)
        candidates = {bare: tuple(found[:_CANDIDATES]) for bare, found in forms.items()}
        return cls(single, pairs, candidates, float(sum(single.values()) - single.get(_START, 0) or 1))

    def save(self, path: Path) -> None:
        """Write the counts as JSON: syllables with counts, then pairs as two indexes and a count."""
        order = {word: index for index, word in enumerate(self.single)}
        rows = [[order[first], order[second], count] for (first, second), count in self.pairs.items()]
        path.write_text(
            json.dumps({"single": self.single, "pairs": rows}, ensure_ascii=False, separators=(",", ":")), "utf-8"
        )

    @classmethod
    def load(cls, path: Path) -> "Restorer":
        """Read what `save` wrote."""
        content = json.loads(path.read_text("utf-8"))
        order = list(content["single"])
        pairs = {(order[first], order[second]): count for first, second, count in content["pairs"]}
        return cls._of(content["single"], pairs)

    def restore(self, row: list[str]) -> list[str]:
        """Return lower-case words with marks put on the bare ones. Words that have marks stay as they are.

        Where half of a sentence has marks, a bare word that exists as such ("con", "cho") is likely right as typed.
        """
        if not self.single or not any(word in self.candidates for word in row):
            return row
        marked = any(fold(word) != word for word in row)
        paths: list[tuple[float, list[str]]] = [(0.0, [])]
        previous: list[str] = [_START]
        for word in row:
            options = self.candidates.get(word, (word,)) if fold(word) == word else (word,)
            steps: list[tuple[float, list[str]]] = []
            for option in options:
                bonus = _TYPED_BONUS if marked and option == word else 0.0
                best, score = 0, -math.inf
                for index, before in enumerate(previous):
                    here = paths[index][0] + self._log(before, option)
                    if here > score:
                        best, score = index, here
                steps.append((score + bonus, [*paths[best][1], option]))
            paths, previous = steps, list(options)
        return max(paths, key=lambda path: path[0])[1]

    def _log(self, before: str, word: str) -> float:
        pair = self.pairs.get((before, word))
        if pair:
            return math.log(pair / self.single[before])
        return math.log(_BACKOFF * (self.single.get(word, 0) + 0.1) / self.total)
