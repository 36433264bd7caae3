"""What goes out: bring Rasa's answers, live or from its tracker, into the shape that the door promises.

A reply is {"text": str, "buttons"?: [{"title", "payload"}], "custom"?: card}.
"""

from typing import Any

from bot import wording

Reply = dict[str, Any]


def tidy(messages: list[Any]) -> list[Reply]:
    """Return Rasa's messages as replies; a message with a card alone joins the text before it.

    An empty list means that Rasa said nothing.
    """
    replies: list[Reply] = []
    for message in messages:
        if not isinstance(message, dict):
            continue
        text, buttons, custom = _text(message), _buttons(message.get("buttons")), message.get("custom") or None
        if not (text or buttons or custom):
            continue
        joins = bool(replies) and not text and not (custom and "custom" in replies[-1])
        if not joins:
            replies.append({"text": text or wording.CARD_ONLY})
        if buttons:
            replies[-1].setdefault("buttons", []).extend(buttons)
        if custom:
            replies[-1]["custom"] = custom
    return replies


def stored(tracker: dict[str, Any], message_id: str) -> list[Reply] | None:
    """Return the replies that Rasa's tracker holds for a message, [] when it said nothing, None when it is unknown."""
    events = tracker.get("events") or []
    place = next(
        (
            index
            for index in range(len(events) - 1, -1, -1)
            if events[index].get("event") == "user" and (events[index].get("metadata") or {}).get("id") == message_id
        ),
        None,
    )
    if place is None:
        return None
    messages: list[dict[str, Any]] = []
    for event in events[place + 1 :]:
        if event.get("event") == "user":
            break
        if event.get("event") == "bot":
            messages.append({"text": event.get("text"), **(event.get("data") or {})})
    return tidy(messages)


def sentence(text: str, **custom: Any) -> list[Reply]:
    """Return one sentence of the door's own as a list of replies, with a small card when `custom` is given."""
    return [{"text": text, "custom": custom} if custom else {"text": text}]


def failure(text: str, reason: str, *, handled: bool = False) -> list[Reply]:
    """Return a sentence that says what failed, and a card that tells a client how it may send again.

    `retry` is "same" when the message was not handled, or may not have been, and may come again with the
    same id; "new" when it was handled, so that asking again is a new message.
    """
    return sentence(text, kind="failure", reason=reason, retry="new" if handled else "same")


def _text(message: dict[str, Any]) -> str:
    for key in ("text", "image", "attachment"):
        value = message.get(key)
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _buttons(value: Any) -> list[dict[str, str]]:
    if not isinstance(value, list):
        return []
    return [
        {"title": str(button["title"]), "payload": str(button["payload"])}
        for button in value
        if isinstance(button, dict) and button.get("title") and button.get("payload")
    ]
