"""👍 and 👎 behind a procedure's answer, as buttons or typed; why it did not help, as buttons.

What is thought goes into the turn event of the answer and never to Rasa. The chat page has thumbs of its own, so
that its answers carry no such buttons.
"""

import json
from typing import Literal

from bot import wording
from bot.feedback import Opinion
from bot.replies import Reply, sentence

#: Channels that show thumbs by themselves.
OWN_THUMBS = frozenset({"widget"})

_PREFIX = "door:opinion "
_SKIN = dict.fromkeys(range(0x1F3FB, 0x1F400))
_THUMBS: dict[str, Literal["up", "down"]] = {"👍": "up", "👎": "down"}
#: Title -> the word that is kept.
_REASONS = {
    "Sai nơi nộp": "wrong-place",
    "Sai, thiếu giấy tờ": "missing",
    "Không đúng việc": "off-topic",
    "Khó hiểu": "unclear",
    "Khác": "other",
}


def offered(replies: list[Reply], message_id: str, channel: str) -> list[Reply]:
    """Return `replies` with two more buttons behind the last procedure's answer, if there is one."""
    if channel in OWN_THUMBS:
        return replies
    last = max((index for index, reply in enumerate(replies) if is_answer(reply)), default=None)
    if last is None:
        return replies
    thumbs = [
        {"title": wording.THUMB_UP, "payload": _payload(message_id, "up")},
        {"title": wording.THUMB_DOWN, "payload": _payload(message_id, "down")},
    ]
    shown = {**replies[last], "buttons": [*replies[last].get("buttons", []), *thumbs]}
    return [*replies[:last], shown, *replies[last + 1 :]]


def is_answer(reply: Reply) -> bool:
    """Tell whether a reply answers about a procedure."""
    card = reply.get("custom")
    return isinstance(card, dict) and card.get("kind") in ("guide", "checklist") and bool(card.get("code"))


def opinion_of(payload: str) -> Opinion | None:
    """Return the opinion that a button of ours carries, None for a button of Rasa's."""
    if not payload.startswith(_PREFIX):
        return None
    return Opinion(*json.loads(payload.removeprefix(_PREFIX)))


def thumb(text: str) -> Literal["up", "down"] | None:
    """Return "up" or "down" for a message that is nothing but a thumb, whatever its skin; else None."""
    return _THUMBS.get(text.translate(_SKIN).replace("\ufe0f", "").strip())


def thanks(opinion: Opinion) -> list[Reply]:
    """Return what is said to an opinion; a 👎 without a reason is asked for one, by buttons."""
    if opinion.value == "up":
        return sentence(wording.THANKS_UP)
    if opinion.reason:
        return sentence(wording.THANKS_DOWN)
    buttons = [{"title": title, "payload": _payload(opinion.id, "down", reason)} for title, reason in _REASONS.items()]
    return [{"text": wording.WHY_DOWN, "buttons": buttons}]


def _payload(message_id: str, value: str, reason: str | None = None) -> str:
    return _PREFIX + json.dumps([message_id, value, reason])
