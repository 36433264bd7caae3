"""How well rules read entities: judged on messages that no rule was fitted to (judged_entities.txt)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from nlu.components.address import find_address
from nlu.components.finder import read_with_places, shared_finder
from nlu.components.folding import folded

JUDGED = Path(__file__).with_name("judged_entities.txt")


@dataclass(frozen=True)
class Judged:
    """A message and the names of what should be read in it, such as "aspect:fee" or "place"."""

    text: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Tally:
    """How often a name was there, was read, and was read where it was there."""

    there: int
    read: int
    right: int

    @property
    def f1(self) -> float:
        """Return the F1; 1.0 for a name that was neither there nor read."""
        return 2 * self.right / (self.there + self.read) if self.there + self.read else 1.0


def read_judged(path: Path = JUDGED) -> list[Judged]:
    """Return the judged messages. Raises ValueError naming the line for a line that is none."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        text, bar, names = line.rpartition(" | ")
        if not bar or not text:
            raise ValueError(f"{path.name}, line {number}: no message and names")
        found.append(Judged(text, () if names == "-" else tuple(names.split())))
    return found


def names_in(text: str) -> list[str]:
    """Return the names of what the rules read in `text`, as the extractor adds them."""
    places = shared_finder().find(text)
    readings = read_with_places(text, places)
    names = ["place"] * bool(places) + [f"aspect:{aspect.name}" for aspect in readings.aspects]
    if readings.choice is not None:
        names.append(f"choice:{readings.choice}")
    names += [name for name in ("same_question", "correction") if getattr(readings, name) is not None]
    address = find_address(folded(text))
    return names + ([f"you:{address.you}"] if address else [])


def judge(
    judged: Sequence[Judged], spellings: Mapping[str, Callable[[str, random.Random], str]]
) -> dict[str, dict[str, Tally]]:
    """Return spelling -> kind of entity -> tally; the kind of "aspect:fee" is "aspect", its value must be right."""
    found = {}
    for spelling, respell in spellings.items():
        there: Counter[str] = Counter()
        read: Counter[str] = Counter()
        right: Counter[str] = Counter()
        for one in judged:
            names = names_in(respell(one.text, random.Random(crc32(one.text.encode()))))
            there.update(name.partition(":")[0] for name in one.names)
            read.update(name.partition(":")[0] for name in names)
            right.update(name.partition(":")[0] for name in (Counter(names) & Counter(one.names)).elements())
        found[spelling] = {kind: Tally(there[kind], read[kind], right[kind]) for kind in sorted(there | read)}
    return found
