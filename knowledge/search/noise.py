"""How people's typing differs from tidy text: no marks, half of them, slips of the finger, words around the point."""

import random

from nlu.text import fold

_NEAR = {
    "a": "sq",
    "b": "vn",
    "c": "xv",
    "d": "sf",
    "e": "wr",
    "g": "fh",
    "h": "gj",
    "i": "uo",
    "k": "jl",
    "l": "k",
    "m": "n",
    "n": "bm",
    "o": "ip",
    "p": "o",
    "q": "w",
    "r": "et",
    "s": "ad",
    "t": "ry",
    "u": "yi",
    "v": "cb",
    "x": "zc",
    "y": "tu",
}
_SOUNDS = (
    ("tr", "ch"),
    ("ch", "tr"),
    ("s", "x"),
    ("x", "s"),
    ("r", "d"),
    ("gi", "d"),
    ("d", "gi"),
    ("l", "n"),
    ("n", "l"),
)
_ENDS = (("c", "t"), ("t", "c"), ("n", "ng"), ("ng", "n"), ("i", "y"), ("y", "i"))
_BEFORE = (
    "em muốn",
    "cho hỏi",
    "tôi ở quê",
    "nhà tôi",
    "anh chị ơi",
    "hôm nay",
    "bạn em",
    "giờ em",
    "mẹ em",
    "tôi định",
)
_AFTER = (
    "ở xã",
    "ở phường",
    "có nhanh không",
    "ở đây",
    "hay lên tỉnh",
    "giúp em",
    "online",
    "ngày nào cũng được",
    "trước tết",
)


def distorted(text: str, chance: random.Random) -> str:
    """Return the text as somebody in a hurry might type it."""
    words = text.split()
    if chance.random() < 0.25:
        words = [*chance.choice(_BEFORE).split(), *words]
    if chance.random() < 0.25:
        words = [*words, *chance.choice(_AFTER).split()]
    if chance.random() < 0.35:
        words = [slip(word, chance) if chance.random() < 0.25 else word for word in words]
    way = chance.random()
    if way < 0.4:
        return fold(" ".join(words))
    if way < 0.55:
        return " ".join(fold(word) if chance.random() < 0.5 else word for word in words)
    return " ".join(words)


def slip(word: str, chance: random.Random) -> str:
    """Return a word with one typing or spelling error; short words and numbers stay as they are."""
    if len(word) < 3 or not word.isalpha():
        return word
    way = chance.randrange(6)
    at = chance.randrange(1, len(word))
    if way == 0:
        return word[:at] + word[at + 1 :]
    if way == 1:
        return word[:at] + word[at] + word[at:]
    if way == 2 and at < len(word) - 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if way == 3:
        return word[:at] + chance.choice(_NEAR.get(fold(word[at]), word[at])) + word[at + 1 :]
    if way == 4:
        return next((new + word[len(old) :] for old, new in _shuffled(_SOUNDS, chance) if word.startswith(old)), word)
    return next((word[: -len(old)] + new for old, new in _shuffled(_ENDS, chance) if word.endswith(old)), word)


def _shuffled(rows: tuple[tuple[str, str], ...], chance: random.Random) -> list[tuple[str, str]]:
    return chance.sample(rows, len(rows))
