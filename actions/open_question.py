"""A message while a list stands: a number, a choice's own words, a word that settles the request, or none of these."""

import re
from collections.abc import Callable

from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer, places_of
from actions.asking import answer_likely, ask_again, ask_still
from actions.checklist import go_on_with_case
from actions.memory import Events, changes
from actions.person import CONTACT
from actions.replies import say
from actions.told_place import bare_ward
from actions.toolbox import Toolbox
from actions.turn import Turn
from actions.words import about, covered, match, without_places
from nlu.components.choices import find_choice
from nlu.components.folding import folded

Capability = Callable[[CollectingDispatcher, Toolbox, Turn], Events]

OTHER_CODE = "other"
#: The position of "none of these".
NONE_OF_THEM = -10
SAY_MORE = "Dạ, anh/chị nói rõ hơn giúp em việc cần làm là gì ạ? " + CONTACT
NOT_THERE = "Dạ, lựa chọn này không còn. Anh/chị nói giúp em việc cần làm bằng một câu ngắn ạ."

#: How a no begins that goes on with what was meant.
BUT = re.compile(r"^(?:(?:da|a|u|ua|oi|y) )*(?:khong(?: phai)?|ko|nham(?: roi)?|lon)[ ,.:;]+(?:y (?:toi|em) (?:la )?)?")
#: With more words than this about something, a message asks anew rather than answers.
_SHORT = 3


def with_open_list(capability: Capability) -> Capability:
    """Return `capability` behind the list that stands: a message that picks from it is answered by the pick."""

    def heard(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
        if turn.code is None and turn.choices:
            answered = _answer_from_list(dispatcher, tools, turn)
            if answered is not None:
                return answered
        return capability(dispatcher, tools, turn)

    return heard


def take_choice(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn, position: int) -> Events:
    """Answer with the option at `position` of the list, 0-based."""
    if not 0 <= position < len(turn.choices):
        say(dispatcher, NOT_THERE)
        return []
    option = turn.choices[position]
    aspects = turn.asked or tuple(str(one) for one in option.get("aspects") or turn.question.get("aspects") or ())
    guide = tools.guide(option.get("code"))
    if option.get("case") and guide:
        return go_on_with_case(dispatcher, tools, turn, guide, str(option["case"]))
    if guide:
        return answer(dispatcher, tools, turn, guide, aspects=aspects, named=places_of(turn, tools))
    if option.get("code"):
        say(dispatcher, NOT_THERE)
        return []
    if option.get("text"):
        say(dispatcher, str(option["text"]))
        return changes(turn, question={}, failed=0)
    return something_else(dispatcher, turn)


def something_else(dispatcher: CollectingDispatcher, turn: Turn) -> Events:
    """None of these: ask for other words, and say where a person is."""
    say(dispatcher, SAY_MORE)
    return changes(turn, choices=[], question={})


def position_of(turn: Turn) -> int | None:
    """Return the 0-based position that the message names ("2", "cái cuối", "à nhầm, số 2"), or NONE_OF_THEM."""
    choice = turn.choice
    if choice is None:
        bare = folded(turn.text)
        but = BUT.match(bare.text)
        choice = find_choice(folded(turn.text[but.end() :])) if but else None
    if choice is None:
        return None
    real = [index for index, option in enumerate(turn.choices) if option.get("code") or option.get("text")]
    if choice == OTHER_CODE:
        return NONE_OF_THEM
    if choice == "last":
        return real[-1] if real else NONE_OF_THEM
    if choice == "middle":
        return len(real) // 2
    try:
        return int(choice) - 1
    except ValueError:
        return None


def _answer_from_list(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events | None:
    """Return the answer of the option that the message picks, None when it is about something else."""
    position = position_of(turn)
    if position is not None:
        if position == NONE_OF_THEM:
            return _none_of_these(dispatcher, tools, turn)
        return take_choice(dispatcher, tools, turn, position)
    words = about(tools.read(turn.remainder))
    named = match(_topic(turn), [_wordings(option) for option in turn.choices], tools.read)
    if not turn.question:
        # No question stands, only a list: a message must be nothing but a choice's words, and name nothing else.
        whole = not turn.same_question or (named is not None and named.longest > 1)
        sure = named is not None and named.sure and whole and len(words) <= _SHORT
        if not (sure and named and words) or _only_a_place(tools, turn):
            return None
        if not turn.same_question and _asks_another(tools, turn):
            return None
        return take_choice(dispatcher, tools, turn, named.index)
    if named and named.sure:
        return take_choice(dispatcher, tools, turn, named.index)
    if turn.aspects and not words and not any(choice.get("case") for choice in turn.choices):
        likely = answer_likely(dispatcher, tools, turn)
        if likely is not None:
            return likely
    ward = bare_ward(tools, turn) if named is None else []
    if ward:
        return ask_still(dispatcher, tools, turn, ward)
    return _settle(dispatcher, tools, turn, words, named.index if named else None)


def _asks_another(tools: Toolbox, turn: Turn) -> bool:
    """Return whether the message by itself is answered with a procedure that the list does not offer.

    «đăng ký kết hôn» holds only words of «đăng ký lại kết hôn», and still means the plain one.
    """
    alone = tools.searcher.search(_topic(turn))
    return alone.decision == "answer" and alone.results[0].code not in {one.get("code") for one in turn.choices}


def _only_a_place(tools: Toolbox, turn: Turn) -> bool:
    """Return whether the message says where somebody is and nothing else ("tôi ở xã Củ Chi" picks nothing old)."""
    return turn.names_place and not about(tools.read(without_places(turn.remainder, places_of(turn, tools))))


def _settle(
    dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn, words: tuple[str, ...], guess: int | None
) -> Events | None:
    """Decide by search: the message alone, then together with the request that was asked back about."""
    offered = {str(choice.get("code")): index for index, choice in enumerate(turn.choices) if choice.get("code")}
    if any(choice.get("case") for choice in turn.choices):
        alone = tools.searcher.search(_topic(turn))
        other = tools.guide(alone.results[0].code) if alone.results else None
        asks = other is not None and covered(words, other, tools.read) >= 0.6 and alone.decision != "none"
        return None if asks else ask_again(dispatcher, tools, turn)
    alone = tools.searcher.search(_topic(turn))
    best = alone.results[0].code if alone.results else ""
    if alone.decision == "answer" and best in offered:
        return take_choice(dispatcher, tools, turn, offered[best])
    other = tools.guide(best)
    named = other is not None and covered(words, other, tools.read) >= (0.0 if guess is None else 0.6)
    if alone.decision == "answer" and len(words) > 1 and named:
        return None
    if guess is not None:
        return take_choice(dispatcher, tools, turn, guess)
    together = tools.searcher.search(f"{turn.question.get('request') or ''} {_topic(turn)}")
    best = together.results[0].code if together.results else ""
    if words and together.decision == "answer" and best in offered and alone.decision != "none":
        return take_choice(dispatcher, tools, turn, offered[best])
    if alone.decision == "answer" or (alone.decision == "clarify" and len(words) > 1):
        return None
    if turn.names_place:
        return ask_still(dispatcher, tools, turn, places_of(turn, tools))
    return ask_again(dispatcher, tools, turn)


def _none_of_these(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """The last option if it is "something else", of a checklist "none of these"; otherwise ask for other words."""
    last = len(turn.choices) - 1
    if turn.choices[last].get("case"):
        return take_choice(dispatcher, tools, turn, last)
    return something_else(dispatcher, turn)


def _wordings(option: object) -> list[str]:
    if not hasattr(option, "get"):
        return []
    label = str(option.get("label") or "")
    if not option.get("code") and not option.get("text"):
        return []
    parts = re.split(r"[,;()]| hoặc | hay ", label)
    return [label, *(part for part in parts if part.strip()), *(str(word) for word in option.get("words") or ())]


def _topic(turn: Turn) -> str:
    return turn.topic if turn.topic != turn.text else (turn.remainder or turn.text)
