"""The steps that make a turn cheap change nothing else."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("rasa", reason="runs in .venv-rasa")

import aiohttp
import rasa
from aiohttp import web
from aiohttp.test_utils import TestServer
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.core.processor import MessageProcessor
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from nlu import cheap_turn, engine

DOMAIN = Domain.from_yaml("slots: {procedure: {type: text, mappings: [{type: custom}]}}")


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Apply the named steps and put Rasa back afterwards."""
    for owner, name in (
        (RemoteAction, "_validate_action_result"),
        (RemoteAction, "_action_call_format"),
        (EndpointConfig, "session"),
        (EndpointConfig, "request"),
        (DaskGraphRunner, "run"),
        (Event, "resolve_by_type"),
        (MessageProcessor, "_check_for_unseen_features"),
        (rasa.core.processor, "copy"),
        (rasa.core.policies.rule_policy, "copy"),
    ):
        # Set to what it is, through its own dictionary, so that monkeypatch restores static methods as such.
        monkeypatch.setattr(owner, name, vars(owner)[name])
    return cheap_turn.apply


GOOD = [
    {},
    {"events": [], "responses": []},
    {
        "events": [{"event": "slot", "name": "procedure", "value": None, "timestamp": None}],
        "responses": [{"text": "Dạ"}],
    },
    {"events": [{"event": "followup", "name": "action_listen"}]},
    {"events": [{"event": "restart"}]},
]
BAD = [
    {"events": {}},
    {"events": [{"event": "slot", "value": 1}]},
    {"events": [{"event": "slot", "name": 1, "value": 1}]},
    {"events": [{"event": "slot", "name": "a"}]},
    {"events": [{"event": "nothing known"}]},
    {"responses": ["Dạ"]},
    {"responses": {}},
    [],
    None,
]


@pytest.mark.parametrize("answer", GOOD)
def test_good_answers_of_actions_pass(steps: Any, answer: Any) -> None:
    """What stock Rasa accepts is accepted."""
    action = RemoteAction("action_procedure", None)
    assert action._validate_action_result(answer) is True
    steps(["answer schema"])
    assert action._validate_action_result(answer) is True


@pytest.mark.parametrize("answer", BAD)
def test_bad_answers_of_actions_are_refused(steps: Any, answer: Any) -> None:
    """What stock Rasa refuses is refused, with the same kind of error."""
    action = RemoteAction("action_procedure", None)
    with pytest.raises(ValidationError):
        action._validate_action_result(answer)
    steps(["answer schema"])
    with pytest.raises(ValidationError):
        action._validate_action_result(answer)


def conversation() -> DialogueStateTracker:
    """A conversation of two messages."""
    events = [
        ActionExecuted("action_listen"),
        UserUttered("khai sinh", {"name": "ask_procedure"}, metadata={"id": "m1", "commune": "00166"}),
        ActionExecuted("action_procedure"),
        SlotSet("procedure", "1.001193"),
        ActionExecuted("action_listen"),
        UserUttered("lệ phí", {"name": "ask_aspect"}, metadata={"id": "m2"}),
    ]
    return DialogueStateTracker.from_events("a", events, DOMAIN.slots)


def test_call_of_an_action_carries_this_turn(steps: Any) -> None:
    """The action gets slots, message and metadata as ever, but only this turn's events."""
    action = RemoteAction("action_aspect", EndpointConfig("http://127.0.0.1:1", enable_selective_domain=True))
    stock = action._action_call_format(conversation(), DOMAIN)
    steps(["this turn only"])
    ours = action._action_call_format(conversation(), DOMAIN)
    assert [event["event"] for event in ours["tracker"].pop("events")] == ["user"]
    assert len(stock["tracker"].pop("events")) == 6
    for call in (stock, ours):
        call["tracker"].pop("latest_event_time")
    assert ours == stock
    assert ours["tracker"]["latest_message"]["metadata"] == {"id": "m2"}


def test_call_of_an_action_has_the_domain_when_it_is_asked_for(steps: Any) -> None:
    """Without the selective option the domain is sent, as stock Rasa does."""
    steps(["this turn only"])
    action = RemoteAction("action_aspect", EndpointConfig("http://127.0.0.1:1"))
    assert "domain" in action._action_call_format(conversation(), DOMAIN)


def test_one_connection_serves_many_calls(steps: Any) -> None:
    """Calls share a connection, and a call still works when the other side has dropped it."""
    steps(["open connections"])
    peers = []

    async def answer(request: web.Request) -> web.Response:
        peers.append(request.transport.get_extra_info("peername"))
        if len(peers) == 3:  # drop the connection without an answer, once
            request.transport.close()
        return web.json_response({"number": len(peers)})

    async def calls() -> list[Any]:
        application = web.Application()
        application.router.add_post("/webhook", answer)
        async with TestServer(application) as server:
            endpoint = EndpointConfig(str(server.make_url("/webhook")))
            found = [await endpoint.request(json={}) for _ in range(4)]
            async with endpoint.session() as session:
                kept = session
            await kept.close()
            return found

    assert asyncio.run(calls()) == [{"number": 1}, {"number": 2}, {"number": 4}, {"number": 5}]
    assert peers[0] == peers[1] == peers[2] != peers[3] == peers[4]


def test_server_that_is_not_there_is_an_error(steps: Any) -> None:
    """An action server that is down is told as ever."""
    steps(["open connections"])
    with pytest.raises(aiohttp.ClientConnectionError):
        asyncio.run(EndpointConfig("http://127.0.0.1:9/webhook").request(json={}))


def test_event_types_are_found(steps: Any) -> None:
    """Known types come from the table, unknown ones are an error or the default as before."""
    steps(["event types"])
    for _ in range(2):
        assert Event.resolve_by_type("user") is UserUttered
        assert Event.resolve_by_type("made up", default=SlotSet) is SlotSet
    with pytest.raises(ValueError, match="made up"):
        Event.resolve_by_type("made up")


def test_another_rasa_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The steps fit one release; another one is refused with a sentence, not patched at random."""
    monkeypatch.setattr(rasa, "__version__", "3.6.22")
    with pytest.raises(RuntimeError, match=r"3\.6\.22"):
        cheap_turn.apply()


def test_steps_are_those_that_the_settings_know() -> None:
    """Each step has a name that MOTCUA_RASA_STEPS accepts, in the same order."""
    assert [name for name in engine.STEPS if name in cheap_turn.STEPS] == list(cheap_turn.STEPS)
    assert set(engine.STEPS) - set(cheap_turn.STEPS) == {"light imports", "bounded store"}
