"""/diachi and shared locations, through the whole door."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.settings import Settings
from bot.telegram import whereabouts, wording
from bot.telegram.whereabouts import Atlas
from nlu.places import Resolver
from tests.bot.stub_rasa import StubRasa
from tests.bot.telegram.bot_api import BotApi
from tests.bot.telegram.conftest import until, with_bot

HERE = "phường Cầu Giấy, Thành phố Hà Nội"


def talk(settings: Settings, api: BotApi, *turns: str | Callable[[], Any]) -> list[str]:
    """Say one thing after the other, each after the answer to the one before; return the answers."""

    async def what() -> None:
        for number, turn in enumerate(turns, 1):
            turn() if callable(turn) else api.say(1, turn)
            await until(lambda number=number: len(api.sent[1]) >= number)

    with_bot(settings, what)
    return api.texts(1)


def test_asked_and_told(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """/diachi asks; the next message is the answer and is used from then on, also after a restart."""
    texts = talk(settings, api, "/diachi", "dạ em ở phường Cầu Giấy, Hà Nội", "khai sinh")
    assert texts == [wording.PLACE_ASK, wording.PLACE_SET.format(place=HERE), "vâng: khai sinh"]
    talk(settings, api, "/diachi")
    assert rasa.received[0]["metadata"]["commune"] == "00166"


def test_question_instead_of_the_answer(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """Whoever asks something instead gets his answer, and is not taken for living there."""
    texts = talk(settings, api, "/diachi", "làm khai sinh ở phường Cầu Giấy", "phường Cầu Giấy")
    assert texts[1:] == ["vâng: làm khai sinh ở phường Cầu Giấy", "vâng: phường Cầu Giấy"]
    assert "commune" not in rasa.received[1]["metadata"]


def test_split_ward_is_chosen(settings: Settings, api: BotApi) -> None:
    """A former ward that was split is asked by buttons; the pressed one is kept."""

    def press() -> None:
        assert [button["callback_data"] for button in api.buttons(1)] == ["w:00166", "w:00160"]
        api.press(1, "w:00166")

    texts = talk(settings, api, "/diachi phường Dịch Vọng cũ, Hà Nội", press)
    assert texts == [wording.PLACE_WHICH, wording.PLACE_SET.format(place=HERE)]


def test_many_of_a_name(settings: Settings, api: BotApi) -> None:
    """Of a name that many bear some are offered, and the province is asked; a second answer settles it."""
    texts = talk(settings, api, "/diachi xã Tân Tiến", "xã Tân Tiến, tỉnh Hưng Yên cũ")
    assert texts[0] == wording.PLACE_MANY
    assert len(api.sent[1][0]["reply_markup"]["inline_keyboard"]) == 8
    assert texts[1] != texts[0]


@pytest.mark.parametrize(
    ("said", "answer"), [("tỉnh Hưng Yên", wording.PLACE_WIDE), ("xyz qwe", wording.PLACE_UNKNOWN)]
)
def test_too_wide_and_unknown(settings: Settings, api: BotApi, said: str, answer: str) -> None:
    """A province is not enough, and what is no place is said to be unknown."""
    assert talk(settings, api, f"/diachi {said}") == [answer]


def test_shown_and_forgotten(settings: Settings, api: BotApi) -> None:
    """/diachi shows what is kept with a button that forgets it."""

    def forget() -> None:
        [button] = api.buttons(1)
        assert button["text"] == wording.FORGET_PLACE
        api.press(1, button["callback_data"])

    texts = talk(settings, api, "/diachi phường Cầu Giấy, Hà Nội", "/diachi", forget, forget_again(api), "/diachi")
    assert texts[1:] == [
        wording.PLACE_NOW.format(place=HERE),
        wording.PLACE_FORGOTTEN,
        wording.PLACE_NONE,
        wording.PLACE_ASK,
    ]


def forget_again(api: BotApi) -> Callable[[], Any]:
    """Return a press on the same button once more."""
    return lambda: api.press(1, "w:-")


def test_link_with_a_commune(settings: Settings, api: BotApi) -> None:
    """A commune's own link to the bot sets its commune; a wrong one only greets."""
    texts = talk(settings, api, "/start 99999")
    assert texts == [wording.START]

    async def what() -> None:
        api.say(1, "/start 00166")
        await until(lambda: len(api.sent[1]) == 3)

    with_bot(settings, what)
    assert api.texts(1)[2] == wording.PLACE_SET.format(place=HERE)


def test_location_without_points(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """While no office's point is known, a shared location is answered by asking for the name."""
    [text] = talk(settings, api, lambda: api.message(1, location={"latitude": 21.02, "longitude": 105.8}))
    assert text == wording.LOCATION_UNKNOWN
    assert rasa.received == []


def test_location_is_a_guess(settings: Settings, api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """Near a known office the commune is guessed, said to be a guess, and kept only when confirmed."""
    atlas = Atlas(Resolver.load(), (("00166", (21.036, 105.79)),))

    async def known(self: Any) -> Atlas:
        return atlas

    monkeypatch.setattr(whereabouts.Whereabouts, "atlas", known)

    def location() -> None:
        api.message(1, location={"latitude": 21.03, "longitude": 105.79})

    texts = talk(settings, api, location, lambda: api.press(1, "w:?"), location, lambda: api.press(1, "w:00166"))
    assert "đoán" in texts[0]
    assert "0,7 km" in texts[0]
    assert texts[1] == wording.PLACE_ASK
    assert texts[3] == wording.PLACE_SET.format(place=HERE)
    assert asyncio.run(known(None)).name("00166") == HERE
