"""Rasa's messages become the replies that the door promises."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import wording
from bot.replies import failure, sentence, stored, tidy

CARD = {"kind": "guide"}


@pytest.mark.parametrize(
    ("messages", "replies"),
    [
        ([], []),
        ([{"recipient_id": "an", "text": "a"}], [{"text": "a"}]),
        ([{"text": "a"}, {"custom": CARD}], [{"text": "a", "custom": CARD}]),
        ([{"text": "a", "custom": CARD}, {"custom": {"kind": "place"}}],
         [{"text": "a", "custom": CARD}, {"text": wording.CARD_ONLY, "custom": {"kind": "place"}}]),
        ([{"custom": CARD}], [{"text": wording.CARD_ONLY, "custom": CARD}]),
        ([{"text": "a"}, {"buttons": [{"title": "t", "payload": "/p"}]}],
         [{"text": "a", "buttons": [{"title": "t", "payload": "/p"}]}]),
        ([{"text": "a", "buttons": [{"title": "t"}, "x", {"title": "t", "payload": "/p", "type": "web"}]}],
         [{"text": "a", "buttons": [{"title": "t", "payload": "/p"}]}]),
        ([{"text": " "}, {"text": None}, {"custom": {}}, "x", 7, None], []),
        ([{"image": "https://a.gov.vn/x.png"}], [{"text": "https://a.gov.vn/x.png"}]),
    ],
)  # fmt: skip
def test_tidy(messages: list[Any], replies: list[dict[str, Any]]) -> None:
    """Cards join the text before them; what is empty or broken is left out."""
    assert tidy(messages) == replies


_BUTTONS = st.lists(st.dictionaries(st.sampled_from(["title", "payload"]), st.text()))
_KEYS = st.sampled_from(["text", "buttons", "custom", "image"])


@given(st.lists(st.dictionaries(_KEYS, st.none() | st.text() | _BUTTONS)))
def test_every_reply_has_text(messages: list[Any]) -> None:
    """Whatever Rasa says, a reply has a text that is not empty."""
    assert all(reply["text"] for reply in tidy(messages))


def tracker(*events: dict[str, Any]) -> dict[str, Any]:
    return {"events": list(events)}


def user(id: str | None) -> dict[str, Any]:
    return {"event": "user", "text": "x", "metadata": {"id": id} if id else None}


def test_stored_replies_of_one_message() -> None:
    """The replies of a message are the bot's events up to the next message, as Rasa's REST channel had sent them."""
    said = tracker(
        user("m1"),
        {"event": "bot", "text": "một", "data": {}},
        user("m2"),
        {"event": "action", "name": "x"},
        {"event": "bot", "text": "hai", "data": {"buttons": [{"title": "t", "payload": "/p"}], "custom": None}},
        {"event": "bot", "text": None, "data": {"custom": CARD}},
        user(None),
        {"event": "bot", "text": "ba", "data": None},
    )
    assert stored(said, "m1") == [{"text": "một"}]
    assert stored(said, "m2") == [{"text": "hai", "buttons": [{"title": "t", "payload": "/p"}], "custom": CARD}]


def test_stored_tells_silence_from_absence() -> None:
    """A message that Rasa left unanswered gives an empty list, one that it does not know gives None."""
    assert stored(tracker(user("m1")), "m1") == []
    assert stored(tracker(user("m1")), "m2") is None
    assert stored({"events": None}, "m1") is None
    assert stored({}, "m1") is None


def test_own_sentences() -> None:
    """The door's own sentences are replies too; a failure says how to send again."""
    assert sentence("a") == [{"text": "a"}]
    assert failure("a", "r")[0]["custom"] == {"kind": "failure", "reason": "r", "retry": "same"}
    assert failure("a", "r", handled=True)[0]["custom"]["retry"] == "new"
