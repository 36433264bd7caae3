"""/diachi: the commune that a chat has told us, asked in words, chosen by a button or guessed from a location."""

from collections.abc import Iterable

from telegram import InlineKeyboardButton

from bot.telegram import wording
from bot.telegram.inbox import Inbox
from bot.telegram.sending import Part
from bot.telegram.showing import plain_part
from bot.telegram.updates import Inbound
from bot.telegram.whereabouts import Atlas, Whereabouts
from nlu.places import Place

_MOST_CHOICES = 8
_FORGET = InlineKeyboardButton(wording.FORGET_PLACE, callback_data="w:-")


class Communes:
    """Asks for, keeps and forgets the commune of private chats; `name` is the chat's keyed name."""

    def __init__(self, inbox: Inbox, whereabouts: Whereabouts) -> None:
        self._inbox = inbox
        self._whereabouts = whereabouts

    async def command(self, name: str, text: str) -> list[Part]:
        """Answer /diachi: alone it asks, with a place it sets."""
        if text:
            place = (await self._whereabouts.atlas()).find(text)
            if place is not None:
                return await self._settle(name, place)
            self._inbox.ask(name, open=True)
            return [plain_part(wording.PLACE_UNKNOWN)]
        known = await self._known(name)
        self._inbox.ask(name, open=True)
        if known:
            return [plain_part(wording.PLACE_NOW.format(place=known), [(_FORGET,)])]
        return [plain_part(wording.PLACE_ASK)]

    async def named(self, name: str, text: str) -> list[Part] | None:
        """Answer the message after the question; None when it names no place, or asks something besides."""
        place = (await self._whereabouts.atlas()).find_alone(text)
        if place is None:
            self._inbox.ask(name, open=False)
            return None
        return await self._settle(name, place)

    async def chosen(self, name: str, code: str) -> list[Part]:
        """Answer a pressed choice: a ward's code, "-" to forget, "?" for none of these."""
        if code == "?":
            self._inbox.ask(name, open=True)
            return [plain_part(wording.PLACE_ASK)]
        if code == "-":
            had = self._inbox.commune(name)
            self._inbox.forget(name)
            return [plain_part(wording.PLACE_FORGOTTEN if had else wording.PLACE_NONE)]
        return await self._set(name, code)

    async def welcomed(self, name: str, code: str) -> list[Part]:
        """Take over the commune that a link to the bot carries (t.me/…?start=00166), where there is one."""
        if len(code) != 5 or not code.isdecimal():
            return []
        return await self._set(name, code) if (await self._whereabouts.atlas()).name(code) else []

    async def located(self, inbound: Inbound) -> list[Part]:
        """Answer a shared location: a guess from the nearest known office, to be confirmed, else ask in words."""
        atlas = await self._whereabouts.atlas()
        near = atlas.nearest(inbound.point) if inbound.point else None
        name = atlas.name(near[0]) if near else None
        if near is None or name is None:
            return [plain_part(wording.LOCATION_UNKNOWN)]
        rows = [
            (InlineKeyboardButton(wording.NEAREST_YES, callback_data=f"w:{near[0]}"),),
            (InlineKeyboardButton(wording.NEAREST_NO, callback_data="w:?"),),
        ]
        kilometres = f"{near[1]:.1f}".replace(".", ",")
        return [plain_part(wording.NEAREST.format(place=name, km=kilometres), rows)]

    async def _settle(self, name: str, place: Place) -> list[Part]:
        if place.level != "ward" or not place.candidates:
            self._inbox.ask(name, open=True)
            atlas = await self._whereabouts.atlas()
            return [plain_part(wording.PLACE_WIDE, _choices(atlas, place.candidates[:_MOST_CHOICES]))]
        if len(place.candidates) == 1 and not place.ask:
            return await self._set(name, place.candidates[0])
        self._inbox.ask(name, open=True)
        many = len(place.candidates) > _MOST_CHOICES
        rows = _choices(await self._whereabouts.atlas(), place.candidates[:_MOST_CHOICES])
        return [plain_part(wording.PLACE_MANY if many else wording.PLACE_WHICH, rows)]

    async def _set(self, name: str, code: str) -> list[Part]:
        place = (await self._whereabouts.atlas()).name(code)
        if place is None:
            return [plain_part(wording.PLACE_OLD)]
        self._inbox.set_commune(name, code)
        return [plain_part(wording.PLACE_SET.format(place=place), [(_FORGET,)])]

    async def _known(self, name: str) -> str | None:
        code = self._inbox.commune(name)
        return (await self._whereabouts.atlas()).name(code) if code else None


def _choices(atlas: Atlas, codes: Iterable[str]) -> list[tuple[InlineKeyboardButton, ...]]:
    named = ((code, atlas.name(code)) for code in codes)
    return [
        (InlineKeyboardButton(name[:1].upper() + name[1:], callback_data=f"w:{code}"),) for code, name in named if name
    ]
