"""How well messages are understood: `python -m nlu.evaluation` (cross-validation, printed as tables).

The examples of nlu/training are split into folds; each fold is judged by a model that has seen neither
its examples nor their copies. Four spellings are judged: as written, without accents, with typing errors,
and with chat words. Needs scikit-learn, hence the Rasa environment; Rasa itself is not started.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import yaml

from nlu.components.variants import chatty, copies, half_accented, mistyped, unaccented

ROOT = Path(__file__).resolve().parent.parent
FOLDS = 5

#: A classifier is made from (texts, labels) and then labels texts.
Classifier = Callable[[Sequence[str]], list[str]]
Maker = Callable[[Sequence[str], Sequence[str]], Classifier]

SPELLINGS: dict[str, Callable[[str, random.Random], str]] = {
    "accented": lambda text, chance: text,
    "stripped": lambda text, chance: unaccented(text),
    "half": half_accented,
    "typos": lambda text, chance: mistyped(text, chance),
    "stripped + typos": lambda text, chance: mistyped(unaccented(text), chance),
    "chat": lambda text, chance: unaccented(chatty(text, chance)),
}


@dataclass(frozen=True)
class Example:
    """One training message and its intent."""

    text: str
    intent: str


@dataclass(frozen=True)
class Score:
    """What cross-validation found for one spelling: `pairs` are (right, guessed)."""

    spelling: str
    pairs: tuple[tuple[str, str], ...]

    @property
    def accuracy(self) -> float:
        """The share of messages with the right intent."""
        return sum(right == guessed for right, guessed in self.pairs) / len(self.pairs)

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the intents, each counting the same."""
        values = f1_by_intent(self.pairs).values()
        return sum(values) / len(values)


def read_examples(folder: Path = ROOT / "nlu" / "training" / "intents") -> list[Example]:
    """Return the examples of the training files, in the order of the files."""
    found = []
    for path in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = block["examples"].splitlines()
            found += [Example(line[2:].strip(), block["intent"]) for line in lines if line.startswith("- ")]
    return found


def folds(examples: Sequence[Example], count: int = FOLDS) -> list[int]:
    """Return the fold of each example: even over each intent, the same at every run and for equal texts."""
    order: dict[str, list[int]] = defaultdict(list)
    for place, example in enumerate(examples):
        order[example.intent].append(place)
    fold = [0] * len(examples)
    for places in order.values():
        places.sort(key=lambda place: crc32(unaccented(examples[place].text).lower().encode()))
        for rank, place in enumerate(places):
            fold[place] = rank % count
    return fold


def cross_validate(make: Maker, examples: Sequence[Example], with_copies: bool = True) -> list[Score]:
    """Judge the classifier that `make` makes, fold by fold, in all spellings."""
    fold = folds(examples)
    pairs: dict[str, list[tuple[str, str]]] = {name: [] for name in SPELLINGS}
    for number in range(FOLDS):
        known = [example for place, example in enumerate(examples) if fold[place] != number]
        unseen = [example for place, example in enumerate(examples) if fold[place] == number]
        if with_copies:
            known += [Example(copy, example.intent) for example in known for copy in copies(example.text)]
        classify = make([example.text for example in known], [example.intent for example in known])
        for name, respell in SPELLINGS.items():
            texts = [respell(example.text, random.Random(crc32(example.text.encode()))) for example in unseen]
            guesses = classify(texts)
            pairs[name] += [(example.intent, guess) for example, guess in zip(unseen, guesses, strict=True)]
    return [Score(name, tuple(found)) for name, found in pairs.items()]


def f1_by_intent(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Return the F1 of each intent that occurs."""
    right = Counter(intent for intent, guess in pairs if intent == guess)
    there = Counter(intent for intent, _ in pairs)
    guessed = Counter(guess for _, guess in pairs)
    return {intent: 2 * right[intent] / (there[intent] + guessed[intent]) for intent in sorted(there)}


def folded_maker(
    inverse_strength: float = 1.0, min_count: int = 2, emphasis: float = 3.0, without: Sequence[str] = ()
) -> Maker:
    """Return the maker of our classifier; features that begin with one of `without` are left out."""
    from nlu.components.grams import READING
    from nlu.components.linear import fit

    def make(texts: Sequence[str], labels: Sequence[str]) -> Classifier:
        model = fit(
            [_features(text, tuple(without)) for text in texts],
            list(labels),
            inverse_strength,
            min_count,
            {READING: emphasis},
        )
        return lambda unseen: [_read(text) or model.rank(_features(text, tuple(without)))[0][0] for text in unseen]

    return make


@lru_cache(maxsize=100_000)
def _read(text: str) -> str | None:
    """Return the intent that rules read with certainty, as the classifier does."""
    from nlu.components.signals import find_signal

    signal = find_signal(text)
    return signal.intent if signal else None


@lru_cache(maxsize=100_000)
def _features(text: str, without: tuple[str, ...]) -> frozenset[str]:
    from nlu.components.finder import read_with_places, shared_finder
    from nlu.components.grams import grams
    from nlu.components.words import split

    places = shared_finder().find(text)
    found = grams(split(text), read_with_places(text, places), tuple(place.role or "" for place in places))
    return frozenset(name for name in found if not without or not name.startswith(without))


def table(scores: Sequence[Score]) -> str:
    """Return accuracy and macro F1 of each spelling as a Markdown table."""
    lines = ["| spelling | accuracy | macro F1 |", "|---|---|---|"]
    lines += [f"| {score.spelling} | {score.accuracy:.3f} | {score.macro_f1:.3f} |" for score in scores]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    """Cross-validate the classifier of config.yml and print what it gets wrong."""
    parser = argparse.ArgumentParser(prog="python -m nlu.evaluation", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", type=Path, help="also write the figures there")
    parser.add_argument("--write", type=Path, metavar="DOCS", help="write the page and its picture into that folder")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print up to N confusions of each spelling")
    options = parser.parse_args(arguments)
    examples = read_examples()
    started = time.monotonic()
    scores = cross_validate(folded_maker(), examples)
    print(f"{len(examples)} examples, {FOLDS} folds, {time.monotonic() - started:.0f} s", file=sys.stderr)
    print(table(scores))
    print("\n| intent | F1 accented | F1 stripped |\n|---|---|---|")
    plain, stripped = (f1_by_intent(score.pairs) for score in scores[:2])
    for intent, value in plain.items():
        print(f"| {intent} | {value:.2f} | {stripped[intent]:.2f} |")
    for score in scores[: options.errors and len(scores)]:
        wrong = Counter(pair for pair in score.pairs if pair[0] != pair[1])
        print(f"\n{score.spelling}: " + ", ".join(f"{a} -> {b} {n}" for (a, b), n in wrong.most_common(options.errors)))
    if options.write:
        from nlu.entity_scores import judge, read_judged
        from nlu.evaluation_page import write_page

        judged = read_judged()
        shown = {name: SPELLINGS[name] for name in ("accented", "stripped", "typos")}
        write_page(options.write, scores, judge(judged, shown), len(examples), len(judged))
    if options.json:
        figures = [{"spelling": s.spelling, "accuracy": s.accuracy, "macro_f1": s.macro_f1} for s in scores]
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
