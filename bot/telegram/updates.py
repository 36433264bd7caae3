"""What Telegram sends, cut down to what an answer needs: no names, no telephone, the text masked.

Only this leaves the channel's front; it is what stands in the inbox until it is answered.
"""

from dataclasses import dataclass
from typing import Any

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatMemberStatus, ChatType

from nlu.privacy import mask
from nlu.text import clean

#: The kinds of update that are asked for; channel posts and all others are never sent to us.
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
COMMANDS = ("start", "help", "diachi", "xoa")
_MEDIA = (
    ("contact", "contact"),
    ("photo", "photo"),
    ("voice", "voice"),
    ("audio", "voice"),
    ("video", "video"),
    ("video_note", "video"),
    ("animation", "sticker"),
    ("sticker", "sticker"),
    ("document", "document"),
    ("poll", "other"),
    ("dice", "sticker"),
    ("story", "other"),
    ("paid_media", "other"),
    ("game", "other"),
    ("checklist", "other"),
)
#: A place is kept no finer than this until it is answered: about 100 m.
_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Inbound:
    """One update as far as it matters.

    `kind`: text, command (its name in `command`, the rest in `text`), button (its data in `text`), location, media
    (what in `text`), joined (a group), left (blocked or removed), flood. `message` is the citizen's message, or the one
    that carries the pressed button; `thread` a group's topic; `caption` tells that the text stood under a picture.
    """

    id: int
    chat: int
    user: int
    kind: str
    text: str = ""
    command: str = ""
    message: int = 0
    thread: int | None = None
    private: bool = True
    edited: bool = False
    caption: bool = False
    point: tuple[float, float] | None = None
    album: str = ""
    at: float = 0.0

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Inbound":
        """Return what `dataclasses.asdict` and JSON made of one."""
        point = data.get("point")
        return cls(**{**data, "point": (point[0], point[1]) if point else None})


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself."""

    id: int
    username: str


def read_update(update: Update, me: Me, limit: int) -> Inbound | None:
    """Return what is to be answered, None for what is not for us; texts are cut behind `limit` characters."""
    if update.callback_query is not None:
        return _pressed(update)
    if update.my_chat_member is not None:
        return _membership(update)
    message = update.message or update.edited_message
    author = message.from_user if message else None
    if message is None or author is None or author.is_bot or message.is_automatic_forward:
        return None
    private = message.chat.type == ChatType.PRIVATE
    text, entities = message.text or message.caption or "", message.entities or message.caption_entities
    if not private:
        if message.chat.type == ChatType.CHANNEL or not _addressed(message, text, entities, me):
            return None
        text = _without_mentions(text, entities, me)
    base: dict[str, Any] = {
        "id": update.update_id,
        "chat": message.chat.id,
        "user": author.id,
        "message": message.message_id,
        "thread": message.message_thread_id if message.is_topic_message else None,
        "private": private,
        "edited": update.message is None,
        "album": message.media_group_id or "",
        "at": message.date.timestamp(),
    }
    return _content(message, text, base, limit)


def _content(message: Message, text: str, base: dict[str, Any], limit: int) -> Inbound | None:
    if message.location is not None:
        if base["edited"]:  # a live location moves on: not a question each time
            return None
        place = message.location
        return Inbound(
            kind="location", point=(round(place.latitude, _DECIMALS), round(place.longitude, _DECIMALS)), **base
        )
    media = next((kind for name, kind in _MEDIA if getattr(message, name, None)), None)
    if text.strip():
        name, _, rest = text.partition(" ") if text.startswith("/") else ("", "", "")
        command = name[1:].partition("@")[0].lower()
        if command in COMMANDS:
            return Inbound(kind="command", command=command, text=_safe(rest, limit), **base)
        return Inbound(kind="text", text=_safe(text, limit), caption=media is not None, **base)
    if media is not None:
        return None if base["edited"] else Inbound(kind="media", text=media, **base)
    if not base["private"] and message.text is not None:
        return Inbound(kind="command", command="help", **base)  # nothing but our name
    return None  # a service message


def _pressed(update: Update) -> Inbound | None:
    query = update.callback_query
    if query.message is None or not query.data:
        return None
    chat = query.message.chat
    return Inbound(
        id=update.update_id,
        chat=chat.id,
        user=query.from_user.id,
        kind="button",
        text=query.data[:64],
        message=query.message.message_id,
        thread=getattr(query.message, "message_thread_id", None)
        if getattr(query.message, "is_topic_message", 0)
        else None,
        private=chat.type == ChatType.PRIVATE,
    )


def _membership(update: Update) -> Inbound | None:
    change = update.my_chat_member
    status, before = change.new_chat_member.status, change.old_chat_member.status
    gone = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
    private = change.chat.type == ChatType.PRIVATE
    if status in gone:
        kind = "left"
    elif before in gone and not private and change.chat.type != ChatType.CHANNEL:
        kind = "joined"
    else:
        return None
    return Inbound(update.update_id, change.chat.id, change.from_user.id, kind, private=private)


def _addressed(message: Message, text: str, entities: tuple[MessageEntity, ...], me: Me) -> bool:
    """Tell whether a message in a group is for us: an answer to ours, or with our name in it."""
    answered = message.reply_to_message
    if answered is not None and answered.from_user is not None and answered.from_user.id == me.id:
        return True
    return any(_names_us(entity, text, me) for entity in entities)


def _names_us(entity: MessageEntity, text: str, me: Me) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    said = _slice(text, entity).lower()
    name = f"@{me.username.lower()}"
    if entity.type == MessageEntity.BOT_COMMAND:
        return said.endswith(name)
    return bool(entity.type == MessageEntity.MENTION and said == name)


def _without_mentions(text: str, entities: tuple[MessageEntity, ...], me: Me) -> str:
    for entity in reversed(entities):
        if entity.type in (MessageEntity.MENTION, MessageEntity.TEXT_MENTION) and _names_us(entity, text, me):
            units = text.encode("utf-16-le")
            start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
            text = units[:start].decode("utf-16-le", "ignore") + " " + units[end:].decode("utf-16-le", "ignore")
    return text.strip()


def _slice(text: str, entity: MessageEntity) -> str:
    """Return an entity's text; Telegram counts in UTF-16 units."""
    units = text.encode("utf-16-le")
    return units[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le", "ignore")


def _safe(text: str, limit: int) -> str:
    """Return a text as it may be kept until it is answered; one that is too long stays too long."""
    return mask(clean(text))[: limit + 1]
