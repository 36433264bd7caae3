"""Patterns written with accents that also find what is typed without: "cháy" finds "chay", never "chạy"."""

import re

from nlu.text import fold, nfc

_PLAIN_GROUP = re.compile(r"(?<!\\)\((?!\?)")
_WORD = re.compile(r"(?<!\\)(?<![\\\w])[^\W\d_]+!?")
_GAP = "(?:[^ .?!]+ ){0,3}?"
_SPACES = re.compile(r"\s+")
#: The tone of "hoả" may also stand on the o: "hỏa". Both are read as the second.
_TONES = {
    f"{first}{new}": f"{old}{last}"
    for first, last, news, olds in (
        ("o", "a", "àáảãạ", "òóỏõọ"),
        ("o", "e", "èéẻẽẹ", "òóỏõọ"),
        ("u", "y", "ỳýỷỹỵ", "ùúủũụ"),
    )
    for new, old in zip(news, olds, strict=True)
}
_NEW_TONE = re.compile("(?:" + "|".join(_TONES) + r")(?![^\W\d_])")


def either_spelling(pattern: str) -> re.Pattern[str]:
    """Compile `pattern` for text that `plain` has prepared; it matches whole words only.

    A word matches with exactly its accents or with none; with "!" behind it, with its accents only. "~" stands for
    up to three words. Groups do not capture. Raises re.error.
    """
    body = _PLAIN_GROUP.sub("(?:", _one_tone(pattern))
    body = _WORD.sub(_either, body).replace("~", _GAP)
    return re.compile(rf"(?<![^\W_])(?:{body})(?![^\W_])")


def plain(message: str) -> str:
    """Return `message` as `either_spelling` reads it: NFC, lower case, single spaces, one way to place tones."""
    return _one_tone(_SPACES.sub(" ", nfc(message)).lower())


def _either(match: re.Match[str]) -> str:
    word = match.group()
    if word.endswith("!"):
        return word[:-1]
    bare = fold(word)
    return word if bare == word else f"(?:{word}|{bare})"


def _one_tone(text: str) -> str:
    return _NEW_TONE.sub(lambda match: _TONES[match.group()], text)
