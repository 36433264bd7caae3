"""Keys under which names are compared: without case, marks and punctuation, and with one spelling of i and y."""

import re
import unicodedata

from nlu.text import fold, nfc

APOSTROPHES = "'’‘ʼ`´′"
#: A run of letters, with apostrophes inside (D'Ran, Ea H’leo), or a run of digits.
WORD = re.compile(rf"[^\W\d_]+(?:[{APOSTROPHES}][^\W\d_]+)*|\d+")
_MARKS = re.compile(rf"[{APOSTROPHES}]")
_FINAL_Y = re.compile(r"(?:(?<![aeou])|(?<=qu))y(?=nh$|$)")
#: Highland names are written both ways: Đắc Lắc, Đăk Lăk; Krông Pắc, Krông Pắk.
_C_OR_K = {"dac": "dak", "lac": "lak", "pac": "pak"}
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7"}


def word_key(word: str) -> str:
    """Return one word's key: "Mỹ" -> "mi", "D’Ran" -> "dran", "07" -> "7"."""
    key = _MARKS.sub("", fold(word))
    if key.isdigit():
        return key.lstrip("0") or "0"
    return _C_OR_K.get(key) or _FINAL_Y.sub("i", key)


def name_key(name: str) -> str:
    """Return a name's key, its words joined by single spaces: "Hoà Bình" -> "hoa binh"."""
    return " ".join(word_key(word) for word in WORD.findall(nfc(name)))


def name_keys(name: str) -> set[str]:
    """Return every key that people's spellings of a name give: apostrophes split or not, Roman numbers as digits."""
    name = nfc(name)
    split = _MARKS.sub(" ", name)
    keys = {name_key(name), name_key(split)}
    for key in list(keys):
        head, _, last = key.rpartition(" ")
        if last in _ROMAN and (head or name.isupper()):
            keys.add(f"{head} {_ROMAN[last]}".strip())
    return keys - {""}


def marks_key(word: str) -> str:
    """Return what marks a word bears, wherever its tone stands: "hoà" and "hòa" agree, "hoa" and "hóa" do not.

    Đắk, Đăk and Đắc are one word.
    """
    tones, letters = [], []
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            tones.append(char)
        elif char not in APOSTROPHES:
            letters.append(char)
    plain = nfc("".join(letters))
    key = word_key(plain)
    if key in _C_OR_K.values():
        return key
    return _FINAL_Y.sub("i", plain) + "".join(sorted(tones))


def is_marked(word: str) -> bool:
    """Whether a word bears any Vietnamese mark."""
    return any(ord(char) > 127 for char in word if char not in APOSTROPHES)
