"""Forgetting a person at once: "/xoa", "xoá hội thoại", "xoá dữ liệu của tôi". One function for all channels.

Conversation and slots go from Rasa's tracker (its store deletes all rows of a conversation that is restarted),
messages and buttons from the journal. Turn events name no sender; what could still lead from a person to one of
them, the ids of his messages, goes with the journal.
"""

import json
import logging
import re
from urllib.parse import quote

from bot import replies, wording
from bot.journal import Journal
from bot.rasas import Rasas
from bot.replies import Reply
from bot.upstream import Refused, Uncertain
from nlu.text import clean, fold

log = logging.getLogger(__name__)

_MINE = "cua (?:toi|em|minh|chau|con|tui)"
_WISH = re.compile(
    "/ ?(?:xoa|delete|forget)"
    "|(?:(?:da|vang|em|toi|minh|chau|con|tui|bac|co|chu|muon|hay|lam on|xin|nho|yeu cau|ban|giup|ad|oi|cho) )*"
    "(?:xoa|quen)(?: (?:bo|sach|het|toan bo|tat ca|giup|giup em|cac|moi|nhung|cai))*"
    " (?:hoi thoai|cuoc tro chuyen|cuoc hoi thoai|tro chuyen|doan chat|noi dung chat|"
    "lich su(?: chat| tro chuyen| hoi thoai)?|"
    f"(?:du lieu|du lieu ca nhan|tin nhan) {_MINE})"
    f"(?: (?:nay|di|{_MINE}|giup toi|giup em|giup|gium|voi|a|nhe|nha|ngay|luon))*"
)


def wants_forgetting(text: str) -> bool:
    """Tell whether a message asks for nothing but that: "xoá hội thoại", never "xoá đăng ký thường trú"."""
    return _WISH.fullmatch(fold(clean(text)).strip(" .!?")) is not None


async def forget(sender: str, journal: Journal, rasas: Rasas) -> list[Reply]:
    """Remove everything of `sender`, as Rasa names him; say what went. Call it in his lane. Raises sqlite3.Error."""
    turns = journal.count(sender)
    path = f"/conversations/{quote(sender, safe='')}/tracker/events"
    try:
        response = await rasas.of(sender).post(path, json.dumps([{"event": "restart"}]).encode())
        gone = response.status == 200
    except (Refused, Uncertain) as error:
        log.error("a conversation could not be forgotten: %s", error)
        gone = False
    if not gone:
        return replies.failure(wording.NOT_FORGOTTEN, "not-forgotten", handled=True)
    journal.erase(sender)
    return replies.sentence(wording.FORGOTTEN.format(turns=turns), kind="forgotten")
