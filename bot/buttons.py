"""Short ids in place of button payloads: what reaches Rasa as a command was issued to that very sender.

The id is a keyed digest of sender and payload: the same button keeps its id, nobody can guess another's, and
20 characters fit into the 64 bytes of a Telegram callback.
"""

from bot.journal import Button, Journal
from bot.replies import Reply
from bot.secret import Signer

_PREFIX = "b:"
_LENGTH = len(_PREFIX) + 16


def issue(signer: Signer, sender: str, replies: list[Reply]) -> tuple[list[Reply], list[Button]]:
    """Return replies whose payloads are short ids, and the buttons to remember for this sender."""
    issued: list[Button] = []
    shown: list[Reply] = []
    for reply in replies:
        if "buttons" in reply:
            buttons = [
                Button(_PREFIX + signer.name("button", sender, button["payload"]), button["title"], button["payload"])
                for button in reply["buttons"]
            ]
            issued += buttons
            reply = {**reply, "buttons": [{"title": button.title, "payload": button.id} for button in buttons]}
        shown.append(reply)
    return shown, issued


def looks_like_id(text: str) -> bool:
    """Tell whether a text has the shape of a button's id."""
    return len(text) == _LENGTH and text.startswith(_PREFIX)


def resolve(journal: Journal, sender: str, text: str) -> Button | None:
    """Return the button of that id if it was issued to this sender."""
    text = text.strip()
    return journal.button(sender, text) if looks_like_id(text) else None
