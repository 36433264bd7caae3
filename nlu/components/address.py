"""How somebody calls himself: "cháu ơi cho bác hỏi" wants to be called bác, by somebody who says cháu.

Only what can hardly be meant otherwise counts: "bác hỏi", not "bác tôi hỏi"; "cho cô hỏi", not "cơ hội".
"""

import re
from dataclasses import dataclass

from nlu.components.folding import Folded
from nlu.text import nfc

#: What the person is called -> what the assistant calls itself.
PAIRS = {
    "bác": "cháu",
    "cô": "cháu",
    "chú": "cháu",
    "ông": "cháu",
    "bà": "cháu",
    "anh": "em",
    "chị": "em",
    "bạn": "mình",
}
_FOLDED = {"bac": "bác", "co": "cô", "chu": "chú", "ong": "ông", "ba": "bà", "anh": "anh", "chi": "chị"}

_WHO = r"(?P<who>bac|co|chu|ong|ba|anh|chi)"
#: After the word, a person other than the speaker is meant: "bác tôi", "cô ấy", "ông nội", "anh em".
_NOT_ME = (
    r"(?! (?:toi|tui|em|minh|chau|con|ay|ta|noi|ngoai|nha|may|nao|giao|dau|re|trai|gai|ruot|ho|chong|vo|la ai|a|chi|"
    r"anh|ba|ong|bo|me|cu|hang|so|the|oi|duong|tu|hieu|han|muon con|ban|phan|truong|hien|hoi phu|hoi nong)\b)"
)
_OPENING = r"^(?:(?:da|alo|a lo|chao|xin chao|vang|u|uh|oi|nay|the|vay|ua|a)[ ,.!]*)*"
_CALLED = r"(?:chau|con|em)"
_SELF = (
    # "cho bác hỏi", "giúp cô với", "chỉ giùm chú", "hướng dẫn cho ông"
    re.compile(
        r"(?<![^\W_])(?:cho|giup|giup cho|chi|chi cho|chi giup|bao|huong dan|huong dan cho|huong dan giup|day|"
        rf"tu van cho|noi cho|nhac|nhac lai cho|giai thich cho) {_WHO}{_NOT_ME}"
        r"(?= (?:hoi|xin hoi|biet|voi|nhe|nha|nghe|cai|hay|them|lai|cach|thu tuc|ti|chut)\b)"
    ),
    # "bác hỏi chút", "cô muốn hỏi": a verb of asking right behind
    re.compile(
        rf"{_OPENING}{_WHO}{_NOT_ME} (?:hoi|muon hoi|can hoi|xin hoi|dang hoi|moi hoi|nho)"
        r"(?! (?:cong an|chong|vo|ky|han)\b)"
    ),
)
#: "cháu ơi, bác muốn làm …": somebody calls the assistant younger than himself.
_VOCATIVE = re.compile(
    rf"(?<![^\W_])(?:nay )?{_CALLED} oi\b|(?:nhe|nha|ha|a|hen|nghe) {_CALLED}[ .!?]*$|cam on {_CALLED}\b"
)
_ANYWHERE = re.compile(
    rf"(?:^|[,.!?] ?|\boi,? )(?:the |vay |da |gio |hom nay |nam nay )*{_WHO}{_NOT_ME} "
    r"(?:can|muon|dinh|o|dang|la|co|chua|duoc|nay|nam nay|gia|khong|ko|di|lam|bi|moi|hoi|nho|tim|xin|ve|quen|mat)\b"
)
_FRIEND = re.compile(
    r"(?<![^\W_])(?:ban oi|chao ban|ban cho minh|cho minh hoi (?:voi )?ban|giup minh voi ban|ban giup minh|cam on ban|"
    r"ban cho (?:toi|tui) hoi|ban (?:chi|huong dan|bao) (?:giup |cho )?minh)\b"
)


@dataclass(frozen=True)
class Address:
    """`you`: what the person is called; `me`: what the assistant calls itself. A slice of the message shows it."""

    you: str
    me: str
    start: int
    end: int


def find_address(message: Folded) -> Address | None:
    """Return how the writer of `message` speaks of himself, None when it does not show."""
    text = message.text[:500]
    for pattern in _SELF:
        for match in pattern.finditer(text):
            found = _address(message, match.span("who"), marked=True)
            if found:
                return found
    if _VOCATIVE.search(text):
        for match in _ANYWHERE.finditer(text):
            found = _address(message, match.span("who"), marked=False)
            if found:
                return found
    friend = _FRIEND.search(text)
    if friend and "bạn" in nfc(message.message).lower():
        return Address("bạn", PAIRS["bạn"], *message.span(*friend.span()))
    return None


def _address(message: Folded, span: tuple[int, int], marked: bool) -> Address | None:
    """Return the address if the word is written as one: "co" may be "có", so it counts only where nothing is marked."""
    start, end = message.span(*span)
    surface = nfc(message.message[start:end]).lower()
    you = _FOLDED[message.text[slice(*span)]]
    bare = nfc(message.message).isascii()
    if surface != you and not (bare and (not marked or you in ("bác", "ông"))):
        return None
    return Address(you, PAIRS[you], start, end)
