"""What comes from Telegram: read, written into the inbox, and only then put into the line of its chat."""

import asyncio
import logging
import time
from collections.abc import Iterable
from typing import Any

from telegram import Update

from bot.metrics import Metrics
from bot.telegram import wording
from bot.telegram.answering import Answers
from bot.telegram.client import Client
from bot.telegram.inbox import Inbox
from bot.telegram.lines import Lines
from bot.telegram.sending import Sender
from bot.telegram.status import Status
from bot.telegram.updates import Inbound, Me, read_update

log = logging.getLogger(__name__)

#: Updates that may wait here; the others wait at Telegram, which keeps them for a day.
_MOST_WAITING = 5000
_SWEEP_SECONDS = 3600.0


class Reception:
    """Takes updates of one bot, from polling and from the webhook alike."""

    def __init__(
        self,
        client: Client,
        inbox: Inbox,
        answers: Answers,
        lines: Lines,
        sender: Sender,
        status: Status,
        metrics: Metrics,
        longest_text: int,
    ) -> None:
        self._client = client
        self._inbox = inbox
        self._answers = answers
        self._lines = lines
        self._sender = sender
        self._status = status
        self._metrics = metrics
        self._longest_text = longest_text
        self._presses: set[asyncio.Task[None]] = set()
        self._me: Me | None = None
        self._swept = 0.0

    @property
    def open(self) -> bool:
        """Whether updates can be taken now."""
        return self._me is not None and self._lines.waiting < _MOST_WAITING

    def begin(self, me: Me) -> None:
        """Start with what was taken before the last end and not answered."""
        self._me = me
        self._answers.username = me.username
        for inbound in self._inbox.waiting():
            self._lines.add(inbound)

    def take(self, found: Iterable[dict[str, Any]]) -> None:
        """Write updates down and put the new ones into their lines; raises sqlite3.Error when that fails."""
        self._status.heard()
        read: list[tuple[int, Inbound | None]] = []
        for data in found:
            try:
                inbound = self._read(data)
            except Exception as error:  # whatever it is, the next update may be better
                log.error("an update could not be read: %s", type(error).__name__)
                self._metrics.count("motcua_telegram_updates_total", kind="unreadable")
                inbound = None
            read.append((data["update_id"], inbound))
        for inbound in self._inbox.take(read):
            self._status.updated(inbound.kind)
            self._lines.add(inbound)
        if time.monotonic() - self._swept > _SWEEP_SECONDS:
            self._swept = time.monotonic()
            self._inbox.sweep()

    async def close(self) -> None:
        """End what is under way here."""
        self._me = None
        for task in self._presses:
            task.cancel()
        await asyncio.gather(*self._presses, return_exceptions=True)

    def _read(self, data: dict[str, Any]) -> Inbound | None:
        assert self._me is not None
        update = Update.de_json(data, self._client)
        inbound = read_update(update, self._me, self._longest_text)
        if update.callback_query is None:
            return inbound
        # Told at once, whatever waits in the chat's line: the button looks dead until then.
        known = inbound is not None and self._answers.knows(inbound)
        press = self._sender.press(update.callback_query.id, None if known else wording.OLD_BUTTON)
        task = asyncio.create_task(press)
        self._presses.add(task)
        task.add_done_callback(self._presses.discard)
        return inbound if known else None
