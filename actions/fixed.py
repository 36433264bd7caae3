"""Questions of many that are about no single procedure: a text from the content, with what is not sure said so."""

from rasa_sdk.executor import CollectingDispatcher

from actions.memory import Events, changes
from actions.replies import say
from actions.toolbox import Toolbox
from actions.turn import Turn
from knowledge.card import Card
from nlu.text import syllables


def fixed_text(tools: Toolbox, turn: Turn) -> str:
    """Return the text for a message that has one word of each group that the content names
    and none that speaks against it, "" when there is none."""
    said = f" {' '.join(syllables(turn.text))} "
    for one in tools.texts:
        spoken = [any(f" {word} " in said for word in group) for group in (*one.when, one.unless)]
        if all(spoken[:-1]) and not spoken[-1] and not any(tools.guide(code) for code in one.lacking):
            return one.text
    return ""


def say_fixed(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn, text: str) -> Events:
    """Say it, and leave what was talked about as it is."""
    say(dispatcher, text, Card(kind="contact", snapshot=tools.name))
    return changes(turn, failed=0)
