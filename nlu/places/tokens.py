"""A citizen's text as tokens with offsets and keys."""

import re
from dataclasses import dataclass

from nlu.places.keys import WORD, is_marked, marks_key, word_key

_CAMEL = re.compile(r"(?<=[^\W\d_A-ZĐÀ-Ỹ])(?=[A-ZĐÀÁẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬÈÉẺẼẸÊẾỀỂỄỆÌÍỈĨỊÒÓỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÙÚỦŨỤƯỨỪỬỮỰỲÝỶỸỴ])")
#: A capital behind one letter parts them where the letter is a unit word: "PDịch Vọng", not "KBang".
_UNIT_LETTERS = frozenset("pqfxh")
#: Longer texts are read up to here: a message is at most this long, and the time of reading is bounded.
LIMIT = 4000


@dataclass(frozen=True)
class Token:
    """A word: its slice of the NFC text, its key, the marks it bears, and what stands between it and the next word."""

    start: int
    end: int
    text: str
    key: str
    marks: str
    marked: bool
    capital: bool
    gap: str


def tokenize(text: str) -> list[Token]:
    """Return the tokens of NFC `text`; letters and digits part ("Q1"), and words glued by capitals ("CầuGiấy")."""
    spans = []
    for match in WORD.finditer(text[:LIMIT]):
        start = match.start()
        for cut in _CAMEL.finditer(match.group()):
            if cut.start() == 1 and match.group()[0].lower() not in _UNIT_LETTERS:
                continue
            spans.append((start, match.start() + cut.start()))
            start = match.start() + cut.start()
        spans.append((start, match.end()))
    tokens = []
    for number, (start, end) in enumerate(spans):
        word = text[start:end]
        after = spans[number + 1][0] if number + 1 < len(spans) else len(text)
        tokens.append(
            Token(
                start,
                end,
                word,
                word_key(word),
                marks_key(word),
                is_marked(word),
                word[:1].isupper(),
                text[end:after][:8],
            )
        )
    return tokens


_TELEX_TONE = re.compile(r"(?<=[aeiouywngtmcph])[sfrxj](?![^\W\d_])", re.IGNORECASE)
_TELEX_PAIR = re.compile(r"(?<![^\W\d_])dd|([aeo])\1|(?<=[aou])w", re.IGNORECASE)


def without_telex(text: str) -> str:
    """Return text without the keys that the Telex method turns into marks: "phuongwf dijch" keeps only its letters."""
    text = _TELEX_PAIR.sub(lambda match: match.group(1) or ("d" if match.group().lower() == "dd" else ""), text)
    return _TELEX_TONE.sub("", text)
