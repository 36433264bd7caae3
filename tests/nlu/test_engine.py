"""A real Rasa as it is run, against an action server that notes what it is asked."""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from nlu import engine, model

pytestmark = pytest.mark.rasa

#: Forbids connections that leave the machine and writes down who tried.
GUARD = """
import os, socket
_connect = socket.socket.connect
def connect(self, address):
    if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
        with open(os.environ["GUARD_LOG"], "a") as log:
            log.write(f"{address}\\n")
        raise OSError(f"blocked: {address}")
    return _connect(self, address)
socket.socket.connect = connect
def getaddrinfo(host, *rest, _stock=socket.getaddrinfo, **options):
    if host not in (None, "", "127.0.0.1", "::1", "localhost", "0.0.0.0"):
        with open(os.environ["GUARD_LOG"], "a") as log:
            log.write(f"lookup {host}\\n")
        raise OSError(f"blocked: {host}")
    return _stock(host, *rest, **options)
socket.getaddrinfo = getaddrinfo
"""


@dataclass
class Actions:
    """The action server: what it was asked, and what it answers."""

    calls: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200
    url: str = ""


@dataclass(frozen=True)
class Rasa:
    """A running Rasa."""

    url: str
    actions: Actions
    guard_log: Path
    var: Path

    def say(self, message: str, sender: str = "a", **metadata: Any) -> list[dict[str, Any]]:
        """Send a message as the front door does."""
        body = {"sender": sender, "message": message, "metadata": {"channel": "test", **metadata}}
        return self.fetch("/webhooks/rest/webhook", body)

    def asked(self, message: str, sender: str = "a", **metadata: Any) -> dict[str, Any]:
        """Send a message and return what the action server was asked for it."""
        self.actions.calls.clear()
        self.say(message, sender, **metadata)
        (call,) = self.actions.calls
        return call

    def fetch(self, path: str, body: Any = None) -> Any:
        """GET, or POST a body, and return the JSON of the answer."""
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self.url + path, data, {"Content-Type": "application/json"}), timeout=30) as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def actions() -> Iterator[Actions]:
    """An action server that says the name of the action."""
    noted = Actions()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            noted.calls.append(call)
            answer = {"events": noted.events, "responses": [{"text": call["next_action"]}]}
            body = json.dumps(answer).encode() if noted.status == 200 else b"{}"
            head = f"HTTP/1.1 {noted.status} -\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            self.wfile.write(head.encode() + body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    noted.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield noted
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def models(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model of the files as they are: the checkout's own if it is current, else a new one."""
    own = engine.Settings.from_environment().models
    own = own if own.is_absolute() else root / own
    if model.is_current(own):
        return own
    var = tmp_path_factory.mktemp("trained")
    command = [sys.executable, "-m", "nlu.engine", "train"]
    subprocess.run(command, cwd=root, env={**os.environ, "MOTCUA_VAR": str(var)}, check=True, capture_output=True)
    return var / "models"


@pytest.fixture(scope="module")
def rasa(root: Path, models: Path, actions: Actions, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rasa]:
    """Rasa, started as it is in production, on a machine whose connections to the outside are forbidden."""
    var = tmp_path_factory.mktemp("var")
    shutil.copytree(models, var / "models")
    (var / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    guard_log = var / "guard.log"
    guard_log.touch()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_RASA")} | {
        "PYTHONPATH": str(var),
        "GUARD_LOG": str(guard_log),
        "MOTCUA_VAR": str(var),
        "MOTCUA_RASA_PORT": str(port),
        "MOTCUA_ACTIONS_URL": actions.url,
    }
    with (var / "log").open("wb") as log:
        command = [sys.executable, "-m", "nlu.engine", "run"]
        process = subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=log)
    running = Rasa(f"http://127.0.0.1:{port}", actions, guard_log, var)
    try:
        _wait(running, process)
        yield running
    finally:
        process.terminate()
        process.wait(20)


def _wait(running: Rasa, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        assert process.poll() is None, (running.var / "log").read_text(encoding="utf-8")
        try:
            running.fetch("/status")
            return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError((running.var / "log").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def kind_actions(actions: Actions) -> None:
    """Each test begins with an action server that answers and sets nothing."""
    actions.status, actions.events = 200, []
    actions.calls.clear()


@pytest.mark.parametrize(
    ("message", "action"),
    [
        ("toi moi sinh con, lam giay khai sinh o dau, toi o phuong dich vong cu", "action_procedure"),
        ("lam cccd het bao nhieu", "action_procedure"),
        ("thế còn tạm trú?", "action_procedure"),
        ("còn lệ phí?", "action_aspect"),
        ("làm online được không", "action_aspect"),
        ("tôi ở phường Cầu Giấy", "action_place"),
        ("2", "action_pick"),
        ("cái cuối", "action_pick"),
        ("không phải, ý tôi là khai tử", "action_correct"),
        ("cho tôi gặp người thật", "action_person"),
        ("xem thêm", "action_more"),
        ("đúng rồi", "action_affirm"),
        ("không", "action_deny"),
        ("jkjk qwzx", "action_procedure"),
        ("😀", "action_procedure"),
        ("   ", "action_procedure"),
        ("[CCCD]", "action_procedure"),
        ('/pick{"code": "1.001193"}', "action_pick"),
        ('/ask_aspect{"aspect": "fee"}', "action_aspect"),
        ("/show_more", "action_more"),
    ],
)
def test_message_reaches_its_action(rasa: Rasa, message: str, action: str) -> None:
    """Each kind of message is answered by one action, payloads of buttons included."""
    assert [answer["text"] for answer in rasa.say(message)] == [action]


@pytest.mark.parametrize("message", ["alo", "cảm ơn nhé", "tạm biệt", "mày là ai, người hay máy"])
def test_manners_need_no_action_server(rasa: Rasa, message: str) -> None:
    """Greetings, thanks and who is speaking are answered by Rasa itself, politely."""
    (answer,) = rasa.say(message)
    assert answer["text"].startswith("Dạ")
    assert rasa.actions.calls == []


def test_action_is_told_what_was_read(rasa: Rasa) -> None:
    """The call of the action has intent, aspect, place with its reading, and the front door's metadata."""
    call = rasa.asked("làm căn cước hết bao nhiêu tiền, tôi ở phường Cầu Giấy", sender="b", id="m-1", commune="00166")
    message = call["tracker"]["latest_message"]
    entities = {entity["entity"]: entity for entity in message["entities"]}
    assert message["intent"]["name"] == "ask_procedure"
    assert entities["aspect"]["value"] == "fee"
    assert entities["place"]["value"] == "phường Cầu Giấy"
    assert entities["place"]["place"]["candidates"]
    assert message["metadata"] | {"id": "m-1", "commune": "00166", "channel": "test"} == message["metadata"]
    assert "domain" not in call


def test_payload_carries_its_entities(rasa: Rasa) -> None:
    """A button's JSON arrives as entities."""
    call = rasa.asked('/ask_aspect{"aspect": "papers"}', sender="c")
    assert [(entity["entity"], entity["value"]) for entity in call["tracker"]["latest_message"]["entities"]] == [
        ("aspect", "papers")
    ]


def test_tracker_shows_message_ids_and_answers(rasa: Rasa) -> None:
    """GET /conversations/<id>/tracker has each message with its id and the answer that followed."""
    rasa.say("còn lệ phí?", sender="d", id="first")
    rasa.say("alo", sender="d", id="second")
    events = rasa.fetch("/conversations/d/tracker")["events"]
    told = [
        event["metadata"]["id"] if event["event"] == "user" else event["text"]
        for event in events
        if event["event"] in ("user", "bot")
    ]
    assert told[:3] == ["first", "action_aspect", "second"]
    assert told[3].startswith("Dạ")


def test_slots_set_by_actions_come_back(rasa: Rasa) -> None:
    """What an action sets is there in the next turn, lists included, and long after."""
    rasa.actions.events = [
        {"event": "slot", "name": "procedure", "value": "1.001193", "timestamp": None},
        {"event": "slot", "name": "choices", "value": [{"code": "1.004194"}], "timestamp": None},
    ]
    rasa.say("khai sinh", sender="e")
    rasa.actions.events = []
    for _ in range(4):
        rasa.say("alo", sender="e")
    slots = rasa.asked("còn lệ phí?", sender="e")["tracker"]["slots"]
    assert (slots["procedure"], slots["choices"]) == ("1.001193", [{"code": "1.004194"}])


def test_action_may_end_the_turn(rasa: Rasa) -> None:
    """An action that asks for action_listen next ends the turn there, and the next turn is as ever."""
    rasa.actions.events = [{"event": "followup", "name": "action_listen", "timestamp": None}]
    assert [answer["text"] for answer in rasa.say("khai sinh", sender="f")] == ["action_procedure"]
    assert [answer["text"] for answer in rasa.say("còn lệ phí?", sender="f")] == ["action_aspect"]
    names = [event["name"] for event in rasa.fetch("/conversations/f/tracker")["events"] if event["event"] == "action"]
    assert names[-2:] == ["action_aspect", "action_listen"]


def test_failing_action_leaves_the_conversation_usable(rasa: Rasa) -> None:
    """When the action server fails, Rasa answers an empty list, keeps the message, and goes on with the next turn."""
    rasa.actions.status = 500
    assert rasa.say("khai sinh", sender="g", id="lost") == []
    rasa.actions.status = 200
    assert [answer["text"] for answer in rasa.say("khai tử", sender="g")] == ["action_procedure"]
    ids = [
        event["metadata"].get("id")
        for event in rasa.fetch("/conversations/g/tracker")["events"]
        if event["event"] == "user"
    ]
    assert ids[0] == "lost"


def test_turn_does_not_grow(rasa: Rasa) -> None:
    """What the action server is sent in turn 40 is as much as in turn 3."""
    sizes = [len(json.dumps(rasa.asked("khai sinh", sender="h"))) for _ in range(40)]
    assert sizes[39] <= sizes[2] * 1.02


def test_nothing_is_asked_of_the_internet(rasa: Rasa) -> None:
    """From start to answers no connection and no name lookup leaves the machine."""
    rasa.say("toi moi sinh con, lam giay khai sinh o dau")
    assert rasa.guard_log.read_text(encoding="utf-8") == ""


def test_run_without_a_model_says_what_to_do(tmp_path: Path) -> None:
    """No model is no traceback but the command that makes one."""
    with pytest.raises(SystemExit, match="train"):
        engine.run(engine.Settings(var=tmp_path))


def test_train_skips_what_is_current(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Training again with nothing changed only says so, without importing Rasa."""
    before = set(sys.modules)
    engine.train(engine.Settings(var=models.parent))
    assert "up to date" in capsys.readouterr().out
    assert not {name for name in set(sys.modules) - before if name.startswith("rasa")}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("MOTCUA_RASA_PORT", "five", "MOTCUA_RASA_PORT"), ("MOTCUA_RASA_STEPS", "magic", "unknown magic")],
)
def test_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str) -> None:
    """A setting that cannot be used ends the program with its name."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match=said):
        engine.Settings.from_environment()
