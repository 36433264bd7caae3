"""The chat page as HTML: the frame that the script fills, and the whole conversation step without a script."""

from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlencode

from bot import wording
from bot.links import split_links
from bot.replies import Reply

FOLDER = Path(__file__).parent / "widget"
_PAGE = Template((FOLDER / "chat.html").read_text("utf-8"))


def page(
    *, token: str, message_id: str, commune: str | None, question: str | None = None, replies: list[Reply] | None = None
) -> str:
    """Return the page; with `replies` it shows the answer to a form that was sent without a script."""
    if replies is None:
        log = _said("assistant", "Trợ lý", _paragraph(wording.GREETING))
    else:
        log = _said("citizen", "Anh/chị", _paragraph(question)) if question else ""
        for number, reply in enumerate(replies):
            inside = _paragraph(reply["text"]) + _buttons(reply, token, f"{message_id}-{number}", commune)
            log += _said("assistant", "Trợ lý", inside)
    return _PAGE.substitute(
        token=escape(token),
        message_id=escape(message_id),
        commune=escape(commune or ""),
        action=escape("/widget/form"),
        home=escape("/?" + urlencode({"commune": commune}) if commune else "/"),
        log=log,
    )


def _said(who: str, name: str, inside: str) -> str:
    return f'<li class="{who}"><span class="who">{name}</span>{inside}</li>'


def _paragraph(text: str) -> str:
    parts = (
        f'<a href="{escape(part)}" rel="noopener">{escape(part)}</a>' if linked else escape(part)
        for part, linked in split_links(text)
    )
    return f'<p class="text">{"".join(parts)}</p>'


def _buttons(reply: Reply, token: str, message_id: str, commune: str | None) -> str:
    buttons = reply.get("buttons")
    if not buttons:
        return ""
    fields = {"token": token, "id": message_id, "commune": commune or ""}
    hidden = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in fields.items())
    shown = "".join(
        f'<button name="button" value="{escape(button["payload"])}">{escape(button["title"])}</button>'
        for button in buttons
    )
    return f'<form class="choices" method="post" action="/widget/form">{hidden}{shown}</form>'
