"""One turn, whatever the channel: read the message, ask Rasa once, put failures into words, note the event."""

import asyncio
import logging
import secrets
import time
from dataclasses import dataclass

from bot import replies, wording
from bot.buttons import resolve
from bot.events import EventLog, turn_event
from bot.health import Health
from bot.journal import Journal
from bot.lanes import DoorFull, LaneFull, Lanes
from bot.messages import Rejected, Request, Unreadable, read
from bot.metrics import Metrics
from bot.rasas import Rasas
from bot.relay import Conflict, Message, Relay, Unresolved
from bot.replies import Reply
from bot.secret import Signer, load
from bot.settings import Settings
from bot.upstream import Refused, Upstream

log = logging.getLogger(__name__)

_SWEEP_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class _Turn:
    """What a turn came to: the masked question, the replies, and the outcome's name for the statistics."""

    question: str | None
    replies: list[Reply]
    outcome: str


class Door:
    """Everything that one front-door process holds; made, opened and closed on its event loop."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.signer = Signer(load(settings.var / "secret"))
        self.metrics = described(Metrics())
        self.journal = Journal(settings.var / "journal.sqlite3")
        self.events = EventLog(settings.var / "events.sqlite3", settings.events_days)
        self.rasas = Rasas([Upstream(url, settings.rasa_timeout) for url in settings.rasas])
        self.lanes = Lanes(settings.sender_queue, settings.door_queue)
        self.health = Health(settings, self.rasas, self.journal)
        self._relay = Relay(self.rasas, self.journal, self.signer, self.lanes, settings.look_seconds)
        self._sweeper: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Start what works in the background."""
        self.events.start()
        self._sweeper = asyncio.create_task(self._sweep())

    async def close(self) -> None:
        """Write what is left and close everything; the web server has ended all turns before."""
        if self._sweeper is not None:
            self._sweeper.cancel()
            await asyncio.gather(self._sweeper, return_exceptions=True)
        await asyncio.to_thread(self.events.stop)
        self.rasas.close()
        self.health.close()
        self.journal.close()

    async def take(self, request: Request, channel: str) -> list[Reply]:
        """Answer one message with at least one reply; raises Rejected for what is refused without an answer."""
        started = time.perf_counter()
        try:
            turn = await self._turn(request, channel)
        except LaneFull:
            raise Rejected(429, wording.QUEUE_FULL, {"Retry-After": "5"}) from None
        except DoorFull:
            raise Rejected(503, wording.BUSY, {"Retry-After": "30"}) from None
        except Conflict:
            raise Rejected(409, wording.ID_REUSED) from None
        seconds = time.perf_counter() - started
        self.metrics.count("motcua_turns_total", channel=channel, outcome=turn.outcome)
        if turn.outcome != "duplicate":
            self.metrics.observe("motcua_turn_seconds", seconds, channel=channel)
            self.events.add(
                turn_event(channel, request.commune, turn.question, turn.outcome, seconds * 1000, turn.replies)
            )
        return turn.replies

    async def forget(self, sender: str) -> None:
        """Remove what the door knows of a sender, after the turns that are under way."""
        try:
            async with self.lanes.turn(sender):
                self.journal.erase(sender)
        except (LaneFull, DoorFull):
            raise Rejected(429, wording.QUEUE_FULL, {"Retry-After": "5"}) from None

    async def _turn(self, request: Request, channel: str) -> _Turn:
        try:
            text, question = self._read(request)
        except Unreadable as unreadable:
            return _Turn(None, replies.sentence(unreadable.sentence), f"unreadable:{unreadable.name}")
        identity = request.id or secrets.token_hex(8)
        message = Message(request.sender, identity, text, channel, request.commune)
        try:
            answer = await self._relay.ask(message)
        except Refused as refused:
            log.error("Rasa cannot be reached: %s", refused)
            return _Turn(question, replies.failure(wording.RASA_DOWN, "rasa-down"), "failed:rasa-down")
        except Unresolved as unresolved:
            log.error("message not resolved: %s", unresolved)
            return _Turn(question, replies.failure(wording.UNRESOLVED, "unresolved"), "failed:unresolved")
        except (LaneFull, DoorFull, Conflict):
            raise
        except Exception:
            # Whatever it is: the citizen gets a sentence, the operator the traceback (which holds no text).
            log.exception("turn failed")
            return _Turn(question, replies.failure(wording.INTERNAL, "internal"), "failed:internal")
        if answer.replies:
            return _Turn(question, answer.replies, answer.how)
        if await self.health.actions():
            return _Turn(question, replies.failure(wording.NO_ANSWER, "empty", handled=True), "failed:empty")
        log.error("Rasa said nothing and the action server does not answer")
        said = replies.failure(wording.ACTIONS_DOWN, "actions-down", handled=True)
        return _Turn(question, said, "failed:actions-down")

    def _read(self, request: Request) -> tuple[str, str]:
        """Return the text for Rasa and the masked question for the statistics; raises Unreadable."""
        button = resolve(self.journal, request.sender, request.button or request.message)
        if button is not None:
            return button.payload, button.title
        if request.button is not None:
            raise Unreadable(wording.OLD_BUTTON, "button")
        text = read(request.message, self.settings.text_limit)
        return text, text

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            try:
                await asyncio.to_thread(self.journal.sweep, self.settings.journal_days * 86400)
            except Exception:
                log.exception("journal not swept")


def described(metrics: Metrics) -> Metrics:
    """Return `metrics` with the types and explanations of all that the door measures."""
    metrics.describe("motcua_turns_total", "counter", "Turns by channel and outcome.")
    metrics.describe("motcua_turn_seconds", "histogram", "Time from reading a message to its answer.")
    metrics.describe("motcua_requests_total", "counter", "HTTP requests by route and status.")
    metrics.describe("motcua_limited_total", "counter", "Requests refused by a rate limit.")
    metrics.describe("motcua_feedback_total", "counter", "Opinions about answers by value and reason.")
    metrics.describe("motcua_waiting", "gauge", "Messages under way or waiting.")
    metrics.describe("motcua_events_dropped_total", "counter", "Turn events that could not be kept.")
    return metrics
