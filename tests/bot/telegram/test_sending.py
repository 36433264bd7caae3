"""One message out, through every failure that Telegram knows."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable

import pytest
from telegram import InlineKeyboardButton

from bot.metrics import Metrics
from bot.settings import Settings
from bot.telegram import sending
from bot.telegram.client import Client
from bot.telegram.sending import File, Gone, Part, Sender, To, TokenRefused, Unsent, backoff
from tests.bot.telegram.bot_api import TOKEN, BotApi, Failure

PART = Part("<b>Dạ</b>", "Dạ")


@pytest.fixture(autouse=True)
def _short_pauses(settings: Settings) -> None:
    """Use the settings' short pauses."""


def send(api: BotApi, *parts: Part, to: To = To(1), what: Callable[[Sender], Awaitable[None]] | None = None) -> Metrics:
    """Send parts, or do something else with a sender; return the numbers."""
    metrics = Metrics()

    async def run() -> None:
        client = Client(TOKEN, api.url, 1000)
        sender = Sender(client, metrics)
        async with client:
            for part in parts:
                await sender.send(to, part)
            if what:
                await what(sender)

    asyncio.run(run())
    return metrics


def test_formatted(api: BotApi) -> None:
    """A message goes out as HTML, without a preview of its links."""
    send(api, PART)
    [sent] = api.sent[1]
    assert (sent["text"], sent["parse_mode"]) == ("<b>Dạ</b>", "HTML")
    assert sent["link_preview_options"] == {"is_disabled": True}


@pytest.mark.parametrize(
    "failure",
    [Failure(status=500), Failure(status=502), Failure(cut=True), Failure(retry_after=0.05), Failure(status=409)],
    ids=["500", "502", "cut", "429", "409"],
)
def test_tried_again(api: BotApi, failure: Failure) -> None:
    """What may still arrive is sent again until it does."""
    api.fail("sendMessage", failure, failure)
    send(api, PART)
    assert api.texts(1) == ["<b>Dạ</b>"]
    assert api.count("sendMessage") == 3


def test_cut_after_it_arrived(api: BotApi) -> None:
    """When the answer is lost nobody knows whether the message arrived: it comes twice rather than never."""
    api.fail("sendMessage", Failure(works=True, cut=True))
    send(api, PART)
    assert len(api.sent[1]) == 2


def test_plain_when_formatting_is_refused(api: BotApi) -> None:
    """A message whose formatting is refused goes out as plain text; our own buttons stay, links leave."""
    api.fail("sendMessage", Failure(status=400, description="Bad Request: can't parse entities"))
    rows = ((InlineKeyboardButton("a", callback_data="b"),), (InlineKeyboardButton("x", url="http://localhost"),))
    send(api, Part("<b>Dạ", "Dạ", rows))
    [sent] = api.sent[1]
    assert sent["text"] == "Dạ"
    assert "parse_mode" not in sent
    assert [button["text"] for button in api.buttons(1)] == ["a"]


def test_refused_for_good(api: BotApi) -> None:
    """What is refused as plain text too is given up at once."""
    api.fail("sendMessage", *[Failure(status=400, description="Bad Request: no")] * 2)
    with pytest.raises(Unsent):
        send(api, PART)
    assert api.count("sendMessage") == 2


@pytest.mark.parametrize(
    "failure",
    [
        Failure(status=403, description="Forbidden: bot was blocked by the user"),
        Failure(status=400, description="Bad Request: chat not found"),
    ],
)
def test_gone(api: BotApi, failure: Failure) -> None:
    """A chat that has blocked us or does not exist is not tried again."""
    api.fail("sendMessage", failure)
    with pytest.raises(Gone):
        send(api, PART)
    assert api.count("sendMessage") == 1


def test_token_refused(api: BotApi) -> None:
    """A refused token is a case of its own: the message waits for another token."""
    api.fail("sendMessage", Failure(status=401))
    with pytest.raises(TokenRefused):
        send(api, PART)


def test_given_up_after_an_hour(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that cannot be sent for an hour is given up, not repeated for ever."""
    monkeypatch.setattr(sending, "_GIVE_UP_SECONDS", 0.05)
    api.fail("sendMessage", *[Failure(status=500)] * 50)
    with pytest.raises(Unsent):
        send(api, PART)


def test_group_that_moved(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """A group that became a supergroup gets its message under the new number."""
    from telegram.error import ChatMigrated

    original = Client.send_message

    async def moved(self: Client, **fields: object) -> object:
        if fields["chat_id"] == -1:
            raise ChatMigrated(-1001)
        return await original(self, **fields)

    monkeypatch.setattr(Client, "send_message", moved)
    send(api, PART, to=To(-1))
    assert list(api.sent) == [-1001]


def test_file_topic_and_answer(api: BotApi) -> None:
    """A file goes out with its caption; topic and answered message go along."""
    send(api, Part("", "Dạ, phiếu", file=File("giay-to.html", b"<p>")), to=To(-5, thread=7, answers=3))
    [sent] = api.sent[-5]
    assert sent["document"] == {"name": "giay-to.html", "content": b"<p>"}
    assert (sent["caption"], sent["message_thread_id"]) == ("Dạ, phiếu", 7)
    assert sent["reply_parameters"] == {"message_id": 3, "allow_sending_without_reply": True}


def test_typing(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """ "Typing…" is shown again and again until the answer is there, whatever Telegram says to it."""
    monkeypatch.setattr(sending, "_TYPING_AFTER", 0.01)
    monkeypatch.setattr(sending, "_TYPING_EVERY", 0.02)
    api.fail("sendChatAction", Failure(status=500))

    async def for_a_while(sender: Sender) -> None:
        task = asyncio.create_task(sender.typing(To(1)))
        await asyncio.sleep(0.3)
        task.cancel()

    send(api, what=for_a_while)
    assert api.count("sendChatAction") >= 3


def test_late_press(api: BotApi) -> None:
    """A button's notice that comes too late for Telegram changes nothing."""
    api.fail("answerCallbackQuery", Failure(status=400, description="Bad Request: query is too old"))
    metrics = send(api, PART, what=lambda sender: sender.press("q1"))
    metrics.describe("motcua_telegram_errors_total", "counter", "x")
    assert 'motcua_telegram_errors_total{kind="button"} 1' in metrics.text()


def test_backoff() -> None:
    """Pauses double up to the longest, and no two of many waiters fall together."""
    pauses = list(itertools.islice(backoff(1.0, 8.0), 6))
    for pause, whole in zip(pauses, (1, 2, 4, 8, 8, 8), strict=True):
        assert whole / 2 <= pause <= whole
    assert len({next(backoff(1.0, 8.0)) for _ in range(20)}) > 10
