"""The served door: a real process with uvicorn and its fast event loop."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from tests.bot.stub_rasa import Behaviour, StubRasa, free_port

ROOT = Path(__file__).resolve().parents[2]
Start = Callable[[], "tuple[subprocess.Popen[bytes], int]"]


@pytest.fixture
def start(settings: Settings) -> Iterator[Start]:
    """Start doors as processes; all are killed in the end."""
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> "tuple[subprocess.Popen[bytes], int]":
        port = free_port()
        environ = {
            **os.environ,
            "MOTCUA_PORT": str(port),
            "MOTCUA_VAR": str(settings.var),
            "MOTCUA_RASA_URL": settings.rasa_url,
            "MOTCUA_ACTIONS_URL": settings.actions_url,
        }
        with (settings.var / "door.log").open("ab") as log:
            process = subprocess.Popen([sys.executable, "-m", "bot", "serve"], cwd=ROOT, env=environ, stderr=log)
        started.append(process)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                assert _call(port, "GET", "/healthz")[0] == 200
                return process, port
            except OSError:
                time.sleep(0.05)
        raise AssertionError((settings.var / "door.log").read_text())

    yield begin
    for process in started:
        process.kill()
        process.wait()


def _call(port: int, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, json.dumps(body) if body is not None else None)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def test_drains_on_sigterm(start: Start, rasa: StubRasa, settings: Settings) -> None:
    """On SIGTERM the turn under way is still answered, its event written, and the process ends."""
    rasa.plan = [Behaviour(delay=0.6)]
    process, port = start()
    answers: list[Any] = []
    asking = threading.Thread(
        target=lambda: answers.append(_call(port, "POST", "/chat", {"sender": "an", "message": "khai sinh"}))
    )
    asking.start()
    while not rasa.received:
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    asking.join()
    assert answers == [(200, [{"text": "vâng: khai sinh"}])]
    assert process.wait(10) in (0, -signal.SIGTERM)
    log = (settings.var / "door.log").read_text("utf-8")
    assert "khai sinh" not in log
    assert all(json.loads(line)["level"] for line in log.splitlines())


def test_kill_in_the_middle_keeps_one_turn(start: Start, rasa: StubRasa) -> None:
    """After kill -9 of the door in the middle of a turn the resent id is answered, and stored once."""
    rasa.plan = [Behaviour(delay=0.6)]
    process, port = start()
    body = {"sender": "an", "message": "khai sinh", "id": "m1"}

    def lost() -> None:
        try:
            _call(port, "POST", "/chat", body)
        except (OSError, http.client.HTTPException):
            pass

    asking = threading.Thread(target=lost)
    asking.start()
    while not rasa.received:
        time.sleep(0.01)
    process.kill()
    asking.join()
    time.sleep(0.7)
    _, port = start()
    assert _call(port, "POST", "/chat", body) == (200, [{"text": "vâng: khai sinh"}])
    assert rasa.turns("an") == ["m1"]


def test_large_body_gets_its_answer(start: Start) -> None:
    """A client that sends 100 kB reads the reason, not a broken connection."""
    _, port = start()
    status, data = _call(port, "POST", "/chat", {"sender": "an", "message": "a" * 100_000})
    assert (status, list(data)) == (413, ["error"])


def test_unusable_folder_is_told(tmp_path: Path) -> None:
    """State that cannot be opened ends the start with a sentence that names the folder."""
    (tmp_path / "secret").write_bytes(b"cut short")
    environ = {**os.environ, "MOTCUA_VAR": str(tmp_path), "MOTCUA_PORT": str(free_port())}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "serve"], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 1
    assert str(tmp_path) in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_settings_are_told() -> None:
    """A setting that is wrong ends the start with a sentence, not with a stack trace."""
    for name, value in (("MOTCUA_PORT", "x"), ("MOTCUA_PROXIES", "nginx")):
        done = subprocess.run(
            [sys.executable, "-m", "bot", "serve"],
            cwd=ROOT,
            env={**os.environ, name: value},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 2
        assert "Cài đặt" in done.stderr
        assert "Traceback" not in done.stderr
