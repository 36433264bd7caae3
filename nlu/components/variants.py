"""Other spellings of a message: without accents, half-accented, with typing errors and chat words.

They are made by code, at training time for more examples and at evaluation time for harder ones, so
that nobody copies and maintains them by hand.
"""

import random
import re
import unicodedata
from zlib import crc32

_CHAT_WORDS = {
    "không": ("ko", "k", "hông", "hok", "khong"),
    "được": ("đc", "dc", "đx"),
    "bao nhiêu": ("bn", "bnhiu", "bao nhiu"),
    "vậy": ("z", "v", "dạ"),
    "gì": ("j", "ji", "zì"),
    "rồi": ("r", "rùi"),
    "giấy tờ": ("gtờ", "giấy tờ"),
    "đăng ký": ("đk", "đki", "dki"),
    "khai sinh": ("ks",),
    "kết hôn": ("kh",),
    "hồ sơ": ("hs", "hsơ"),
    "như thế nào": ("ntn",),
    "phường": ("p", "fường"),
    "mình": ("mk", "mình"),
    "tôi": ("t", "tui"),
    "nhé": ("nha", "nhá"),
    "online": ("onl", "onlai"),
    "ở": ("ở", "o"),
}
_CHAT = re.compile(
    r"(?<![^\W_])(" + "|".join(sorted(_CHAT_WORDS, key=len, reverse=True)) + r")(?![^\W_])", re.IGNORECASE
)
_SYLLABLE = re.compile(r"[^\W\d_]{3,}")


def copies(text: str) -> list[str]:
    """Return the other spellings of one training example, none equal to it; the same text gives the same copies."""
    chance = random.Random(crc32(text.encode()))
    chat = chatty(text, chance)
    found = dict.fromkeys([unaccented(text), chat, unaccented(chat), mistyped(unaccented(text), chance)])
    found.pop(text, None)
    return list(found)


def unaccented(text: str) -> str:
    """Return `text` without Vietnamese marks, letters' case kept: "Đăng ký ở đâu" -> "Dang ky o dau"."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(char for char in plain if not unicodedata.combining(char)))


def half_accented(text: str, chance: random.Random) -> str:
    """Return `text` with the marks of about half of its words gone, as hurried people type."""
    return " ".join(unaccented(word) if chance.random() < 0.5 else word for word in text.split(" "))


def chatty(text: str, chance: random.Random) -> str:
    """Return `text` with words replaced by how people write them in chats ("không" -> "ko")."""
    return _CHAT.sub(lambda match: chance.choice(_CHAT_WORDS[match.group().lower()]), text)


def mistyped(text: str, chance: random.Random, rate: float = 0.25) -> str:
    """Return `text` with one slip in about `rate` of its syllables of three letters and more, at least one if any."""
    syllables = list(_SYLLABLE.finditer(text))
    if not syllables:
        return text
    chosen = [match for match in syllables if chance.random() < rate] or [chance.choice(syllables)]
    for match in reversed(chosen):
        text = text[: match.start()] + _slip(match.group(), chance) + text[match.end() :]
    return text


def _slip(syllable: str, chance: random.Random) -> str:
    """Swap, drop or double one letter inside the syllable."""
    place = chance.randrange(1, len(syllable) - 1)
    kind = chance.choice(("swap", "drop", "double"))
    if kind == "swap":
        return syllable[:place] + syllable[place + 1] + syllable[place] + syllable[place + 2 :]
    if kind == "drop":
        return syllable[:place] + syllable[place + 1 :]
    return syllable[: place + 1] + syllable[place:]
