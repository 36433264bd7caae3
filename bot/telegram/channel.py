"""The Telegram channel of a door: greets Telegram, takes updates by long polling or webhook, ends with the door."""

import asyncio
import hashlib
import hmac
import json
import logging
from contextlib import ExitStack
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import BotCommand
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.door import Door
from bot.telegram import wording
from bot.telegram.answering import Answers
from bot.telegram.client import Client
from bot.telegram.communes import Communes
from bot.telegram.hiding import hidden
from bot.telegram.inbox import Inbox
from bot.telegram.lines import Lines
from bot.telegram.reception import Reception
from bot.telegram.sending import Sender, backoff
from bot.telegram.status import Status
from bot.telegram.updates import ALLOWED, Me
from bot.telegram.whereabouts import Whereabouts
from bot.web import body_of, json_response

log = logging.getLogger(__name__)

#: How long Telegram holds a request for updates open.
_POLL_SECONDS = 50
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
#: What is not answered within this time after SIGTERM stands in the inbox, and is answered after the next start.
_DRAIN_SECONDS = 4.0
_LARGEST_UPDATE = 256 * 1024


class Telegram:
    """Made, opened and closed with the door, on its event loop."""

    def __init__(self, door: Door) -> None:
        settings = door.settings
        self._token = token = settings.telegram_token.get_secret_value().strip()
        number = token.partition(":")[0]
        # Update numbers are each bot's own. What is no token at all is refused by Telegram like a wrong one.
        bot = int(number) if number.isdecimal() and len(number) < 20 else 0
        with hidden(token):
            self._client = Client(token, settings.telegram_api, settings.telegram_per_second)
        self._inbox = Inbox(settings.var / f"telegram-{bot}.sqlite3")
        sender = Sender(self._client, door.metrics)
        answers = Answers(door, self._inbox, Communes(self._inbox, Whereabouts(settings.var)), bot)
        self._lines = Lines(self._inbox, answers, sender, door.metrics, settings.sender_queue)
        self.status = Status(door.metrics, lambda: self._lines.waiting)
        self._reception = Reception(
            self._client, self._inbox, answers, self._lines, sender, self.status, door.metrics, settings.text_limit
        )
        self._metrics = door.metrics
        self._address = settings.telegram_webhook_url.rstrip("/")
        self._path = f"/telegram/{door.signer.name('telegram-hook', token, size=20)}"
        self._secret = settings.telegram_webhook_secret.get_secret_value() or door.signer.name(
            "telegram-secret", token, size=20
        )
        self._quiet = ExitStack()
        self._task: asyncio.Task[None] | None = None

    def routes(self) -> list[Route]:
        """Return the webhook's address, whose last part nobody can guess; none when updates are fetched."""
        return [Route("/telegram/{code}", self.hook, methods=["POST"])] if self._address else []

    def open(self) -> None:
        """Begin; nothing here waits for Telegram or fails because of it."""
        self._quiet.enter_context(hidden(self._token, self._secret, self._path.rpartition("/")[2]))
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Take no more updates, let answers under way end, and leave the rest in the inbox."""
        self.status.become("stopped")
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._reception.close()
        await self._lines.drain(_DRAIN_SECONDS)
        try:
            await self._client.shutdown()
        except (TelegramError, RuntimeError) as error:
            log.warning("Telegram's connections not closed in order: %s", type(error).__name__)
        self._inbox.close()
        self._quiet.close()

    async def hook(self, request: Request) -> Response:
        """Take one update that Telegram sends; 200 says that it is written down."""
        secret = request.headers.get("x-telegram-bot-api-secret-token", "")
        ours = hmac.compare_digest(request.url.path.encode(), self._path.encode())
        if not (hmac.compare_digest(secret.encode(), self._secret.encode()) and ours):
            return Response(status_code=404)
        try:
            data = json.loads(await body_of(request, _LARGEST_UPDATE))
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict) or not isinstance(data.get("update_id"), int):
            return Response(status_code=400)
        if not self._reception.open:
            return Response(status_code=503)  # Telegram sends it again
        self._reception.take([data])
        return json_response({})

    async def _run(self) -> None:
        try:
            self._reception.begin(await self._greet())
            await self._present()
            if self._address:
                url = self._address + self._path
                await self._until_done(
                    self._client.set_webhook, url, secret_token=self._secret, allowed_updates=ALLOWED
                )
                self.status.become("webhook")
            else:
                await self._until_done(self._client.delete_webhook, drop_pending_updates=False)
                await self._poll()
        except InvalidToken:
            self.status.become("wrong-token")
        except Exception:
            self.status.become("stopped")
            log.exception("the Telegram channel has ended")

    async def _greet(self) -> Me:
        """Return who we are, once Telegram answers; raises InvalidToken."""
        await self._until_done(self._client.initialize)
        return Me(self._client.bot.id, self._client.bot.username)

    async def _poll(self) -> None:
        """Ask for updates for ever; asking for the next ones tells Telegram that we have those before."""
        offset = self._inbox.offset()
        while True:
            found = await self._until_done(self._client.raw_updates, offset, _POLL_SECONDS)
            self.status.become("polling")
            try:
                self._reception.take(found)
            except Exception:  # not written down, so that the same are asked for again
                log.exception("updates not taken")
                await asyncio.sleep(_FIRST_PAUSE)
                continue
            offset = max((data["update_id"] + 1 for data in found), default=offset)
            while not self._reception.open:  # noqa: ASYNC110 (rare, and half a second is soon enough)
                await asyncio.sleep(_FIRST_PAUSE)

    async def _until_done(self, call: Any, *args: Any, **kwargs: Any) -> Any:
        """Call Telegram until it answers, with longer and longer pauses; raises InvalidToken."""
        pauses = backoff(_FIRST_PAUSE, _LONGEST_PAUSE)
        while True:
            try:
                result = await call(*args, **kwargs)
            except InvalidToken:
                raise
            except TelegramError as error:
                self._metrics.count("motcua_telegram_errors_total", kind="receive")
                reason = f"{type(error).__name__}: {error.message}"
                self.status.become("conflict" if isinstance(error, Conflict) else "offline", reason)
                asked = error.retry_after.total_seconds() if isinstance(error, RetryAfter) else 0.0
                await asyncio.sleep(max(asked, next(pauses)))
            else:
                self.status.heard()
                return result

    async def _present(self) -> None:
        """Tell Telegram our commands and how we describe ourselves, when they are not the same as last time."""
        texts = repr((wording.COMMANDS, wording.DESCRIPTION, wording.SHORT_DESCRIPTION))
        digest = hashlib.sha256(texts.encode()).hexdigest()
        if self._inbox.note("profile") == digest:
            return
        try:
            await self._client.set_my_commands([BotCommand(name, text) for name, text in wording.COMMANDS])
            await self._client.set_my_description(wording.DESCRIPTION)
            await self._client.set_my_short_description(wording.SHORT_DESCRIPTION)
        except InvalidToken:
            raise
        except TelegramError as error:  # less important than answering; tried again at the next start
            log.warning("the bot's profile is not set: %s", type(error).__name__)
        else:
            self._inbox.set_note("profile", digest)
