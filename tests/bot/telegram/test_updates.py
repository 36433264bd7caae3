"""Updates cut down to what matters."""

import json
from dataclasses import asdict
from typing import Any

import pytest
from telegram import Update

from bot.telegram.updates import Inbound, Me, read_update

ME = Me(4242, "motcua_bot")
PERSON = {"id": 70001234, "is_bot": False, "first_name": "Trần Văn Kín", "username": "vankin"}


def message(edited: bool = False, chat: str = "private", **content: Any) -> Update:
    """Return an update with a message."""
    data = {"message_id": 3, "date": 1_800_000_000, "chat": {"id": 1, "type": chat}, "from": PERSON, **content}
    return Update.de_json({"update_id": 9, "edited_message" if edited else "message": data}, None)


def read(update: Update, limit: int = 2000) -> Inbound | None:
    """Read an update."""
    return read_update(update, ME, limit)


def test_text_is_masked_and_nameless() -> None:
    """What is kept of a message holds neither the person's name nor a personal number."""
    inbound = read(message(text="Sđt  0909 123 456,\nlàm căn cước 001099012345 ở đâu"))
    assert inbound is not None
    assert (inbound.kind, inbound.text) == ("text", "Sđt [SĐT], làm căn cước [CCCD] ở đâu")
    kept = json.dumps(asdict(inbound), ensure_ascii=False)
    assert "Kín" not in kept
    assert "vankin" not in kept
    assert "0909" not in kept


def test_survives_being_written_down() -> None:
    """An update that went through JSON is the same."""
    for update in (message(text="a"), message(location={"latitude": 21.02851, "longitude": 105.80481})):
        inbound = read(update)
        assert inbound is not None
        assert Inbound.of(json.loads(json.dumps(asdict(inbound)))) == inbound


def test_too_long_stays_too_long() -> None:
    """Of a text that is too long only so much is kept that the door still sees it."""
    inbound = read(message(text="từ " * 3000), limit=100)
    assert inbound is not None
    assert len(inbound.text) == 101


def test_location_is_coarse() -> None:
    """A shared place is kept to about 100 m; a live one that moves on is no new question."""
    where = {"latitude": 21.028511, "longitude": 105.804817}
    inbound = read(message(location=where))
    assert inbound is not None
    assert (inbound.kind, inbound.point) == ("location", (21.029, 105.805))
    assert read(message(edited=True, location=where)) is None


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        ("/diachi", "diachi", ""),
        ("/diachi phường Cầu Giấy", "diachi", "phường Cầu Giấy"),
        ("/DiaChi@motcua_bot xã A", "diachi", "xã A"),
        ("/start 00166", "start", "00166"),
    ],
)
def test_commands(text: str, command: str, rest: str) -> None:
    """Our commands are read with or without our name, and with what follows."""
    inbound = read(message(text=text))
    assert inbound is not None
    assert (inbound.kind, inbound.command, inbound.text) == ("command", command, rest)


@pytest.mark.parametrize(
    ("text", "kind", "addressed"),
    [
        ("khai sinh", "mention", False),
        ("@other_bot khai sinh", "mention", False),
        ("@MotCua_Bot khai sinh", "mention", True),
        ("/help", "bot_command", False),
        ("/help@other_bot", "bot_command", False),
        ("/help@motcua_bot", "bot_command", True),
    ],
)
def test_addressed_in_a_group(text: str, kind: str, addressed: bool) -> None:
    """In a group only our own name makes a message ours."""
    length = len(text.split()[0])
    inbound = read(message(chat="group", text=text, entities=[{"type": kind, "offset": 0, "length": length}]))
    assert (inbound is not None) == addressed


def test_mention_of_us_by_link_or_answer() -> None:
    """A name that links to us and an answer to our message count too; an answer to somebody else does not."""
    us = {"id": 4242, "is_bot": True, "first_name": "Một Cửa"}
    link = [{"type": "text_mention", "offset": 0, "length": 6, "user": us}]
    inbound = read(message(chat="group", text="Một Cửa ơi", entities=link))
    assert inbound is not None
    assert "ơi" in inbound.text
    earlier = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "group"}}
    assert read(message(chat="group", text="ở đâu", reply_to_message={**earlier, "from": us}))
    assert read(message(chat="group", text="ở đâu", reply_to_message={**earlier, "from": PERSON})) is None


def test_topic_of_a_group_is_kept() -> None:
    """An answer goes into the topic where the question stands."""
    inbound = read(
        message(
            chat="group",
            text="/help@motcua_bot",
            is_topic_message=True,
            message_thread_id=7,
            entities=[{"type": "bot_command", "offset": 0, "length": 16}],
        )
    )
    assert inbound is not None
    assert inbound.thread == 7


@pytest.mark.parametrize(
    ("chat", "before", "after", "kind"),
    [
        ("private", "member", "kicked", "left"),
        ("private", "kicked", "member", None),
        ("group", "left", "member", "joined"),
        ("group", "member", "left", "left"),
        ("group", "member", "administrator", None),
        ("channel", "left", "administrator", None),
    ],
)
def test_membership(chat: str, before: str, after: str, kind: str | None) -> None:
    """Being blocked, removed and added is noticed; other changes are not."""
    bot = {"id": 4242, "is_bot": True, "first_name": "Một Cửa"}
    more = {
        "can_" + name: False
        for name in (
            "be_edited manage_chat delete_messages manage_video_chats restrict_members promote_members change_info "
            "invite_users post_stories edit_stories delete_stories"
        ).split()
    } | {"is_anonymous": False}
    states = {
        "kicked": {"status": "kicked", "user": bot, "until_date": 0},
        "administrator": {"status": "administrator", "user": bot, **more},
    }
    change = {
        "chat": {"id": 1, "type": chat},
        "from": PERSON,
        "date": 1,
        "old_chat_member": states.get(before, {"status": before, "user": bot}),
        "new_chat_member": states.get(after, {"status": after, "user": bot}),
    }
    inbound = read(Update.de_json({"update_id": 9, "my_chat_member": change}, None))
    assert (inbound.kind if inbound else None) == kind


def test_not_for_us() -> None:
    """Bots, channel posts forwarded into a group and service messages need no answer."""
    assert read(message(text="a", **{"from": {**PERSON, "is_bot": True}})) is None
    assert read(message(text="a", is_automatic_forward=True)) is None
    assert read(message(new_chat_title="Tên")) is None
    assert read(Update.de_json({"update_id": 9}, None)) is None
