"""How a reply is said to this person: condolences once, patience with rudeness, words of address mirrored."""

from collections.abc import Iterator
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions.answering import Events
from actions.condolence import CONDOLENCE, mourns
from actions.person import PERSON
from actions.safety import SAFETY
from actions.tone import DEFAULT_ME, DEFAULT_YOU, speak
from nlu.privacy import TOKENS
from nlu.text import syllables

KEEP_NUMBERS = "Dạ, em không cần số giấy tờ, mã hồ sơ hay số điện thoại, anh/chị đừng gửi thêm nhé."
WHAT_NEED = "Anh/chị cần làm thủ tục gì, nói giúp em bằng một câu ngắn ạ."
#: How often somebody may be rude before the assistant names a person instead of itself.
PATIENCE = 3
#: Actions whose own answer is never preceded by anything: the number stands in the first line.
URGENT = frozenset({"action_emergency"})

Message = dict[str, Any]


def mannered(action: str, messages: list[Message], tracker: Tracker) -> Events:
    """Change `messages`, the replies of `action`, in place; return the slots that remember it."""
    text = str((tracker.latest_message or {}).get("text") or "")
    events: Events = []
    if action == "action_insult" and not _is_about_procedures(messages):
        events += _be_patient(messages, tracker)
    if action not in URGENT or _is_about_procedures(messages):
        rest = _without_numbers(text)
        if rest is not None and messages:
            if not syllables(rest):
                messages[:] = [{**messages[0], "text": WHAT_NEED}]
            _begin_with(messages, KEEP_NUMBERS)
        answered = action not in SAFETY or _is_about_procedures(messages)
        if answered and not tracker.get_slot("condoled") and mourns(text):
            _begin_with(messages, CONDOLENCE)
            events.append(SlotSet("condoled", True))
    _mirror(messages, tracker)
    return events


def _be_patient(messages: list[Message], tracker: Tracker) -> Events:
    """Count how often the person was rude; each third time the answer is where a person is."""
    said = tracker.get_slot("insults")
    insults = (said if isinstance(said, int) and not isinstance(said, bool) else 0) + 1
    if insults % PATIENCE == 0 and messages:
        messages[:] = [{**messages[0], "text": PERSON}]
        if isinstance(messages[0].get("custom"), dict):
            messages[0]["custom"] = {**messages[0]["custom"], "kind": "contact"}
    return [SlotSet("insults", insults)]


def _without_numbers(text: str) -> str | None:
    """Return `text` without the tokens that stand for personal numbers, None when there is none."""
    rest = text
    for token in TOKENS:
        rest = rest.replace(token, " ")
    return rest if rest != text else None


def _is_about_procedures(messages: list[Message]) -> bool:
    """Tell whether the replies answer or ask back, rather than decline."""
    cards = [message.get("custom") for message in messages]
    return not any(isinstance(card, dict) and card.get("kind") in ("refusal", "emergency", "contact") for card in cards)


def _begin_with(messages: list[Message], sentence: str) -> None:
    if messages:
        messages[0]["text"] = "\n".join(part for part in (sentence, messages[0].get("text")) if part)


def _mirror(messages: list[Message], tracker: Tracker) -> None:
    """Address the person as he calls himself; official wordings of the card stay untouched."""
    you, me = (_word(tracker.get_slot(name)) for name in ("you", "me"))
    if (you or DEFAULT_YOU, me or DEFAULT_ME) == (DEFAULT_YOU, DEFAULT_ME):
        return
    for message in messages:
        official = [text for text in _texts(message.get("custom")) if DEFAULT_YOU not in text.lower()]
        message["text"] = speak(str(message.get("text") or ""), you, me, official)


def _texts(value: Any) -> Iterator[str]:
    """Yield all texts in a card."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _word(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
