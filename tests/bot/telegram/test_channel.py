"""The real door with its Telegram channel, over HTTP before a stand-in of the Bot API."""

import asyncio
import json
import logging
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from starlette.types import ASGIApp

from bot.app import create_app
from bot.settings import Settings
from bot.telegram import channel, wording
from tests.bot.conftest import opened
from tests.bot.stub_rasa import Behaviour, StubRasa, free_port
from tests.bot.telegram.bot_api import TOKEN, BotApi, Failure
from tests.bot.telegram.conftest import running, until, with_bot

ROOT = Path(__file__).resolve().parents[3]
Serve = Callable[[], "subprocess.Popen[bytes]"]


def client(app: ASGIApp) -> httpx.AsyncClient:
    """Return a client of the door's own HTTP side."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://motcua.test")


def test_question_is_answered(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """A question goes masked through the same door as the web's; Rasa sees neither chat number nor telephone."""
    number = api.say(70001234, "làm khai sinh ở đâu, sđt 0909 123 456")
    with_bot(settings, lambda: until(lambda: api.sent[70001234]))
    assert api.texts(70001234) == ["vâng: làm khai sinh ở đâu, sđt [SĐT]"]
    [received] = rasa.received
    assert received["metadata"]["id"] == str(number)
    assert received["metadata"]["channel"] == "telegram"
    assert received["sender"].startswith("tg-")
    assert "70001234" not in json.dumps(received)


@pytest.mark.parametrize("token", ["", " "])
def test_without_a_token_nothing_is_loaded(settings: Settings, token: str) -> None:
    """Without a token there is no Telegram, and its library takes no memory."""
    code = "import sys; from bot.app import create_app; create_app(); print('telegram' in sys.modules)"
    environ = {**os.environ, "MOTCUA_VAR": str(settings.var), "MOTCUA_TELEGRAM_TOKEN": token}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environ, capture_output=True, text=True)
    assert done.stdout.strip() == "False", done.stderr


def test_thousand_chats_at_once(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """A thousand chats that write at the same time each get their own answer, once, within a minute."""
    asked = {chat: f"câu hỏi riêng của {chat}" for chat in range(10_001, 11_001)}
    for chat, text in asked.items():
        api.say(chat, text)
    settings = settings.model_copy(update={"rasa_timeout": 20.0})
    with_bot(settings, lambda: until(lambda: len(api.sent) == len(asked), 60))
    assert {chat: api.texts(chat) for chat in asked} == {chat: [f"vâng: {text}"] for chat, text in asked.items()}
    assert len(rasa.received) == len({body["sender"] for body in rasa.received}) == 1000


def test_order_in_a_chat(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """Messages of one chat are answered in their order, also when the first takes longest; others do not wait."""
    rasa.plan = [Behaviour(delay=0.4)]
    texts = [f"câu số {number}" for number in range(8)]

    async def what() -> None:
        for text in texts:
            api.say(1, text)
        await until(lambda: rasa.received)
        api.say(2, "chen ngang")
        await until(lambda: api.sent[2])
        assert not api.sent[1]
        await until(lambda: len(api.sent[1]) == 8)

    with_bot(settings, what)
    assert api.texts(1) == [f"vâng: {text}" for text in texts]


def test_redelivered_updates_are_handled_once(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """The same updates delivered again and again, also after a restart, are asked and answered once."""
    api.redeliver = True
    for chat in (1, 2, 3):
        api.say(chat, "khai sinh")

    async def what() -> None:
        before = api.count("getUpdates")
        await until(lambda: api.count("getUpdates") >= before + 4)
        await until(lambda: sum(map(len, api.sent.values())) >= 3)

    with_bot(settings, what)
    with_bot(settings, what)
    assert [len(api.sent[chat]) for chat in (1, 2, 3)] == [1, 1, 1]
    assert len(rasa.received) == 3


def test_offset_is_kept_over_a_restart(settings: Settings, api: BotApi) -> None:
    """After a restart the first request already asks for what comes behind the last update."""
    number = api.say(1, "một")
    with_bot(settings, lambda: until(lambda: api.sent[1]))
    api.calls.clear()
    api.say(1, "hai")
    with_bot(settings, lambda: until(lambda: len(api.sent[1]) == 2))
    first = next(data for method, data in api.calls if method == "getUpdates")
    assert first["offset"] == number + 1


def test_nothing_is_confirmed_before_it_is_written(
    settings: Settings, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the inbox cannot be written the same updates are asked for again, and none is lost."""
    taken = channel.Reception.take
    failing = [True, True, True]

    def take(self: Any, found: Any) -> None:
        if found and failing:
            failing.pop()
            raise sqlite3.OperationalError("disk is full")
        taken(self, found)

    monkeypatch.setattr(channel.Reception, "take", take)
    number = api.say(1, "khai sinh")
    with_bot(settings, lambda: until(lambda: api.sent[1]))
    offsets = [data.get("offset") for method, data in api.calls if method == "getUpdates"]
    assert offsets[:4] == [None] * 4
    assert offsets[4:] in ([], [number + 1])


@pytest.mark.parametrize(
    "failure",
    [Failure(status=502), Failure(status=500), Failure(cut=True), Failure(retry_after=0.05), Failure(status=409)],
    ids=["502", "500", "cut", "429", "409"],
)
def test_receiving_survives_failures(
    settings: Settings, api: BotApi, failure: Failure, caplog: pytest.LogCaptureFixture
) -> None:
    """A failing getMe or getUpdates is tried again with growing pauses, and told once."""
    caplog.set_level(logging.INFO)
    api.fail("getMe", failure)
    api.fail("getUpdates", failure, failure, failure)
    api.say(1, "khai sinh")
    with_bot(settings, lambda: until(lambda: api.sent[1]))
    told = [record.message for record in caplog.records if record.name == "bot.telegram.status"]
    assert len(told) <= 4
    assert wording.ONLINE in told


def test_telegram_down_at_the_start(settings: Settings, api: BotApi) -> None:
    """With Telegram out of reach the door serves the web, and Telegram as soon as it is there."""
    api.stop()

    async def what() -> None:
        async with running(settings) as app, client(app) as http:
            assert (await http.post("/chat", json={"sender": "an", "message": "hi"})).status_code == 200
            report = (await http.get("/readyz")).json()["telegram"]
            assert report["state"] in ("starting", "offline")
            api.start()
            api.say(1, "khai sinh")
            await until(lambda: api.sent[1])

    asyncio.run(what())


def test_wrong_token_is_told_once(settings: Settings, api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    """A token that Telegram refuses is told once in Vietnamese, without the token; the web goes on."""
    caplog.set_level(logging.DEBUG)
    wrong = "4242:quite-another-token"
    settings = settings.model_copy(update={"telegram_token": SecretStr(wrong)})

    async def what() -> None:
        async with running(settings) as app, client(app) as http:
            await until(lambda: wording.BAD_TOKEN in caplog.text)
            await asyncio.sleep(0.2)
            assert (await http.post("/chat", json={"sender": "an", "message": "hi"})).status_code == 200
            ready = await http.get("/readyz")
            assert ready.status_code == 200
            assert ready.json()["telegram"]["state"] == "wrong-token"
            assert 'motcua_telegram_state{state="wrong-token"} 1' in (await http.get("/metrics")).text

    asyncio.run(what())
    assert [record.message for record in caplog.records].count(wording.BAD_TOKEN) == 1
    assert "quite-another-token" not in caplog.text


def test_what_is_no_token_stops_nothing(settings: Settings, api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    """Something that does not even look like a token is told like a wrong one, and the web works."""
    settings = settings.model_copy(update={"telegram_token": SecretStr("mã bot của tôi")})

    async def what() -> None:
        async with running(settings) as app, client(app) as http:
            await until(lambda: wording.BAD_TOKEN in caplog.text)
            assert (await http.post("/chat", json={"sender": "an", "message": "hi"})).status_code == 200

    asyncio.run(what())
    assert "mã bot của tôi" not in caplog.text


def test_token_revoked_while_running(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """When the token is revoked, what was taken stays written down and is answered under the next start."""
    rasa.plan = [Behaviour(delay=0.3)]

    async def revoked() -> None:
        api.say(1, "khai sinh")
        await until(lambda: rasa.received)
        api.token = "4242:new-token-of-the-bot"
        await asyncio.sleep(0.6)

    with_bot(settings, revoked)
    assert not api.sent[1]
    settings = settings.model_copy(update={"telegram_token": SecretStr(api.token)})
    with_bot(settings, lambda: until(lambda: api.sent[1]))
    assert api.texts(1) == ["vâng: khai sinh"]
    assert len(rasa.received) == 1


def test_profile_is_set_once(settings: Settings, api: BotApi) -> None:
    """Commands and descriptions are set in Vietnamese at the first start, and not again at the next."""
    for _ in range(2):
        with_bot(settings, lambda: until(lambda: api.count("getUpdates")))
        api.calls.append(("restart", {}))
    names = [method for method, _ in api.calls]
    assert names.count("setMyCommands") == names.count("setMyDescription") == 1
    commands = next(data["commands"] for method, data in api.calls if method == "setMyCommands")
    assert [command["command"] for command in commands] == ["start", "help", "diachi", "xoa"]


def test_drains_on_stop(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """An answer under way when the door stops is still sent."""
    rasa.plan = [Behaviour(delay=0.4)]
    api.say(1, "khai sinh")
    with_bot(settings, lambda: until(lambda: rasa.received))
    assert api.texts(1) == ["vâng: khai sinh"]


def test_what_does_not_end_is_answered_after_the_restart(
    settings: Settings, api: BotApi, rasa: StubRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the drain cuts off, and what waits behind it, is answered after the next start; Rasa holds one turn each."""
    monkeypatch.setattr(channel, "_DRAIN_SECONDS", 0.05)
    rasa.plan = [Behaviour(delay=0.5)]
    api.say(1, "một")
    api.say(1, "hai")
    with_bot(settings, lambda: until(lambda: rasa.received))
    assert not api.sent[1]
    with_bot(settings, lambda: until(lambda: len(api.sent[1]) == 2))
    assert api.texts(1) == ["vâng: một", "vâng: hai"]
    [sender] = rasa.trackers
    assert len(rasa.turns(sender)) == 2


def test_state_in_health_and_metrics(settings: Settings, api: BotApi) -> None:
    """/readyz and /metrics show that updates are fetched, the age of the last one, and what was sent."""
    api.say(1, "khai sinh")

    async def what() -> None:
        async with running(settings) as app, client(app) as http:
            await until(lambda: api.sent[1])
            report = (await http.get("/readyz")).json()["telegram"]
            assert report["state"] == "polling"
            assert report["last_update_seconds"] < 5
            shown = (await http.get("/metrics")).text
            assert 'motcua_telegram_state{state="polling"} 1' in shown
            assert 'motcua_telegram_updates_total{kind="text"} 1' in shown
            assert 'motcua_turns_total{channel="telegram",outcome="answered"} 1' in shown

    asyncio.run(what())


class Hooked:
    """A door in webhook mode, with what Telegram was told."""

    def __init__(self, settings: Settings, api: BotApi, secret: str = "") -> None:
        more = {"telegram_webhook_url": "https://hoi.xa.gov.vn/", "telegram_webhook_secret": SecretStr(secret)}
        self.app = create_app(settings.model_copy(update=more))
        self.api = api

    async def post(self, http: httpx.AsyncClient, content: Any, **changes: str) -> int:
        """Send an update as Telegram would; returns the status."""
        told = {**self.api.webhook, **changes}
        headers = {"X-Telegram-Bot-Api-Secret-Token": told["secret_token"]}
        path = told["url"].removeprefix("https://hoi.xa.gov.vn")
        return (await http.post(path, content=json.dumps(content), headers=headers)).status_code


def test_webhook(settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """With a public address Telegram calls us: at a path that nobody can guess, with the secret, each update once."""
    hooked = Hooked(settings, api)
    update = {
        "update_id": 5,
        "message": {
            "message_id": 1,
            "date": 1_900_000_000,
            "chat": {"id": 9, "type": "private"},
            "from": {"id": 9, "is_bot": False, "first_name": "An"},
            "text": "khai sinh",
        },
    }

    async def what() -> None:
        async with opened(hooked.app), client(hooked.app) as http:
            await until(lambda: api.webhook)
            assert len(api.webhook["url"].rpartition("/")[2]) == 32
            assert await hooked.post(http, update, secret_token="wrong") == 404
            assert await hooked.post(http, update, url=api.webhook["url"][:-1] + "!") == 404
            assert await hooked.post(http, [1]) == 400
            assert await hooked.post(http, update) == 200
            assert await hooked.post(http, update) == 200
            await until(lambda: api.sent[9])
            routes = (await http.get("/metrics")).text
            assert 'route="/telegram/{code}"' in routes
            assert api.webhook["url"].rpartition("/")[2] not in routes

    asyncio.run(what())
    assert api.texts(9) == ["vâng: khai sinh"]
    assert api.count("getUpdates") == 0


def test_webhook_with_a_given_secret(settings: Settings, api: BotApi) -> None:
    """The operator may choose the secret; path and secret are the same after a restart."""
    told = []
    for _ in range(2):
        hooked = Hooked(settings, api, "bi-mat-cua-toi")

        async def what(hooked: Hooked = hooked) -> None:
            async with opened(hooked.app):
                await until(lambda: api.webhook)

        asyncio.run(what())
        told.append((api.webhook["url"], api.webhook["secret_token"]))
        api.webhook = {}
    assert told[0] == told[1]
    assert told[0][1] == "bi-mat-cua-toi"


def test_token_is_in_no_file_and_no_log(settings: Settings, api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the log at its most talkative nor any file of the door holds the token or a chat's number."""
    caplog.set_level(logging.DEBUG)
    api.fail("sendMessage", Failure(status=500), Failure(cut=True))
    api.say(987654321, "khai sinh")
    with_bot(settings, lambda: until(lambda: api.sent[987654321]))
    assert TOKEN not in caplog.text
    for path in settings.var.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert TOKEN.encode() not in content
            assert b"987654321" not in content, path


@pytest.fixture
def serve(settings: Settings) -> Iterator[Serve]:
    """Start doors with a bot as processes; all are killed in the end."""
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> "subprocess.Popen[bytes]":
        environ = {
            **os.environ,
            "MOTCUA_PORT": str(free_port()),
            "MOTCUA_VAR": str(settings.var),
            "MOTCUA_RASA_URL": settings.rasa_url,
            "MOTCUA_ACTIONS_URL": settings.actions_url,
            "MOTCUA_TELEGRAM_TOKEN": TOKEN,
            "MOTCUA_TELEGRAM_API": settings.telegram_api,
        }
        with (settings.var / "door.log").open("ab") as log:
            started.append(subprocess.Popen([sys.executable, "-m", "bot", "serve"], cwd=ROOT, env=environ, stderr=log))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()


def wait_for(condition: Callable[[], object], seconds: float = 30) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.01)


def test_kill_loses_and_doubles_nothing(serve: Serve, settings: Settings, api: BotApi, rasa: StubRasa) -> None:
    """After kill -9 with turns under way and messages waiting, each is answered after the restart, from one turn."""
    rasa.default = Behaviour(delay=0.4)
    process = serve()
    asked = {chat: [f"{chat} câu {number}" for number in (1, 2)] for chat in range(501, 513)}
    for chat, texts in asked.items():
        for text in texts:
            api.say(chat, text)
    wait_for(lambda: len(rasa.received) >= 8)
    process.kill()
    process.wait()
    assert sum(map(len, api.sent.values())) < 24
    rasa.default = Behaviour()
    process = serve()
    wait_for(lambda: sum(map(len, api.sent.values())) >= 24)
    assert {chat: api.texts(chat) for chat in asked} == {
        chat: [f"vâng: {text}" for text in texts] for chat, texts in asked.items()
    }
    assert all(len(rasa.turns(sender)) == 2 == len(set(rasa.turns(sender))) for sender in rasa.trackers)
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) in (0, -signal.SIGTERM)
    log = (settings.var / "door.log").read_text("utf-8")
    assert TOKEN.partition(":")[2] not in log
    assert "/bot4242" not in log
    assert "Traceback" not in log
