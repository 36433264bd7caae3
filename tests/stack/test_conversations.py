"""The conversations of tests/stack/conversations, played at the front door of the real programs."""

import uuid

import pytest

from tests.stack.launch import Stack
from tests.stack.talking import Conversation, Transcript, faults, load

pytestmark = pytest.mark.stack

TALKS = load()


def test_there_are_enough_conversations() -> None:
    """At least 150, of two turns and more, and no name twice."""
    assert len(TALKS) >= 150
    assert sum(len(talk.turns) > 1 for talk in TALKS) >= 150
    assert len({talk.name for talk in TALKS}) == len(TALKS)


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.name)
def test_a_conversation(stack: Stack, talk: Conversation, request: pytest.FixtureRequest) -> None:
    """Every answer of the conversation is as the data expects, and as the policy wants all answers."""
    if talk.wanted:
        request.applymarker(pytest.mark.xfail(reason=talk.wanted, strict=False))
    sender, transcript = f"talk-{uuid.uuid4().hex[:10]}", Transcript()
    for number, turn in enumerate(talk.turns, 1):
        replies = stack.ask(sender, transcript.message(turn))
        assert faults(turn, replies, transcript.texts) == [], f"turn {number}: {turn}: {replies}"
        transcript.add(replies)
