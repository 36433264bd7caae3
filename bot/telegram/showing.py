"""The door's replies as Telegram messages: short enough, formatted validly, with buttons underneath."""

import re
from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import urlsplit

from telegram import InlineKeyboardButton

from bot.links import is_official, split_links
from bot.replies import Reply
from bot.telegram import wording
from bot.telegram.sending import Part
from bot.view import view_of

#: Telegram takes 4,096 UTF-16 units of text; some are left for a note in front.
LONGEST = 3900
#: Buttons whose titles are at most this long stand two in a row.
_SHORT_TITLE = 16
_LONGEST_TITLE = 60
_THUMBS = ("👍", "👎")
_SOURCE = "Nguồn: "
_LABEL = re.compile(r"^([A-ZĐÀ-Ỹ][^.:;,!?\n]{1,28}:)(?=\s|$)", re.MULTILINE)

Row = tuple[InlineKeyboardButton, ...]


def show(replies: Iterable[Reply], identity: int) -> list[Part]:
    """Return the messages of an answer to the update `identity`; the same answer gives the same messages."""
    return [part for reply in replies for part in _show_one(reply, identity)]


def plain_part(text: str, rows: Iterable[Row] = ()) -> Part:
    """Return a sentence of the channel's own as a message."""
    return Part(escape(text, quote=False), text, tuple(rows))


def with_note(note: str, parts: list[Part]) -> list[Part]:
    """Return `parts` with a short note in front of the first."""
    if not parts or parts[0].file is not None:
        return [plain_part(note), *parts]
    first = parts[0]
    html = f"<i>{escape(note, quote=False)}</i>\n\n{first.html}"
    return [Part(html, f"{note}\n\n{first.plain}", first.rows), *parts[1:]]


def split(text: str, longest: int = LONGEST) -> list[str]:
    """Cut a text into pieces of at most `longest` UTF-16 units: between paragraphs, else lines, sentences, words."""
    pieces = []
    while units(text) > longest:
        cut = _cut(text, longest)
        piece, text = text[:cut].rstrip(), text[cut:].lstrip()
        if piece:
            pieces.append(piece)
    return [*pieces, text] if text.strip() or not pieces else pieces


def units(text: str) -> int:
    """Return the length of a text as Telegram counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def rows_of(buttons: list[InlineKeyboardButton]) -> list[Row]:
    """Return buttons in rows: two short ones beside each other, a long one alone."""
    rows: list[Row] = []
    for button in buttons:
        if rows and len(rows[-1]) == 1 and max(len(button.text), len(rows[-1][0].text)) <= _SHORT_TITLE:
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
    return rows


def _show_one(reply: Reply, identity: int) -> list[Part]:
    custom = reply.get("custom")
    card: dict[str, Any] = custom if isinstance(custom, dict) else {}
    guide = card.get("kind") in ("guide", "checklist")
    pieces = split(reply["text"])
    parts = [Part(_html(piece, guide, guide and not index), piece) for index, piece in enumerate(pieces)]
    numbered = card.get("kind") == "choices"
    buttons = [
        InlineKeyboardButton(_title(f"{number}. {title}" if numbered else title), callback_data=button["payload"])
        for number, button in enumerate(reply.get("buttons", ()), 1)
        if (title := button["title"].strip()) and len(button["payload"].encode()) <= 64
    ]
    # Opinions come last, under everything that helps.
    thumbs = [button for button in buttons if button.text.startswith(_THUMBS)]
    others = [button for button in buttons if button not in thumbs]
    rows = [*rows_of(others), *(_card_rows(reply, card, identity) if guide else ()), *rows_of(thumbs)]
    parts[-1] = Part(parts[-1].html, parts[-1].plain, tuple(rows))
    return parts


def _card_rows(reply: Reply, card: dict[str, Any], identity: int) -> list[Row]:
    """Return what helps with a procedure's answer: the portal, a map, the sheet to print."""
    view = view_of(reply)
    if view is None or view.get("kind") != "guide" or view["mode"] == "fact":
        return []
    rows: list[Row] = []
    if view["mode"] != "fact":
        links = [link for link in view["online"]["links"] if link["url"] and is_official(link["url"])]
        rows += [
            (InlineKeyboardButton(_title(wording.PORTAL.format(name=link["name"])), url=link["url"]),) for link in links
        ][:2]
        maps = [place["map"] for place in view["where"]["places"] if place["map"]]
        rows += [(InlineKeyboardButton(wording.MAP, url=maps[0]),)] if maps else []
        rows += (
            [(InlineKeyboardButton(wording.SHEET, callback_data=f"d:{identity}:{card['code']}"),)]
            if view["papers"]
            else []
        )
    return rows


def _html(text: str, labels: bool, head: bool) -> str:
    """Return a text with the state's addresses as links, its head and labels bold, its source apart and in italics."""
    first, newline, rest = text.partition("\n")
    if head and newline and first.endswith(":"):
        return f"<b>{_linked(first)}</b>\n{_html(rest, labels, False)}"
    if not labels:
        return _linked(text)
    lines: list[str] = []
    for line in text.split("\n"):
        if line.startswith(_SOURCE):
            lines.append(f"\n<i>{_linked(line)}</i>" if lines else f"<i>{_linked(line)}</i>")
            continue
        label = _LABEL.match(line)
        lines.append(
            f"<b>{escape(label[1], quote=False)}</b>{_linked(line[label.end() :])}" if label else _linked(line)
        )
    return "\n".join(lines)


def _linked(text: str) -> str:
    return "".join(
        f'<a href="{escape(part)}">{escape(urlsplit(part).hostname or part, quote=False)}</a>'
        if is_link
        else escape(part, quote=False)
        for part, is_link in split_links(text)
    )


def _title(text: str) -> str:
    return text if len(text) <= _LONGEST_TITLE else text[: _LONGEST_TITLE - 1].rstrip() + "…"


def _cut(text: str, longest: int) -> int:
    """Return where to cut: the last good place that leaves the first piece at least half full."""
    most = longest if text.isascii() else _characters(text, longest)
    for separator in ("\n\n", "\n", ". ", "; ", " "):
        place = text.rfind(separator, most // 2, most)
        if place > 0:
            return place + len(separator)
    return most


def _characters(text: str, longest: int) -> int:
    """Return how many characters fit into so many UTF-16 units, never half of one."""
    room = longest
    for index, character in enumerate(text):
        room -= 2 if character > "\uffff" else 1
        if room < 0:
            return index
    return len(text)
