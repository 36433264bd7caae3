"""Conversations as data: what a citizen says, and what the answer must be. tests/stack/conversations/*.yml.

A turn `says` words or presses (`press`) the button of the answer before whose title fits a pattern. What is expected:

    code      the procedure answered: a code, or any of a list
    codes     procedures that are all answered, or named by a card, in this turn
    offers    procedures that the question offers
    kind      the kind of the first card: one, or any of a list
    office    the kind of the first office (content/centres/offices.yml)
    must, not patterns that the text must hold, or must not
    asks      whether the answer is a question
    new       the text differs from all texts before
    short     the most syllables of the text without its source line

The policy itself holds in every turn: there is a text, no removed tier is named, and a procedure's answer is short.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.tiers import removed_tier

FOLDER = Path(__file__).with_name("conversations")
EXPECTATIONS = {"code", "codes", "offers", "kind", "office", "must", "not", "asks", "new", "short"}
#: Syllables of a procedure's answer, and of each when there are several; source line and buttons not counted.
LONGEST, LONGEST_OF_SEVERAL = 120, 60

Reply = dict[str, Any]


@dataclass(frozen=True)
class Conversation:
    """One conversation: the file's name with its title, and the turns as they stand in the file.

    `wanted`: why it cannot pass yet, where the fault lies in another room.
    """

    name: str
    turns: Sequence[Mapping[str, Any]]
    wanted: str = ""


@dataclass
class Transcript:
    """What was said so far: texts of the answers, and the replies of the last turn."""

    texts: list[str] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)

    def message(self, turn: Mapping[str, Any]) -> str:
        """Return what the citizen sends in `turn`: words, or the id of a button. Raises LookupError without one."""
        if "says" in turn:
            return str(turn["says"])
        buttons = [button for reply in self.replies for button in reply.get("buttons", ())]
        found = [button["payload"] for button in buttons if re.search(turn["press"], button["title"])]
        if not found:
            raise LookupError(f"no button fits {turn['press']!r}: {[button['title'] for button in buttons]}")
        return str(found[0])

    def add(self, replies: list[Reply]) -> None:
        """Note an answer."""
        self.texts.append(whole_text(replies))
        self.replies = replies


def load(paths: Sequence[Path] = ()) -> list[Conversation]:
    """Return the conversations of `paths`, of all files without any. Raises ValueError for an unknown expectation."""
    found = []
    for path in paths or sorted(FOLDER.glob("*.yml")):
        for one in yaml.safe_load(path.read_text(encoding="utf-8")):
            strangers = {key for turn in one["turns"] for key in turn} - EXPECTATIONS - {"says", "press"}
            if strangers:
                raise ValueError(f"{path.name}, {one['talk']}: unknown {sorted(strangers)}")
            found.append(Conversation(f"{path.stem}: {one['talk']}", one["turns"], one.get("wanted", "")))
    return found


def faults(turn: Mapping[str, Any], replies: list[Reply], before: Sequence[str] = ()) -> list[str]:
    """Return what is wrong with `replies` as the answer to `turn`; `before`: the texts of earlier answers."""
    return [*_policy_faults(replies), *_expectation_faults(turn, replies, before)]


def whole_text(replies: list[Reply]) -> str:
    """Return the texts of an answer as one."""
    return "\n".join(str(reply.get("text") or "") for reply in replies)


def syllables(text: str) -> int:
    """Return how many syllables `text` has without its source lines."""
    lines = [line for line in text.splitlines() if not line.startswith("Nguồn: ")]
    return sum(len(line.split()) for line in lines)


def _policy_faults(replies: list[Reply]) -> Iterator[str]:
    text = whole_text(replies)
    if not text.strip():
        yield "no text"
    if removed_tier(text):
        yield f"names a removed tier: {removed_tier(text)}"
    if "trục trặc" in text:
        yield "the assistant stumbled"
    cards = [reply for reply in replies if (reply.get("custom") or {}).get("kind") == "guide"]
    most = LONGEST if len(cards) == 1 else LONGEST_OF_SEVERAL
    for reply in cards:
        if syllables(reply["text"]) > most and not _lists_papers(reply["text"]):
            yield f"{syllables(reply['text'])} syllables, at most {most}"


def _lists_papers(text: str) -> bool:
    return re.search(r"^- ", text, re.MULTILINE) is not None


def _expectation_faults(turn: Mapping[str, Any], replies: list[Reply], before: Sequence[str]) -> Iterator[str]:
    text = whole_text(replies)
    cards = [reply["custom"] for reply in replies if reply.get("custom")]
    answered = [card["code"] for card in cards if card.get("code")]
    if "code" in turn and (not answered or answered[0] not in _listed(turn["code"])):
        yield f"code {answered or 'none'}, expected {turn['code']}"
    if "codes" in turn and not set(turn["codes"]) <= set(answered):
        yield f"codes {answered}, expected {turn['codes']}"
    offered = {choice.get("code") for card in cards for choice in card.get("choices", ())}
    if "offers" in turn and not set(turn["offers"]) <= offered:
        yield f"offers {sorted(str(code) for code in offered)}, expected {turn['offers']}"
    kinds = [card.get("kind") for card in cards] or [None]
    if "kind" in turn and kinds[0] not in _listed(turn["kind"]):
        yield f"kind {kinds[0]}, expected {turn['kind']}"
    offices = [where["type"] for card in cards for where in card.get("where", ())]
    if "office" in turn and turn["office"] not in offices[:1]:
        yield f"office {offices}, expected {turn['office']}"
    if "asks" in turn and ("?" in text) != turn["asks"]:
        yield "no question" if turn["asks"] else "a question"
    if turn.get("new") and text in before:
        yield "said before, word for word"
    if "short" in turn and syllables(text) > turn["short"]:
        yield f"{syllables(text)} syllables, at most {turn['short']}"
    yield from (f"lacks {pattern!r}" for pattern in turn.get("must", ()) if not re.search(pattern, text))
    yield from (f"has {pattern!r}" for pattern in turn.get("not", ()) if re.search(pattern, text))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
