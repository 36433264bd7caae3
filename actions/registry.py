"""Rasa's action names and the capabilities behind them."""

import logging
from collections.abc import Callable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions.again import answer_again, answer_back, answer_shorter
from actions.answering import Events
from actions.checklist import answer_checklist
from actions.followup import answer_aspect, answer_correction, answer_more, answer_no, answer_yes
from actions.manner import mannered
from actions.memory import noticed
from actions.person import answer_person
from actions.pick import answer_pick
from actions.place import answer_place
from actions.procedure import answer_request
from actions.safety import SAFETY
from actions.toolbox import Toolbox
from actions.turn import Turn, read_turn

Capability = Callable[[CollectingDispatcher, Toolbox, Turn], Events]

CAPABILITIES: dict[str, Capability] = {
    "action_procedure": answer_request,
    "action_aspect": answer_aspect,
    "action_place": answer_place,
    "action_pick": answer_pick,
    "action_more": answer_more,
    "action_correct": answer_correction,
    "action_shorter": answer_shorter,
    "action_again": answer_again,
    "action_back": answer_back,
    "action_checklist": answer_checklist,
    "action_affirm": answer_yes,
    "action_deny": answer_no,
    "action_person": answer_person,
    **SAFETY,
}

TROUBLE = "Dạ, em đang gặp trục trặc nên chưa trả lời được câu này. Anh/chị hỏi lại sau ít phút giúp em ạ."

#: Ends the turn, whatever the model has learnt: never the same answer again and again.
LISTEN = FollowupAction("action_listen")

logger = logging.getLogger(__name__)


class CapabilityAction(Action):  # type: ignore[misc]
    """Runs one capability with the tools of the current snapshot; a fault becomes a sentence, never silence."""

    def __init__(self, name: str, capability: Capability, tools: Callable[[], Toolbox]) -> None:
        self._name = name
        self._capability = capability
        self._tools = tools

    def name(self) -> str:
        """Return the name that Rasa's domain knows."""
        return self._name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Answer the turn."""
        try:
            turn = read_turn(tracker)
            events = self._capability(dispatcher, self._tools(), turn)
            return [*events, *noticed(turn, tracker), *mannered(self._name, dispatcher.messages, tracker), LISTEN]
        except Exception:
            # No message text here: operators find the turn by its id in the turn events.
            logger.exception("action %s failed, sender %s", self._name, tracker.sender_id)
            dispatcher.messages.clear()
            dispatcher.utter_message(text=TROUBLE)
            return [LISTEN]


class DomainlessExecutor(ActionExecutor):  # type: ignore[misc]
    """An executor for actions that need nothing of the domain, so that Rasa need not send it with every call."""

    def update_and_return_domain(self, payload: dict[str, Any], action_name: str) -> dict[str, Any]:
        """Return an empty domain."""
        return {}


def executor(tools: Callable[[], Toolbox]) -> ActionExecutor:
    """Return an executor with all capabilities; `tools` gives the toolbox of the snapshot in use."""
    actions = DomainlessExecutor()
    for name, capability in CAPABILITIES.items():
        actions.register_action(CapabilityAction(name, capability, tools))
    return actions
