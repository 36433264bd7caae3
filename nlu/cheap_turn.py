"""Making one turn of Rasa 3.6.21 cheap, without changing what it does.

Each step below replaces one function of Rasa by one that gives the same result for less CPU;
docs/adr/0004-a-cheap-turn.md has what each one saves. They are small on purpose and fit one pinned
release: `apply` refuses another. Rasa is imported before this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import NoneType, SimpleNamespace
from typing import Any

import aiohttp
import rasa
import rasa.core.actions.action
import rasa.core.policies.rule_policy
import rasa.core.processor
import rasa.shared.core.events
import rasa.shared.utils.common
from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.processor import MessageProcessor
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import EndpointConfig

RASA = "3.6.21"
#: An idle connection to the action server is dropped before that server (5 s) would do so.
_KEEP_ALIVE = 4.0


def apply(steps: Iterable[str] | None = None) -> list[str]:
    """Apply the named steps, all by default, and return their names.

    Raises RuntimeError when the installed Rasa is not the release that the steps were written for.
    """
    if rasa.__version__ != RASA:
        raise RuntimeError(
            f"nlu/cheap_turn.py is written for Rasa {RASA}, this is {rasa.__version__}: "
            "check each step against it, or set MOTCUA_RASA_STEPS to none."
        )
    wanted = list(STEPS if steps is None else steps)
    for name in wanted:
        STEPS[name]()
    return wanted


def _build_the_answer_schema_once() -> None:
    """The check of the action server's answer: same schema, same errors, but not rebuilt and checked at every call."""
    schema = RemoteAction.action_response_format_spec()
    validator_class = validator_for(schema)
    validator_class.check_schema(schema)
    validator = validator_class(schema)

    def validate(self: RemoteAction, result: Any) -> bool:
        if _is_plain(result):
            return True
        error = next(validator.iter_errors(result), None)
        if error is None:
            return True
        raise ValidationError(f"{error.message}. The action server's answer is not in Rasa's format.") from error

    RemoteAction._validate_action_result = validate


def _is_plain(result: Any) -> bool:
    """Recognise at a glance what our actions return: slots, a follow-up action, and messages. False proves nothing."""
    if not isinstance(result, dict) or not result.keys() <= {"events", "responses"}:
        return False
    events, responses = result.get("events", []), result.get("responses", [])
    if not isinstance(events, list) or not isinstance(responses, list):
        return False
    return all(type(response) is dict for response in responses) and all(
        type(event) is dict
        and event.get("event") in ("slot", "followup")
        and isinstance(event.get("name"), str)
        and ("value" in event or event["event"] == "followup")
        and isinstance(event.get("timestamp"), (int, float, NoneType))
        for event in events
    )


def _send_this_turn_only() -> None:
    """The call of an action carries the slots and this turn's events, not the whole conversation."""

    def call_format(self: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
        state = tracker.current_state(EventVerbosity.NONE)
        state["events"] = [event.as_dict() for event in _this_turn(tracker)]
        call = {
            "next_action": self._name,
            "sender_id": tracker.sender_id,
            "tracker": state,
            "version": rasa.__version__,
        }
        if not self._is_selective_domain_enabled() or domain.does_custom_action_explicitly_need_domain(self.name()):
            call["domain"] = domain.as_dict()
        return call

    RemoteAction._action_call_format = call_format


def _keep_connections_open() -> None:
    """One HTTP session for each endpoint instead of a new one, and a new connection, for each call."""
    stock_request = EndpointConfig.request

    class _Lent:
        """Lends a session to `async with` without closing it afterwards."""

        def __init__(self, session: aiohttp.ClientSession) -> None:
            self._session = session

        async def __aenter__(self) -> aiohttp.ClientSession:
            return self._session

        async def __aexit__(self, *error: object) -> None:
            return None

    stock_session = EndpointConfig.session

    def session(self: EndpointConfig) -> Any:
        kept = getattr(self, "_motcua_session", None)
        if kept is None or kept.closed:
            kept = stock_session(self)
            kept.connector._keepalive_timeout = _KEEP_ALIVE
            self._motcua_session = kept
        return _Lent(kept)

    async def request(self: EndpointConfig, *arguments: Any, **options: Any) -> Any:
        try:
            return await stock_request(self, *arguments, **dict(options))
        except aiohttp.ServerDisconnectedError:
            # The other side closed an idle connection at this very moment. Actions only read, so once more.
            return await stock_request(self, *arguments, **options)

    EndpointConfig.session = session
    EndpointConfig.request = request


def _plan_the_graph_once() -> None:
    """Rasa's graph of components runs in an order that is worked out once for each target, without dask."""

    def run(
        self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        wanted = tuple(targets or self._graph_schema.target_names)
        plans = self.__dict__.setdefault("_motcua_plans", {})
        if wanted not in plans:
            plans[wanted] = _plan(self, wanted)
        results = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, node, needs in plans[wanted]:
            results[name] = node(*(results[need] for need in needs))
        return dict(results[name] for name in wanted)

    DaskGraphRunner.run = run


def _plan(runner: DaskGraphRunner, targets: tuple[str, ...]) -> list[tuple[str, Callable[..., Any], tuple[str, ...]]]:
    """Return the nodes that `targets` need, each after what it needs itself; inputs of the run are no nodes."""
    nodes = runner._graph_schema.nodes
    plan: dict[str, tuple[str, Callable[..., Any], tuple[str, ...]]] = {}

    def add(name: str) -> None:
        if name in plan or name not in nodes:
            return
        needs = tuple(nodes[name].needs.values())
        for need in needs:
            add(need)
        plan[name] = (name, runner._instantiated_nodes[name], needs)

    for target in targets:
        add(target)
    return list(plan.values())


def _find_event_types_once() -> None:
    """The class of a stored event comes from a table instead of a walk through all subclasses for each event."""
    stock = Event.resolve_by_type
    known: dict[str, Any] = {}

    def resolve_by_type(type_name: str, default: Any = None) -> Any:
        if type_name not in known:
            found = stock(type_name, default)
            if found is None or found is default:
                return found
            known[type_name] = found
        return known[type_name]

    Event.resolve_by_type = staticmethod(resolve_by_type)


def _copy_nothing_for_unwritten_logs() -> None:
    """Rasa deep-copies messages, events and states for debug lines that are then thrown away."""
    rasa.core.processor.copy = SimpleNamespace(deepcopy=lambda value: value)
    rasa.core.policies.rule_policy.copy = SimpleNamespace(deepcopy=lambda value: value)


def _trust_our_own_intents() -> None:
    """Rasa builds an empty domain at each message to see whether a warning about unknown intents is due."""
    MessageProcessor._check_for_unseen_features = lambda self, parse_data: None


STEPS: dict[str, Callable[[], None]] = {
    "answer schema": _build_the_answer_schema_once,
    "this turn only": _send_this_turn_only,
    "open connections": _keep_connections_open,
    "planned graph": _plan_the_graph_once,
    "event types": _find_event_types_once,
    "log copies": _copy_nothing_for_unwritten_logs,
    "known intents": _trust_our_own_intents,
}


def _this_turn(tracker: DialogueStateTracker) -> list[Event]:
    """Return the events since the last message, itself included."""
    events: list[Event] = []
    for event in reversed(tracker.events):
        events.append(event)
        if isinstance(event, UserUttered):
            break
    return events[::-1]
