"""One turn, whatever the channel: read the message, ask Rasa once, put failures into words, note the event."""

import asyncio
import logging
import secrets
import time
from dataclasses import dataclass, replace

from bot import forgetting, opinions, replies, retention, wording
from bot.buttons import issue, resolve
from bot.events import EventLog, turn_event
from bot.feedback import Opinion, keep
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
_EXPIRE_SECONDS = 86400.0
#: Outcomes that are no question about anything, and leave no event.
_NO_EVENT = frozenset({"duplicate", "opinion"})


@dataclass(frozen=True, slots=True)
class _Turn:
    """What a turn came to: the masked question, the replies, and the outcome's name for the statistics."""

    question: str | None
    replies: list[Reply]
    outcome: str
    key: str | None = None


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
        # A telephone number as a sender is kept nowhere: from here on it has another name.
        request = replace(request, sender=self._relay.conversation(request.sender))
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
        if turn.outcome not in _NO_EVENT:
            self.metrics.observe("motcua_turn_seconds", seconds, channel=channel)
            self.events.add(
                turn_event(
                    channel, request.commune, turn.question, turn.outcome, seconds * 1000, turn.replies, turn.key
                )
            )
        return turn.replies

    def turn_key(self, sender: str, message_id: str) -> str:
        """Return the name under which an opinion finds a turn's event; it leads back to nobody without the secret."""
        return self.signer.name("turn", sender, message_id, size=15)

    async def forget(self, sender: str) -> list[Reply]:
        """Remove everything that is known of a sender, after the turns that are under way, and say what went."""
        name = self._relay.conversation(sender)
        try:
            async with self.lanes.turn(name):
                return await forgetting.forget(name, self.journal, self.rasas)
        except (LaneFull, DoorFull):
            raise Rejected(429, wording.QUEUE_FULL, {"Retry-After": "5"}) from None

    async def _turn(self, request: Request, channel: str) -> _Turn:
        if request.button is None and forgetting.wants_forgetting(request.message[:200]):
            said = await self.forget(request.sender)
            return _Turn(None, said, "forgotten")
        opinion = self._opinion(request)
        if opinion is not None:
            return _Turn(None, await self._judged(request, opinion), "opinion")
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
            return _Turn(question, answer.replies, answer.how, self.turn_key(request.sender, identity))
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

    def _opinion(self, request: Request) -> Opinion | None:
        """Return what a button of ours or a typed thumb says of an answer, None for anything else."""
        button = resolve(self.journal, request.sender, request.button or request.message)
        if button is not None:
            return opinions.opinion_of(button.payload)
        value = opinions.thumb(request.message[:20]) if request.button is None else None
        latest = self.journal.latest(request.sender) if value else None
        if value is None:
            return None
        told = latest is not None and any(map(opinions.is_answer, latest[1]))
        return Opinion(latest[0] if latest and told else "", value)

    async def _judged(self, request: Request, opinion: Opinion) -> list[Reply]:
        """Keep an opinion, and thank for it or ask why; the buttons of that question are issued here."""
        if not await keep(self, request.sender, opinion):
            return replies.sentence(wording.NOTHING_TO_JUDGE)
        shown, issued = issue(self.signer, request.sender, opinions.thanks(opinion))
        self.journal.finish(request.sender, "", shown, issued)
        return shown

    async def _sweep(self) -> None:
        expired = -_EXPIRE_SECONDS
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            try:
                await asyncio.to_thread(self.journal.sweep, self.settings.journal_days * 86400)
                if time.monotonic() - expired > _EXPIRE_SECONDS:
                    expired = time.monotonic()
                    await asyncio.to_thread(self._expire)
            except Exception:
                log.exception("not swept")

    def _expire(self) -> None:
        """Remove old conversations and what belongs to them, and log how many rows went."""
        for one in retention.expire(self.settings):
            if one.rows:
                log.info("expired: %d rows older than %g days (%s)", one.rows, one.days, one.what)


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
