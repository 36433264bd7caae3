"""actions/registry.py"""

import asyncio
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.manner import KEEP_NUMBERS
from actions.registry import CAPABILITIES, TROUBLE, CapabilityAction, executor
from actions.toolbox import Toolbox
from actions.turn import Turn


def test_every_action_of_the_domain_has_a_capability(root: Path) -> None:
    """Rasa never asks for an action that is not there."""
    domain = yaml.safe_load((root / "domain.yml").read_text(encoding="utf-8"))
    assert set(domain["actions"]) == set(CAPABILITIES)


def call(action: str, tools: Toolbox, text: str) -> dict[str, Any]:
    tracker = {"sender_id": "s", "slots": {}, "latest_message": {"text": text, "entities": []}, "events": []}
    request = {"next_action": action, "tracker": tracker, "version": "3.6.21"}
    result = asyncio.run(executor(lambda: tools).run(request))
    assert result is not None
    return dict(result.model_dump())


@pytest.mark.parametrize("action", CAPABILITIES)
def test_every_capability_answers_an_empty_conversation(tools: Toolbox, action: str) -> None:
    """Whatever Rasa picks first, there is a Vietnamese sentence."""
    responses = call(action, tools, "gì đó")["responses"]
    assert responses[0]["text"]


def test_a_masked_number_is_answered_with_a_request_to_keep_it(tools: Toolbox) -> None:
    """Somebody who pasted a number is asked, kindly and once, not to send more; the rest is answered."""
    text = call("action_procedure", tools, "cccd [CCCD] tra giúp")["responses"][0]["text"]
    assert text.startswith(KEEP_NUMBERS)
    assert "[CCCD]" not in text


def test_a_fault_becomes_a_sentence(tools: Toolbox, caplog: pytest.LogCaptureFixture) -> None:
    """An error inside an action is logged for operators, without the message, and the citizen hears of it."""

    def broken(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> list[dict[str, Any]]:
        dispatcher.utter_message(text="nửa câu")
        raise RuntimeError("boom")

    said = CollectingDispatcher()
    tracker = Tracker("s", {}, {"text": "riêng tư"}, [], False, None, {}, "action_listen")
    asyncio.run(CapabilityAction("action_x", broken, lambda: tools).run(said, tracker, {}))
    assert [message["text"] for message in said.messages] == [TROUBLE]
    assert "boom" in caplog.text
    assert "riêng tư" not in caplog.text


@pytest.mark.parametrize("action", CAPABILITIES)
def test_every_action_ends_its_turn(tools: Toolbox, action: str) -> None:
    """With a model of another domain no rule may fit; the same answer must not come ten times."""
    events = call(action, tools, "gì đó")["events"]
    assert events[-1] == {"event": "followup", "timestamp": None, "name": "action_listen"}


@pytest.mark.parametrize("junk", [5, "x", [1, None], {"a": 1}, [{"code": 7}], [{}], True])
@pytest.mark.parametrize("action", ["action_procedure", "action_aspect", "action_pick", "action_affirm", "action_deny"])
def test_slots_of_another_shape_are_no_fault(tools: Toolbox, action: str, junk: object) -> None:
    """Whatever an older version has left in the slots, there is an answer and no stumbling."""
    slots = ("choices", "question", "trail", "waiting", "failed", "places", "procedure", "aspect")
    message = {"text": "số 1", "entities": [{"entity": "choice", "value": 1}]}
    tracker = {"sender_id": "s", "slots": dict.fromkeys(slots, junk), "latest_message": message, "events": []}
    request = {"next_action": action, "tracker": tracker, "version": "3.6.21"}
    result = asyncio.run(executor(lambda: tools).run(request))
    assert result is not None
    texts = [response["text"] for response in result.model_dump()["responses"]]
    assert texts
    assert TROUBLE not in texts
