"""Vietnamese text tools that every room shares: normalise, fold, split into syllables.

Pure Python, no dependencies, importable in both environments.
"""

import re
import unicodedata

_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    r"\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:[./-][^\W_]+)*")


def nfc(text: str) -> str:
    """Return `text` in NFC, the one form in which the whole program compares Vietnamese."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Return a citizen's text in NFC, on one line, without control and invisible characters.

    Lone surrogates, which no encoder accepts, become U+FFFD.
    """
    text = _SURROGATE.sub("\ufffd", text)
    # Composed last: what an invisible character kept apart may now belong together.
    text = nfc(_INVISIBLE.sub("", _CONTROL.sub(" ", text)))
    return _SPACE.sub(" ", text).strip()


def fold(text: str) -> str:
    """Return `text` lower-cased without Vietnamese marks: "Đường Láng" -> "duong lang".

    For NFC input the result has one character for each input character, so that offsets
    found in the folded text are offsets in the original.
    """
    return "".join(_fold_char(char) for char in text)


def syllables(text: str) -> list[str]:
    """Return the folded syllables, numbers and codes of `text`, in order: "CT01, 1.001193" -> ["ct01", "1.001193"]."""
    return _WORD.findall(fold(nfc(text)))


_FOLDED: dict[str, str] = {"đ": "d", "Đ": "d", "ð": "d", "Ð": "d"}


def _fold_char(char: str) -> str:
    folded = _FOLDED.get(char)
    if folded is None:
        base = unicodedata.normalize("NFD", char)[0]
        lowered = base.lower()
        folded = lowered if len(lowered) == 1 else base
        _FOLDED[char] = folded
    return folded
