"""What the bot says to one update: the door's answer to a question, or a sentence of the channel's own."""

import asyncio
import time

from bot.buttons import looks_like_id, resolve
from bot.door import Door
from bot.messages import Rejected, Request
from bot.replies import Reply, sentence
from bot.telegram import wording
from bot.telegram.communes import Communes
from bot.telegram.inbox import Inbox
from bot.telegram.sending import Part
from bot.telegram.sheet import sheet
from bot.telegram.showing import plain_part, show, with_note
from bot.telegram.updates import Inbound
from bot.view import view_of
from nlu.clock import today

_LATE_SECONDS = 900.0
#: Pauses before Rasa is asked again about the same message, and the citizen told in the end.
_PAUSES = (2.0, 5.0, 10.0, 20.0)


class Answers:
    """Answers updates of one bot, whose `bot` number keeps its chats apart from those of another."""

    def __init__(self, door: Door, inbox: Inbox, communes: Communes, bot: int) -> None:
        self._door = door
        self._inbox = inbox
        self._communes = communes
        self._bot = str(bot)
        self._at_once = asyncio.Semaphore(door.settings.telegram_at_once)
        self.username = ""

    def sender(self, inbound: Inbound) -> str:
        """Return the name of a chat behind the door: a keyed digest, of chat and person in a group."""
        who = (str(inbound.chat),) if inbound.private else (str(inbound.chat), str(inbound.user))
        return "tg-" + self._door.signer.name("telegram", self._bot, *who, size=15)

    def knows(self, inbound: Inbound) -> bool:
        """Tell whether a pressed button may mean something: in a group only to the person who was given it."""
        name, data = self.sender(inbound), inbound.text
        if looks_like_id(data):
            return inbound.private or self._door.journal.button(name, data) is not None
        if data.startswith("w:"):
            return inbound.private
        return data.startswith("d:") and (inbound.private or self._door.journal.answered(name, data.split(":")[1]))

    async def to(self, inbound: Inbound) -> list[Part]:
        """Return the messages that answer an update, [] for none."""
        if inbound.kind == "media":
            return [plain_part(wording.UNREADABLE[inbound.text])]
        if inbound.kind == "flood":
            return [plain_part(wording.FLOOD)]
        if inbound.kind == "joined":
            return [self._group_help()]
        if inbound.kind == "command":
            return await self._command(inbound)
        if inbound.kind == "location":
            return await self._communes.located(inbound) if inbound.private else [plain_part(wording.IN_PRIVATE)]
        if inbound.kind == "button":
            return await self._button(inbound)
        return await self._text(inbound)

    async def _text(self, inbound: Inbound) -> list[Part]:
        name = self.sender(inbound)
        if inbound.private and self._inbox.asked(name):
            named = await self._communes.named(name, inbound.text)
            if named is not None:
                return named
        parts = show(await self._ask(inbound, message=inbound.text), inbound.id)
        if inbound.edited:
            return with_note(wording.EDITED, parts)
        if inbound.caption:
            return with_note(wording.CAPTION, parts)
        return with_note(wording.LATE, parts) if time.time() - inbound.at > _LATE_SECONDS else parts

    async def _command(self, inbound: Inbound) -> list[Part]:
        if not inbound.private:
            return [self._group_help() if inbound.command in ("start", "help") else plain_part(wording.IN_PRIVATE)]
        name = self.sender(inbound)
        if inbound.command == "diachi":
            return await self._communes.command(name, inbound.text)
        if inbound.command == "xoa":
            self._inbox.forget(name)
            return show(await self._ask(inbound, message="/xoa"), inbound.id)
        if inbound.command == "start":
            welcomed = await self._communes.welcomed(name, inbound.text)
            return [plain_part(wording.START), *welcomed]
        return [plain_part(wording.HELP)]

    async def _button(self, inbound: Inbound) -> list[Part]:
        kind, _, rest = inbound.text.partition(":")
        if kind == "w" and inbound.private:
            return await self._communes.chosen(self.sender(inbound), rest)
        if kind == "d":
            identity, _, code = rest.partition(":")
            return self._sheet(inbound, identity, code)
        button = resolve(self._door.journal, self.sender(inbound), inbound.text)
        parts = show(await self._ask(inbound, button=inbound.text), inbound.id)
        # What was pressed does not appear in the chat by itself.
        return with_note(f"› {button.title}", parts) if button else parts

    async def _ask(self, inbound: Inbound, message: str = "", button: str | None = None) -> list[Reply]:
        """Return the door's answer; while Rasa may come back, ask again with the same number."""
        name = self.sender(inbound)
        commune = self._inbox.commune(name) if inbound.private else None
        request = Request(name, message, str(inbound.id), commune, button)
        for pause in (*_PAUSES, None):
            try:
                async with self._at_once:
                    replies = await self._door.take(request, "telegram")
            except Rejected as refusal:
                if refusal.status not in (429, 503) or pause is None:
                    return sentence(refusal.reason)
            else:
                if _kind(replies) == "forgotten":  # asked in words
                    self._inbox.forget(name)
                if pause is None or not _may_come_again(replies):
                    return replies
            await asyncio.sleep(pause)
        raise AssertionError("the last try returns")

    def _sheet(self, inbound: Inbound, identity: str, code: str) -> list[Part]:
        """Return the sheet of an answer that this sender was given, so that both say the same."""
        replies = self._door.journal.replies(self.sender(inbound), identity) or []
        for reply in replies:
            view = view_of(reply)
            if view and view.get("code") == code and view["papers"]:
                caption = wording.SHEET_CAPTION.format(title=view["title"])
                return [Part("", caption, file=sheet(view, f"{today():%d/%m/%Y}"))]
        return [plain_part(wording.SHEET_GONE)]

    def _group_help(self) -> Part:
        return plain_part(wording.GROUP_HELP.format(username=self.username))


def _may_come_again(replies: list[Reply]) -> bool:
    return _kind(replies) == "failure" and replies[0]["custom"].get("retry") == "same"


def _kind(replies: list[Reply]) -> str | None:
    custom = replies[0].get("custom")
    return custom.get("kind") if isinstance(custom, dict) else None
