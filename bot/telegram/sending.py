"""One message out to a chat: tried again while it may still arrive, plain when its formatting is refused.

After a time-out or a cut nobody knows whether Telegram has sent the message: it is sent again, because twice is better
than never.
"""

import asyncio
import logging
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.metrics import Metrics

log = logging.getLogger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 60.0
_GIVE_UP_SECONDS = 3600.0
_TYPING_AFTER, _TYPING_EVERY = 0.4, 4.5
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Gone(Exception):
    """The chat does not want or cannot get messages: blocked, left, deleted."""


class Unsent(Exception):
    """The message cannot be sent, now or later."""


class TokenRefused(Exception):
    """Telegram does not take our token: nothing can be sent until the operator sets another."""


@dataclass(frozen=True, slots=True)
class File:
    """A document to send."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """One message: `html` for Telegram's HTML mode and the same as `plain` text, rows of buttons, or a file."""

    html: str
    plain: str
    rows: tuple[tuple[InlineKeyboardButton, ...], ...] = ()
    file: File | None = None


@dataclass(frozen=True, slots=True)
class To:
    """Where a message goes: a chat, a group's topic, and the message it answers."""

    chat: int
    thread: int | None = None
    answers: int | None = None


class Sender:
    """Sends parts with one bot."""

    def __init__(self, bot: ExtBot, metrics: Metrics) -> None:
        self._bot = bot
        self._metrics = metrics

    async def send(self, to: To, part: Part) -> None:
        """Send one message; raises Gone, TokenRefused, or Unsent when it was refused for good or for an hour."""
        started, pauses = time.monotonic(), backoff(_FIRST_PAUSE, _LONGEST_PAUSE)
        formatted = True
        while True:
            try:
                await self._call(to, part, formatted)
            except RetryAfter:
                self._failed("flood")  # the pace holds the next try back
            except ChatMigrated as error:
                to = To(error.new_chat_id, to.thread)
            except Forbidden:
                self._failed("blocked")
                raise Gone from None
            except InvalidToken:
                self._failed("token")
                raise TokenRefused from None
            except BadRequest as error:
                self._failed("refused")
                reason = error.message.lower()
                if "chat not found" in reason or "deactivated" in reason or "kicked" in reason:
                    raise Gone from None
                if not formatted:
                    raise Unsent(reason[:80]) from None
                formatted = False  # words without formatting and links say the same
            except NetworkError:
                self._failed("network")
                await asyncio.sleep(next(pauses))
            except TelegramError:
                self._failed("other")
                await asyncio.sleep(next(pauses))
            else:
                self._metrics.count("motcua_telegram_sent_total")
                return
            if time.monotonic() - started > _GIVE_UP_SECONDS:
                raise Unsent("given up")

    async def press(self, query: str, text: str | None = None) -> None:
        """Tell Telegram that a pressed button is seen, with a short notice; a failure changes nothing."""
        try:
            await self._bot.answer_callback_query(query, text)
        except TelegramError:
            self._failed("button")

    async def typing(self, to: To) -> None:
        """Show "typing…" until cancelled; an answer that comes at once needs none."""
        await asyncio.sleep(_TYPING_AFTER)
        while True:
            try:
                await self._bot.send_chat_action(to.chat, ChatAction.TYPING, message_thread_id=to.thread)
            except TelegramError:
                self._failed("typing")
            await asyncio.sleep(_TYPING_EVERY)

    async def _call(self, to: To, part: Part, formatted: bool) -> None:
        common = {
            "chat_id": to.chat,
            "message_thread_id": to.thread,
            "reply_parameters": ReplyParameters(to.answers, allow_sending_without_reply=True) if to.answers else None,
            "reply_markup": InlineKeyboardMarkup(part.rows) if part.rows else None,
        }
        if part.file is not None:
            document = InputFile(part.file.content, part.file.name)
            await self._bot.send_document(document=document, caption=part.plain[:1024], **common)
        elif formatted:
            await self._bot.send_message(
                text=part.html, parse_mode=ParseMode.HTML, link_preview_options=_NO_PREVIEW, **common
            )
        else:
            # Whatever Telegram did not like, formatting or an address on a button: the words and our own buttons stay.
            rows = tuple(row for row in part.rows if all(button.url is None for button in row))
            markup = InlineKeyboardMarkup(rows) if rows else None
            await self._bot.send_message(
                text=part.plain, link_preview_options=_NO_PREVIEW, **(common | {"reply_markup": markup})
            )

    def _failed(self, kind: str) -> None:
        self._metrics.count("motcua_telegram_errors_total", kind=kind)


def backoff(first: float, longest: float) -> Iterator[float]:
    """Return pauses that double up to `longest`, each shortened by chance so that many do not come at once."""
    pause = first
    while True:
        yield pause * random.uniform(0.5, 1.0)
        pause = min(longest, pause * 2)
