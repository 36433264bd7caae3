"""Reading a pick from a list: "2", "số 3", "cái thứ hai", "cái cuối", "khác".

Only a message that says nothing else is a pick; "2 vợ chồng cần có mặt không" is a question.
"""

import re

from nlu.components.folding import Folded

#: The value of a pick of the last one and of "none of these".
LAST = "last"
OTHER = "other"

_NUMBERS = {
    "mot": 1, "nhat": 1, "dau": 1, "dau tien": 1, "hai": 2, "nhi": 2, "ba": 3, "tu": 4, "bon": 4,
    "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip
_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_BEFORE = (
    r"(?:(?:da|vang|uh|uhm|um|u|ok|oke|okie|thi|vay|the|a|em|toi|minh|con|chau|cho|hoi|muon|chon|lay|xem|la|cua)\s+)*"
)
_NOUN = r"(?:cai|so|muc|y|phan|dong|lua chon|phuong an|truong hop|cau|dap an|nut|loai|viec|thu tuc)"
_AFTER = r"(?:\s+(?:di|nhe|nha|a|ah|ak|do|day|nay|kia|ay|voi|oi|ban|em|anh|chi|ad|luon|thoi|ha|hen|nhen|dung roi))*"
_PICK = re.compile(
    rf"{_BEFORE}(?:"
    rf"(?:{_NOUN}\s+)?(?:thu\s+|so\s+)?(?P<digit>[1-9])"
    rf"|{_NOUN}\s+(?:thu\s+|so\s+)?(?P<word>{_WORDS})"
    rf"|thu\s+(?P<ordinal>{_WORDS})"
    rf"|(?P<alone>mot|hai|ba|bon|nam)"
    rf"|(?:{_NOUN}\s+)(?P<last>cuoi(?:\s+cung)?|sau\s+cung|chot|duoi\s+cung)"
    rf"|cuoi\s+cung(?P<last_alone>)"
    rf"|(?:{_NOUN}\s+)?(?P<middle>giua|chinh\s+giua)"
    rf"|(?:{_NOUN}\s+|viec\s+|truong\s+hop\s+)?(?P<other>khac)"
    rf"|(?P<none>khong\s+(?:co\s+)?(?:cai|phai\s+cai)\s+nao(?:\s+(?:ca|het|trong\s+so\s+do|dung))?)"
    rf"|(?P<unsure>(?:khong|ko|k)\s+(?:ro|chac|biet)(?:\s+(?:nua|lam|la\s+cai\s+nao|chon\s+cai\s+nao))?)"
    rf"){_AFTER}\s*"
)
_TRIMMED = re.compile(r"^[\W_]+|[\W_]+$")


def find_choice(message: Folded) -> int | str | None:
    """Return the 1-based number that `message` picks, `"last"`, `"middle"`, `"other"`, or None for no pick."""
    text = _TRIMMED.sub("", message.text)
    if len(text) > 48:
        return None
    match = _PICK.fullmatch(text)
    if match is None:
        return None
    if match["digit"]:
        return int(match["digit"])
    word = match["word"] or match["ordinal"] or match["alone"]
    if word:
        return _NUMBERS[word]
    if match["last"] or match["last_alone"] is not None:
        return LAST
    if match["middle"]:
        return "middle"
    return OTHER
