"""One line of updates for each chat: answered in order, chats beside each other, each update until it is done."""

import asyncio
import logging
from collections import deque

from bot.metrics import Metrics
from bot.telegram import wording
from bot.telegram.answering import Answers
from bot.telegram.inbox import Inbox
from bot.telegram.sending import Gone, Sender, To, TokenRefused, Unsent
from bot.telegram.showing import plain_part
from bot.telegram.updates import Inbound

log = logging.getLogger(__name__)

_MOST_ALBUMS = 1000


class Lines:
    """Works on one event loop; what is not done when it ends stands in the inbox."""

    def __init__(self, inbox: Inbox, answers: Answers, sender: Sender, metrics: Metrics, longest: int) -> None:
        self._inbox = inbox
        self._answers = answers
        self._sender = sender
        self._metrics = metrics
        self._longest = longest
        self._lines: dict[int, deque[Inbound]] = {}
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._albums: dict[str, None] = {}

    @property
    def waiting(self) -> int:
        """How many updates are under way or waiting."""
        return sum(map(len, self._lines.values()))

    def add(self, inbound: Inbound) -> None:
        """Put an update behind those of its chat."""
        if inbound.kind == "left":
            self._leave(inbound)
        elif self._is_repeated(inbound):
            self._inbox.done(inbound.id)
        else:
            self._append(inbound)

    async def drain(self, seconds: float) -> None:
        """Let what is under way end, then stop; the rest is answered after the next start."""
        if self._workers:
            await asyncio.wait(self._workers.values(), timeout=seconds)
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    def _append(self, inbound: Inbound) -> None:
        line = self._lines.setdefault(inbound.chat, deque())
        if len(line) >= self._longest:
            self._metrics.count("motcua_limited_total")
            self._inbox.done(inbound.id)
            if len(line) > self._longest:  # told already
                return
            inbound = Inbound(inbound.id, inbound.chat, inbound.user, "flood", private=inbound.private)
        line.append(inbound)
        if inbound.chat not in self._workers:
            self._workers[inbound.chat] = asyncio.create_task(self._serve(inbound.chat, line))

    async def _serve(self, chat: int, line: deque[Inbound]) -> None:
        try:
            while line:
                await self._answer(line[0])
                if line:
                    self._inbox.done(line.popleft().id)
        except TokenRefused:
            pass  # stays in the inbox
        finally:
            del self._lines[chat], self._workers[chat]

    async def _answer(self, inbound: Inbound) -> None:
        to = To(inbound.chat, inbound.thread, inbound.message if _is_quoted(inbound) else None)
        typing = asyncio.create_task(self._sender.typing(to))
        try:
            parts = await self._answers.to(inbound)
            typing.cancel()
            sent = self._inbox.sent(inbound.id)
            for number, part in enumerate(parts[sent:], sent + 1):
                await self._sender.send(to, part)
                self._inbox.note_sent(inbound.id, number)
        except Gone:
            self._clear(inbound.chat)
        except Unsent as reason:
            log.error("an answer could not be sent: %s", reason)
            self._metrics.count("motcua_telegram_errors_total", kind="unsent")
        except TokenRefused:
            raise
        except Exception:
            log.exception("an update could not be answered")
            self._metrics.count("motcua_telegram_errors_total", kind="internal")
            await self._apologise(to)
        finally:
            typing.cancel()

    async def _apologise(self, to: To) -> None:
        try:
            await self._sender.send(to, plain_part(wording.INTERNAL))
        except (Gone, Unsent):
            log.error("the apology could not be sent either")

    def _leave(self, inbound: Inbound) -> None:
        """Blocked or removed: send nothing more, and keep nothing."""
        self._clear(inbound.chat)
        self._inbox.forget(self._answers.sender(inbound))
        self._inbox.done(inbound.id)

    def _clear(self, chat: int) -> None:
        """Take away what waits in a chat's line; the update under way ends by itself."""
        line = self._lines.get(chat, deque())
        while len(line) > 1:
            self._inbox.done(line.pop().id)

    def _is_repeated(self, inbound: Inbound) -> bool:
        """Tell whether this is the same again: the next picture of an album, a second tap on a button."""
        if inbound.kind == "media" and inbound.album:
            key = f"{inbound.chat}:{inbound.album}"
            known = key in self._albums
            self._albums[key] = None
            if len(self._albums) > _MOST_ALBUMS:
                del self._albums[next(iter(self._albums))]
            return known
        return inbound.kind == "button" and any(
            _press(each) == _press(inbound) for each in self._lines.get(inbound.chat, ())
        )


def _press(inbound: Inbound) -> tuple[str, int, int, str]:
    return inbound.kind, inbound.user, inbound.message, inbound.text


def _is_quoted(inbound: Inbound) -> bool:
    """Tell whether the answer points at the message: among many people, and when a message was changed."""
    return bool(inbound.message) and inbound.kind != "button" and (inbound.edited or not inbound.private)
