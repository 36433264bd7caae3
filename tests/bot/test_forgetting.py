"""Being forgotten: which words ask for it, and what is gone afterwards."""

import asyncio
import sqlite3
from typing import Any

import httpx
import pytest

from bot import wording
from bot.forgetting import wants_forgetting
from bot.settings import Settings
from tests.bot.conftest import door, say
from tests.bot.stub_rasa import StubRasa

WISHES = (
    "/xoa|/xoá|/XOA|xoá hội thoại|xóa hội thoại này đi|xoa hoi thoai|xoá dữ liệu của tôi|em muốn xoá dữ liệu của em|"
    "xoá cuộc trò chuyện này|xoá hết lịch sử chat|xoá tin nhắn của tôi giúp với|/forget|xoá đoạn chat này nhé"
)
OTHERS = (
    "xoá đăng ký thường trú|xoá án tích|xoá thế chấp|xoá tên trong hộ khẩu|xoá nợ thuế|khai tử xoá hộ khẩu|"
    "xoá thông tin cư trú của tôi|hội thoại|quên mật khẩu vneid|xoá dữ liệu đất đai|/khai sinh|"
    "làm sao xoá hội thoại và đăng ký tạm trú"
)


@pytest.mark.parametrize("text", WISHES.split("|"))
def test_a_wish_is_understood(text: str) -> None:
    """Command and words, with accents and without."""
    assert wants_forgetting(text)


@pytest.mark.parametrize("text", OTHERS.split("|"))
def test_procedures_with_the_same_verb_are_not(text: str) -> None:
    """Deleting a registration is a procedure."""
    assert not wants_forgetting(text)


def _use(settings: Settings, what: Any) -> Any:
    async def run() -> Any:
        async with door(settings) as http:
            return await what(http)

    return asyncio.run(run())


def test_everything_of_the_sender_goes(settings: Settings, rasa: StubRasa) -> None:
    """Tracker and journal hold nothing of him any more, of others everything; the answer says how much went."""

    async def run(http: httpx.AsyncClient) -> list[dict[str, Any]]:
        for message in ("làm khai sinh", "bao lâu"):
            await say(http, message)
        await say(http, "kết hôn", sender="binh")
        return await say(http, "xoá hội thoại")

    [reply] = _use(settings, run)
    assert reply["text"] == wording.FORGOTTEN.format(turns=2)
    assert set(rasa.trackers) == {"binh"} or len(rasa.trackers) == 1
    database = sqlite3.connect(settings.var / "journal.sqlite3")
    assert {row[0] for row in database.execute("SELECT sender FROM turn")} == {"binh"}
    database.close()


def test_what_could_not_be_forgotten_is_said(settings: Settings, rasa: StubRasa) -> None:
    """While Rasa is down nothing is claimed, and the journal keeps what leads to the tracker."""

    async def run(http: httpx.AsyncClient) -> list[dict[str, Any]]:
        await say(http, "làm khai sinh")
        rasa.healthy = False
        return await say(http, "/xoa")

    [reply] = _use(settings, run)
    assert reply["text"] == wording.NOT_FORGOTTEN
    assert len(rasa.trackers) == 1
