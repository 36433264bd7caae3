"""How replies are said: condolences once, numbers not wanted, patience, words of address."""

from typing import Any

from rasa_sdk import Tracker

from actions.condolence import CONDOLENCE
from actions.manner import KEEP_NUMBERS, WHAT_NEED, mannered
from actions.person import PERSON
from actions.safety import TEXTS


def _tracker(text: str, **slots: Any) -> Tracker:
    return Tracker("me", slots, {"text": text, "intent": {}, "entities": []}, [], False, None, {}, "action_listen")


def _guide(text: str = "Dạ, em trả lời anh/chị.") -> list[dict[str, Any]]:
    return [{"text": text, "custom": {"kind": "guide", "name": "Việc của trẻ em"}, "buttons": []}]


def test_condolences_are_said_once() -> None:
    """Before the answer at the first death, not again, and not before a refusal."""
    messages = _guide()
    events = mannered("action_procedure", messages, _tracker("ba tôi vừa mất"))
    assert messages[0]["text"].startswith(CONDOLENCE)
    assert [event["name"] for event in events] == ["condoled"]
    again = _guide()
    mannered("action_procedure", again, _tracker("mẹ tôi vừa mất", condoled=True))
    assert CONDOLENCE not in again[0]["text"]
    unknown = [{"text": "Dạ, em chưa rõ.", "custom": {"kind": "refusal"}}]
    mannered("action_procedure", unknown, _tracker("ba tôi vừa mất"))
    assert CONDOLENCE in unknown[0]["text"]
    refused = [{"text": "Dạ, không ạ.", "custom": {"kind": "refusal"}}]
    mannered("action_politics", refused, _tracker("ba tôi vừa mất"))
    assert CONDOLENCE not in refused[0]["text"]


def test_pasted_numbers_are_not_wanted() -> None:
    """A masked number is declined before the answer; a message of nothing else is asked what it is about."""
    messages = _guide()
    mannered("action_procedure", messages, _tracker("căn cước [CCCD] hết hạn"))
    assert messages[0]["text"] == f"{KEEP_NUMBERS}\nDạ, em trả lời anh/chị."
    bare = _guide()
    mannered("action_procedure", bare, _tracker("[CCCD] [SĐT]"))
    assert bare[0]["text"] == f"{KEEP_NUMBERS}\n{WHAT_NEED}"


def test_an_emergency_is_never_preceded() -> None:
    """Neither numbers nor condolences stand before the number to call."""
    messages = [{"text": "Gọi ngay 115.", "custom": {"kind": "emergency"}}]
    mannered("action_emergency", messages, _tracker("bố tôi mất ý thức, vừa mất, sđt [SĐT]"))
    assert messages[0]["text"] == "Gọi ngay 115."


def test_the_third_insult_gets_a_person() -> None:
    """Twice a calm sentence, the third time where a person is, then calm again."""
    told = []
    for insults in (None, 1, 2, 3):
        messages = [{"text": TEXTS["insult"], "custom": {"kind": "refusal"}}]
        events = mannered("action_insult", messages, _tracker("đồ ngu", insults=insults))
        told.append(messages[0]["text"] == PERSON)
        assert events[0]["value"] == (insults or 0) + 1
    assert told == [False, False, True, False]


def test_the_person_is_addressed_as_he_calls_himself() -> None:
    """bác and cháu in the text, the official name untouched."""
    messages = _guide("Dạ, em nói về Việc của trẻ em với anh/chị.")
    mannered("action_procedure", messages, _tracker("gì", you="bác", me="cháu"))
    assert messages[0]["text"] == "Dạ, cháu nói về Việc của trẻ em với bác."
    assert messages[0]["custom"]["name"] == "Việc của trẻ em"
