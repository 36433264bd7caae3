"""Between the door and Rasa: journal, order, and the Once contract (at most one stored turn for each id).

A request whose fate is unknown (time-out, cut connection, empty answer) is never simply sent again: the
door looks for its id in Rasa's tracker. There: the stored replies are the answer. Not there: it is sent
once more. Rasa stores a turn as a whole when it ends, and gives up a turn whose connection was cut.
"""

import asyncio
import json
import logging
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bot import buttons, opinions, replies
from bot.journal import Journal
from bot.lanes import Lanes
from bot.logs import request_id
from bot.rasas import Rasas
from bot.replies import Reply
from bot.secret import Signer
from bot.upstream import Refused, Uncertain

log = logging.getLogger(__name__)

_WEBHOOK = "/webhooks/rest/webhook"
#: Pause before the second look and before the second try, so that a turn that just ends is seen.
_PAUSE = 0.5
_LOOK_TIMEOUT = 5.0
_PLAIN_SENDER = re.compile(r"[A-Za-z0-9._:@-]+", re.ASCII)
_PERSONAL_SENDER = re.compile(r"(?<![0-9A-Za-z])\+?[0-9]{9,12}(?![0-9A-Za-z])|@[^.]*\.", re.ASCII)


class Unresolved(Exception):
    """It is unknown whether Rasa handled the message, or it failed twice; the same id may come again."""


class Conflict(Exception):
    """The id was used before by the same sender for another text."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message that is ready for Rasa; `text` is clean and masked, or the payload of a button that was issued."""

    sender: str
    id: str
    text: str
    channel: str
    commune: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Replies with short button ids, [] when Rasa said nothing; `how`: answered, replayed (tracker), duplicate."""

    replies: list[Reply]
    how: str


class Relay:
    """Sends each sender's messages to his Rasa; lives on one event loop."""

    def __init__(self, rasas: Rasas, journal: Journal, signer: Signer, lanes: Lanes, look_seconds: float) -> None:
        self._rasas = rasas
        self._journal = journal
        self._signer = signer
        self._lanes = lanes
        self._look_seconds = look_seconds

    async def ask(self, message: Message) -> Answer:
        """Return Rasa's answer to a message, or the one it got before.

        Raises lanes.LaneFull, lanes.DoorFull, Conflict, upstream.Refused (surely not handled) or Unresolved.
        """
        async with self._lanes.turn(message.sender):
            digest = self._signer.digest("message", message.text)
            earlier = self._journal.begin(message.sender, message.id, digest)
            if earlier is not None:
                if earlier.digest != digest:
                    raise Conflict
                if earlier.replies is not None:
                    return Answer(earlier.replies, "duplicate")
            try:
                found, how = await self._once(message, uncertain=earlier is not None)
            except Refused:
                if earlier is None:
                    self._journal.forget(message.sender, message.id)
                raise
            found = opinions.offered(found, message.id, message.channel)
            shown, issued = buttons.issue(self._signer, message.sender, found)
            self._journal.finish(message.sender, message.id, shown, issued)
            return Answer(shown, how)

    async def _once(self, message: Message, uncertain: bool) -> tuple[list[Reply], str]:
        for last in (False, True):
            if uncertain:
                found = await self._look(message)
                if found is not None:
                    return found, "replayed"
            try:
                return await self._send(message), "answered"
            except Refused:
                if last and not uncertain:
                    raise
                await asyncio.sleep(_PAUSE)
            except Uncertain as reason:
                log.warning("uncertain result, looking into the tracker: %s", reason)
                uncertain = True
        found = await self._look(message)
        if found is None:
            raise Unresolved("sent twice without an answer")
        return found, "replayed"

    async def _send(self, message: Message) -> list[Reply]:
        metadata = {"id": message.id, "channel": message.channel}
        if message.commune:
            metadata["commune"] = message.commune
        if request_id.get():
            metadata["request"] = request_id.get()
        conversation = self.conversation(message.sender)
        body = {"sender": conversation, "message": message.text, "metadata": metadata}
        response = await self._rasas.of(conversation).post(_WEBHOOK, json.dumps(body, ensure_ascii=False).encode())
        found = replies.tidy(_list(_decoded(response.body))) if response.status == 200 else []
        if not found:
            # Rasa answers 200 with an empty list also when it failed to handle the message at all.
            raise Uncertain(f"status {response.status}, no replies")
        return found

    async def _look(self, message: Message) -> list[Reply] | None:
        """Return the stored replies, or None when two looks in a row do not find the message; raises Unresolved."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._look_seconds
        conversation = self.conversation(message.sender)
        path = f"/conversations/{quote(conversation, safe='')}/tracker?include_events=ALL"
        absent = 0
        while True:
            try:
                response = await self._rasas.of(conversation).get(path, _LOOK_TIMEOUT)
                tracker = _decoded(response.body) if response.status == 200 else None
            except (Refused, Uncertain):
                tracker = None
            if isinstance(tracker, dict):
                found = replies.stored(tracker, message.id)
                if found is not None:
                    return found
                absent += 1
                if absent == 2:
                    return None
            if loop.time() >= deadline:
                raise Unresolved("the tracker does not answer")
            await asyncio.sleep(_PAUSE)

    def conversation(self, sender: str) -> str:
        """Return Rasa's name for a sender: the same, unless it holds a personal number or an unusual character."""
        if _PLAIN_SENDER.fullmatch(sender) and not _PERSONAL_SENDER.search(sender):
            return sender
        return "s-" + self._signer.name("sender", sender, size=15)


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
