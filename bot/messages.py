"""What comes in: check a request's shape, and turn a citizen's text into something safe to pass on."""

import json
import re
from dataclasses import dataclass
from typing import Any

from bot import wording
from nlu.privacy import mask
from nlu.text import clean

_TAG = re.compile(r"<[/!]?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
_COMMUNE = re.compile(r"[0-9]{5}", re.ASCII)
# "/restart", "/pick{…}": a command of some program, not words; "/khai sinh" is words behind a slash. What else stands
# behind the command to forget is no words either: nothing is guessed from it, and nothing is removed.
_COMMAND = re.compile(
    r"[ /\uff0f\u2215\u2044]*[/\uff0f\u2215\u2044] ?(?:[A-Za-z_]+ ?(?:\{.*)?|(?:xoa|delete|forget) .*)"
)
_MOST_NAME = 128


class Rejected(Exception):
    """A request that is not even a message: an HTTP status and a Vietnamese reason."""

    def __init__(self, status: int, reason: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = headers or {}


class Unreadable(Exception):
    """A message that cannot be read: a polite Vietnamese sentence and a short name for the statistics."""

    def __init__(self, sentence: str, name: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.name = name


@dataclass(frozen=True, slots=True)
class Request:
    """A well-formed request as it came in: nothing of it is cleaned or masked yet."""

    sender: str
    message: str
    id: str | None = None
    commune: str | None = None
    button: str | None = None


def parse_chat(body: bytes) -> Request:
    """Read the body of POST /chat; raises Rejected."""
    data = parse_object(body)
    sender = _name(data.get("sender"))
    if sender is None:
        raise Rejected(400, wording.NO_SENDER)
    return Request(sender, _message(data), _id(data), _commune(data))


def parse_widget(body: bytes, sender: str) -> Request:
    """Read the body of POST /widget/chat, {"message"} or {"button"}; raises Rejected."""
    data = parse_object(body)
    button = data.get("button")
    if button is None:
        return Request(sender, _message(data), _id(data), _commune(data))
    if not isinstance(button, str):
        raise Rejected(400, wording.BAD_MESSAGE)
    return Request(sender, "", _id(data), _commune(data), button)


def parse_object(body: bytes) -> dict[str, Any]:
    """Read a JSON object; raises Rejected for anything else."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise Rejected(400, wording.BAD_JSON) from None
    if not isinstance(data, dict):
        raise Rejected(400, wording.NOT_OBJECT)
    return data


def commune_code(value: object) -> str | None:
    """Return a ward code of five digits, or None when `value` is none."""
    return value if isinstance(value, str) and _COMMUNE.fullmatch(value) else None


def read(text: str, limit: int) -> str:
    """Return the text that goes to Rasa: clean, one line, masked, without tags and leading slashes.

    Raises Unreadable for a text that is empty, a command, has no letter or digit, or is longer than `limit` characters.
    """
    text = clean(text)
    if not text:
        raise Unreadable(wording.EMPTY, "empty")
    if len(text) > limit:
        raise Unreadable(wording.TOO_LONG.format(limit=f"{limit:,}".replace(",", ".")), "long")
    if "<" in text:
        text = clean(_TAG.sub(" ", text))
    if _COMMAND.fullmatch(text):
        raise Unreadable(wording.COMMAND, "command")
    text = mask(plain(text))
    if not any(map(str.isalnum, text)):
        raise Unreadable(wording.NO_WORDS if text else wording.EMPTY, "wordless" if text else "empty")
    return text


def plain(text: str) -> str:
    """Return `text` without leading slashes, which Rasa would read as a command such as /restart."""
    return text.lstrip("/\uff0f\u2215\u2044 ")


def _message(data: dict[str, Any]) -> str:
    message = data.get("message")
    if not isinstance(message, str):
        raise Rejected(400, wording.BAD_MESSAGE)
    return message


def _id(data: dict[str, Any]) -> str | None:
    value = data.get("id")
    if value is None:
        return None
    name = _name(value)
    if name is None:
        raise Rejected(400, wording.BAD_ID)
    return name


def _commune(data: dict[str, Any]) -> str | None:
    value = data.get("commune")
    if value is None or value == "":
        return None
    code = commune_code(value)
    if code is None:
        raise Rejected(400, wording.BAD_COMMUNE)
    return code


def _name(value: object) -> str | None:
    """Return a sender or an id: 1 to 128 printable characters, or None."""
    if not isinstance(value, str) or not 1 <= len(value) <= _MOST_NAME or not value.strip():
        return None
    return value if value.isprintable() else None
