"""Telegram through the whole assistant: a stand-in of the Bot API in front, real Rasa and action server behind."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from tests.bot.telegram.bot_api import TOKEN, BotApi
from tests.bot.telegram.conftest import until, with_bot
from tests.stack.launch import Stack

pytestmark = pytest.mark.stack


@pytest.fixture
def api() -> Iterator[BotApi]:
    """A stand-in for Telegram."""
    stub = BotApi().start()
    yield stub
    stub.stop()


@pytest.fixture
def settings(stack: Stack, api: BotApi, tmp_path: Path) -> Settings:
    """A front door of its own before the running Rasa and action server."""
    return Settings(
        var=tmp_path,
        rasa_url=f"http://127.0.0.1:{stack.environ['MOTCUA_RASA_PORT']}",
        actions_url=f"http://127.0.0.1:{stack.environ['MOTCUA_ACTIONS_PORT']}",
        telegram_token=SecretStr(TOKEN),
        telegram_api=api.url,
    )


def test_conversation(settings: Settings, api: BotApi) -> None:
    """A question without accents, the commune, the papers and the sheet to print, in one conversation."""

    async def what() -> None:
        api.say(1, "/diachi phường Cầu Giấy, Hà Nội")
        await until(lambda: len(api.sent[1]) == 1, 30)
        api.say(1, "dang ky tam tru o dau")
        await until(lambda: len(api.sent[1]) == 2, 30)
        assert "tạm trú" in api.texts(1)[1]
        assert "phường Cầu Giấy" in api.texts(1)[1]
        buttons = {button["text"]: button for button in api.buttons(1)}
        assert any(button.get("url", "").startswith("https://dichvucong.gov.vn") for button in buttons.values())
        api.press(1, buttons["Giấy tờ cần có"]["callback_data"])
        await until(lambda: len(api.sent[1]) == 3, 30)
        assert "CT01" in api.texts(1)[2]
        api.press(1, buttons["📄 Phiếu giấy tờ để in"]["callback_data"])
        await until(lambda: len(api.sent[1]) == 4, 30)
        sheet = api.sent[1][3]["document"]["content"].decode()
        assert "CT01" in sheet
        assert "Công an phường Cầu Giấy" in sheet

    with_bot(settings, what)


def test_many_chats_get_their_own_answers(settings: Settings, api: BotApi) -> None:
    """Sixty chats that ask three different things at once each get the answer to their own question."""
    topics = ("khai sinh", "tạm trú", "kết hôn")

    async def what() -> None:
        for chat in range(1, 61):
            api.say(chat, f"đăng ký {topics[chat % 3]} cần giấy tờ gì")
        await until(lambda: len(api.sent) == 60, 60)
        await asyncio.sleep(0.2)

    with_bot(settings, what)
    answers = {
        topic: {"\n".join(api.texts(chat)) for chat in range(1, 61) if topics[chat % 3] == topic} for topic in topics
    }
    for topic, said in answers.items():
        [one] = said
        assert topic in one
    assert len(set.union(*answers.values())) == 3
