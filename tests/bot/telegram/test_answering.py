"""What the bot says, through the whole door: questions, buttons, commands, groups, what cannot be read."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.settings import Settings
from bot.telegram import wording
from tests.bot.stub_rasa import Behaviour, StubRasa
from tests.bot.telegram.bot_api import BotApi
from tests.bot.telegram.conftest import until, with_bot
from tests.bot.telegram.test_showing import guide_reply

FEES = [{"text": "chọn", "buttons": [{"title": "Lệ phí", "payload": '/fees{"sdt": "0909123456"}'}]}]
GROUP = -1001


def told(settings: Settings, api: BotApi, chat: int, count: int, do: Callable[[], Any]) -> list[str]:
    """Do something while the bot runs; return what it says in a chat once it has said so much."""

    async def what() -> None:
        do()
        await until(lambda: len(api.sent[chat]) >= count)

    with_bot(settings, what)
    return api.texts(chat)


def test_start_and_help(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """/start greets and warns of personal numbers, /help shows how to ask; Rasa is not asked."""

    def do() -> None:
        api.say(1, "/start")
        api.say(1, "/help@motcua_bot")
        api.say(1, "/HELP")

    assert told(settings, api, 1, 3, do) == [wording.START, wording.HELP, wording.HELP]
    assert rasa.received == []


def test_unknown_command(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """Another command is answered as on the web and never reaches Rasa as one; words behind a slash are words."""

    def do() -> None:
        api.say(1, "/restart")
        api.say(1, "/khai sinh")

    first, second = told(settings, api, 1, 2, do)
    assert first.startswith("Dạ, ở đây không cần lệnh")
    assert second == "vâng: khai sinh"


def test_button(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """A pressed button is answered at once, shows what was pressed, and gives Rasa the payload that was issued."""
    rasa.plan = [Behaviour(replies=FEES)]

    async def what() -> None:
        api.say(1, "khai sinh")
        await until(lambda: api.sent[1])
        [button] = api.buttons(1)
        assert len(button["callback_data"].encode()) <= 64
        assert "0909" not in json.dumps(api.sent[1])
        api.press(1, button["callback_data"])
        await until(lambda: len(api.sent[1]) == 2)

    with_bot(settings, what)
    assert api.count("answerCallbackQuery") == 1
    assert api.texts(1)[1].startswith("<i>› Lệ phí</i>\n\nvâng: /fees")
    assert rasa.received[1]["message"] == '/fees{"sdt": "0909123456"}'


def test_second_tap_is_no_second_question(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """Two taps on the same button while the first waits are one question."""
    rasa.plan = [Behaviour(replies=FEES), Behaviour(delay=0.3)]

    async def what() -> None:
        api.say(1, "khai sinh")
        await until(lambda: api.sent[1])
        [button] = api.buttons(1)
        api.press(1, button["callback_data"])
        api.press(1, button["callback_data"])
        await until(lambda: len(api.sent[1]) == 2)
        await until(lambda: api.count("answerCallbackQuery") == 2)

    with_bot(settings, what)
    assert len(rasa.received) == 2


@pytest.mark.parametrize("data", ["b:aaaaaaaaaaaaaaaa", "d:1:1.001193", "w:99999"])
def test_old_button(settings: Settings, api: BotApi, rasa: StubRasa, data: str) -> None:
    """A button that nobody remembers is answered kindly and asks Rasa nothing."""
    [text] = told(settings, api, 1, 1, lambda: api.press(1, data))
    assert "Anh/chị" in text
    assert rasa.received == []


def test_foreign_button(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """Button data that is none of ours gets a notice and nothing else."""

    async def what() -> None:
        api.press(1, "/restart")
        await until(lambda: api.count("answerCallbackQuery"))

    with_bot(settings, what)
    assert next(data for method, data in api.calls if method == "answerCallbackQuery")["text"] == wording.OLD_BUTTON
    assert rasa.received == []
    assert not api.sent[1]


def test_sheet(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """Under a procedure's answer stand the portal's page and the sheet to print, made of that very answer."""
    rasa.plan = [Behaviour(replies=[guide_reply()])]

    async def what() -> None:
        api.say(1, "khai sinh")
        await until(lambda: api.sent[1])
        buttons = {button["text"]: button for button in api.buttons(1)}
        assert buttons["🔗 Cổng Dịch vụ công quốc gia"]["url"].startswith("https://dichvucong.gov.vn/")
        api.press(1, buttons[wording.SHEET]["callback_data"])
        await until(lambda: len(api.sent[1]) == 2)
        document = api.sent[1][1]["document"]
        assert document["name"] == "giay-to-1.001193.html"
        assert "Giấy chứng sinh" in document["content"].decode()

    with_bot(settings, what)


def test_opinion(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """The door's thumbs stand last under a procedure's answer; pressing one reaches nobody but the statistics."""
    rasa.plan = [Behaviour(replies=[guide_reply()])]

    async def what() -> None:
        api.say(1, "khai sinh")
        await until(lambda: api.sent[1])
        up, down = api.buttons(1)[-2:]
        assert (up["text"][0], down["text"][0]) == ("👍", "👎")
        api.press(1, down["callback_data"])
        await until(lambda: len(api.sent[1]) == 2)
        api.press(1, api.buttons(1)[0]["callback_data"])
        await until(lambda: len(api.sent[1]) == 3)

    with_bot(settings, what)
    assert len(rasa.received) == 1


def test_edited_message(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """An edited message is a new question, answered with a note at the message itself."""

    def do() -> None:
        api.say(1, "khai sin")
        api.message(1, text="khai sinh", edited=True)

    texts = told(settings, api, 1, 2, do)
    assert texts[1] == f"<i>{wording.EDITED}</i>\n\nvâng: khai sinh"
    assert api.sent[1][1]["reply_parameters"]["message_id"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]}, "photo"),
        ({"voice": {"file_id": "a", "file_unique_id": "b", "duration": 3}}, "voice"),
        ({"video_note": {"file_id": "a", "file_unique_id": "b", "duration": 3, "length": 9}}, "video"),
        ({"document": {"file_id": "a", "file_unique_id": "b"}}, "document"),
        ({"contact": {"phone_number": "0909123456", "first_name": "Bình"}}, "contact"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "sticker"),
        (
            {
                "sticker": {
                    "file_id": "a",
                    "file_unique_id": "b",
                    "type": "regular",
                    "width": 1,
                    "height": 1,
                    "is_animated": False,
                    "is_video": False,
                }
            },
            "sticker",
        ),
    ],
)
def test_what_cannot_be_read(
    settings: Settings, api: BotApi, rasa: StubRasa, content: dict[str, Any], kind: str
) -> None:
    """Pictures, voices, files and contacts are answered kindly, reach nobody and are stored nowhere."""
    assert told(settings, api, 1, 1, lambda: api.message(1, **content)) == [wording.UNREADABLE[kind]]
    assert rasa.received == []
    for path in settings.var.rglob("*"):
        assert not path.is_file() or b"0909123456" not in path.read_bytes()


def test_album_is_answered_once(settings: Settings, api: BotApi) -> None:
    """Five pictures sent together get one answer; the words under one of them are a question."""
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]

    def do() -> None:
        for _ in range(5):
            api.message(1, photo=photo, media_group_id="77")
        api.message(1, photo=photo, caption="giấy này nộp ở đâu")

    first, second = told(settings, api, 1, 2, do)
    assert first == wording.UNREADABLE["photo"]
    assert second == f"<i>{wording.CAPTION}</i>\n\nvâng: giấy này nộp ở đâu"


def mention(text: str) -> dict[str, Any]:
    """Return the content of a message in a group that names the bot."""
    name = "@motcua_bot"
    offset = len(text[: text.index(name)].encode("utf-16-le")) // 2
    return {"text": text, "entities": [{"type": "mention", "offset": offset, "length": len(name)}], "group": True}


def test_group(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """In a group only what names the bot or answers it is a question; the answer points at it."""
    bot = {"id": 4242, "is_bot": True, "first_name": "Một Cửa"}
    said = {"message_id": 3, "date": 1, "chat": {"id": GROUP, "type": "supergroup", "title": "Nhóm"}, "from": bot}

    def do() -> None:
        api.message(GROUP, text="chuyện của nhóm", group=True, user=5)
        api.message(GROUP, text="/help", group=True, user=5)
        api.message(GROUP, location={"latitude": 21.0, "longitude": 105.8}, group=True, user=5)
        api.message(GROUP, user=5, **mention("😀 ơi @motcua_bot khai sinh ở đâu"))
        api.message(GROUP, text="lệ phí bao nhiêu", reply_to_message=said, group=True, user=6)

    texts = told(settings, api, GROUP, 2, do)
    assert texts == ["vâng: 😀 ơi khai sinh ở đâu", "vâng: lệ phí bao nhiêu"]
    assert all(each["reply_parameters"] for each in api.sent[GROUP])
    # Two people are two conversations, so that one's place is not taken for the other's.
    assert len({body["sender"] for body in rasa.received}) == 2


def test_group_has_no_personal_data(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """In a group nobody's commune is used, asked or changed, and nothing is forgotten."""

    def alone() -> None:
        api.say(5, "/diachi phường Cầu Giấy, Hà Nội")

    told(settings, api, 5, 1, alone)

    def do() -> None:
        api.message(GROUP, text="/diachi@motcua_bot", group=True, user=5)
        api.message(GROUP, text="/xoa@motcua_bot", group=True, user=5)
        api.message(GROUP, user=5, **mention("@motcua_bot khai sinh"))
        api.message(GROUP, user=5, **mention("@motcua_bot"))

    texts = told(settings, api, GROUP, 4, do)
    assert texts[:2] == [wording.IN_PRIVATE] * 2
    assert texts[3] == wording.GROUP_HELP.format(username="motcua_bot")
    assert "commune" not in rasa.received[0]["metadata"]


def test_button_in_a_group_is_its_askers(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """A button under an answer in a group works for the one who asked; others get a notice, the group no noise."""
    rasa.plan = [Behaviour(replies=FEES)]

    async def what() -> None:
        api.message(GROUP, user=5, **mention("@motcua_bot khai sinh"))
        await until(lambda: api.sent[GROUP])
        [button] = api.buttons(GROUP)
        api.press(GROUP, button["callback_data"], user=6, group=True)
        await until(lambda: api.count("answerCallbackQuery"))
        api.press(GROUP, button["callback_data"], user=5, group=True)
        await until(lambda: len(api.sent[GROUP]) == 2)

    with_bot(settings, what)
    notices = [data.get("text") for method, data in api.calls if method == "answerCallbackQuery"]
    assert notices == [wording.OLD_BUTTON, None]
    assert len(rasa.received) == 2


def test_channel_posts_are_ignored(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """Posts of channels, other bots and service messages get no answer; what follows does."""
    chat = {"id": -5, "type": "channel", "title": "Kênh"}

    def do() -> None:
        api.push({"channel_post": {"message_id": 1, "date": 1, "chat": chat, "text": "tin"}})
        api.message(2, text="tin", **{"from": {"id": 8, "is_bot": True, "first_name": "B"}})
        api.message(GROUP, group=True, new_chat_title="Tên mới")
        api.say(1, "khai sinh")

    told(settings, api, 1, 1, do)
    assert list(api.sent) == [1]


def test_unreadable_update_stops_nobody(settings: Settings, api: BotApi) -> None:
    """An update that makes no sense is skipped, and those behind it are answered."""

    def do() -> None:
        api.push({"message": {"message_id": "x", "chat": 5}})
        api.push({"message": None})
        api.push({"something_new": {"a": 1}})
        api.say(1, "khai sinh")

    assert told(settings, api, 1, 1, do) == ["vâng: khai sinh"]


def test_rasa_that_comes_back(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """While Rasa is down the same message is asked again before the citizen is told; one turn is stored."""
    rasa.stop()

    async def what() -> None:
        api.say(1, "khai sinh")
        await until(lambda: api.count("sendChatAction"))
        rasa.start()
        await until(lambda: api.sent[1])

    with_bot(settings.model_copy(update={"look_seconds": 0.3}), what)
    assert api.texts(1) == ["vâng: khai sinh"]


def test_rasa_that_stays_away(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """When Rasa does not come back the citizen is told in a polite sentence."""
    rasa.stop()
    [text] = told(settings, api, 1, 1, lambda: api.say(1, "khai sinh"))
    assert "gián đoạn" in text


def test_forget_at_once(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """/xoa removes replies, buttons and the commune of this chat; old buttons mean nothing any more."""
    rasa.plan = [Behaviour(replies=FEES)]

    async def what() -> None:
        api.say(1, "/diachi phường Cầu Giấy, Hà Nội")
        api.say(1, "khai sinh")
        await until(lambda: len(api.sent[1]) == 2)
        [button] = api.buttons(1)
        api.say(1, "/xoa")
        await until(lambda: len(api.sent[1]) == 3)
        api.press(1, button["callback_data"])
        api.say(1, "kết hôn")
        await until(lambda: len(api.sent[1]) == 5)

    with_bot(settings, what)
    texts = api.texts(1)
    assert "đã xoá" in texts[2]
    assert "nút này đã hết hạn" in texts[3]
    assert rasa.received[0]["metadata"]["commune"] == "00166"
    assert "commune" not in rasa.received[1]["metadata"]


def test_forget_in_words(settings: Settings, api: BotApi) -> None:
    """Whoever asks in words to be forgotten is: his commune too."""

    def do() -> None:
        api.say(1, "/diachi phường Cầu Giấy, Hà Nội")
        api.say(1, "xoá hội thoại này giúp em")
        api.say(1, "/diachi")

    texts = told(settings, api, 1, 3, do)
    assert texts[2] == wording.PLACE_ASK
