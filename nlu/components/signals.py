"""What a message must not be misread for: an emergency, a scam, a status question, an insult …

A lexicon (signals.yml) that people can read and correct. It speaks louder than the trained classifier: whoever
writes "chay nha roi" must get the number of the fire brigade, however unlike the training data the words are.
What it does not know is left to the classifier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from nlu.components.spelling import either_spelling, plain

_LEXICON = Path(__file__).with_name("signals.yml")
_NAME = re.compile(r"\{([a-z_]+)\}")

EMERGENCY = "emergency"


@dataclass(frozen=True)
class Signal:
    """What was read: an intent, and for an emergency its `sort` (fire, violence, ambulance, child, suicide).

    `sure`: the words can hardly mean anything else.
    """

    intent: str
    sort: str = ""
    sure: bool = field(default=True, compare=False)


@dataclass(frozen=True)
class Kind:
    """One kind of signals.yml: what gives it, and what speaks against it."""

    signal: Signal
    longest: int
    sure: re.Pattern[str] | None
    likely: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    never: re.Pattern[str] | None

    def read(self, text: str) -> Signal | None:
        """Return this kind's signal if `text`, which `plain` has prepared, gives it."""
        if _in(self.never, text):
            return None
        if _in(self.sure, text):
            return self.signal
        return replace(self.signal, sure=False) if _in(self.likely, text) and not _in(self.unless, text) else None


def find_signal(message: str) -> Signal | None:
    """Return the first kind of signals.yml that `message` gives, or None."""
    text = plain(message)
    length = text.count(" ") + 1
    return next((signal for kind in lexicon() if length <= kind.longest and (signal := kind.read(text))), None)


@lru_cache(maxsize=1)
def lexicon() -> tuple[Kind, ...]:
    """Return signals.yml, compiled. Raises ValueError naming the kind when a line of it is no regular expression."""
    import yaml

    data: dict[str, Any] = yaml.safe_load(_LEXICON.read_text(encoding="utf-8"))
    return tuple(_kind(name, lines, data["alternatives"]) for name, lines in data["kinds"].items())


def _kind(name: str, lines: dict[str, Any], alternatives: dict[str, str]) -> Kind:
    emergency, _, sort = name.partition("_")
    signal = Signal(EMERGENCY, sort) if emergency == EMERGENCY else Signal(name)
    try:
        parts = {part: _compiled(lines.get(part), alternatives) for part in ("sure", "likely", "unless", "never")}
    except (KeyError, re.error) as error:
        raise ValueError(f"{_LEXICON.name}, kind {name}: {error}") from error
    return Kind(signal, lines["longest"], **parts)


def _compiled(lines: list[str] | None, alternatives: dict[str, str]) -> re.Pattern[str] | None:
    if not lines:
        return None
    return either_spelling("|".join(_NAME.sub(lambda match: alternatives[match[1]], line) for line in lines))


def _in(pattern: re.Pattern[str] | None, text: str) -> bool:
    return pattern is not None and pattern.search(text) is not None
