"""Ordinary requests that the classifier has taken for something grave, where no rule has read the words so."""

import re

from actions.condolence import mourns
from actions.toolbox import Toolbox
from actions.turn import Turn
from actions.words import about, covered
from nlu.components.signals import find_signal
from nlu.text import fold, nfc

_CORRECTS = re.compile(r"^(?:(?:a|da|u|ua|oi|y) )*(?:nham|lon|khong phai|y (?:toi|em|la))\b")


def asks_instead(tools: Toolbox, turn: Turn) -> bool:
    """Return whether a message asks about a procedure after all: it tells of a death that has happened, goes on with
    the procedure at hand, or names a procedure that the search is sure of."""
    if find_signal(turn.text) is not None:
        return False
    if mourns(turn.text):
        return True
    if tools.guide(turn.procedure) and (turn.asked or _CORRECTS.match(fold(nfc(turn.text)))):
        return True
    result = tools.searcher.search(turn.text)
    best = tools.guide(result.results[0].code) if result.results else None
    return (
        result.decision == "answer"
        and best is not None
        and covered(about(tools.read(turn.text)), best, tools.read) >= 0.5
    )
