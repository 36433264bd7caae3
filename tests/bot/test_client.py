"""Talking to the door from a terminal and from a program."""

import io
import json
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from bot.__main__ import main
from bot.app import create_app
from bot.client import DoorClient, ask, chat, once
from bot.settings import Settings
from tests.bot.stub_rasa import Behaviour, StubRasa, free_port


@pytest.fixture
def client(settings: Settings) -> Iterator[DoorClient]:
    """A client of a real door, on a free port."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=port, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield DoorClient(f"http://127.0.0.1:{port}/")
    server.should_exit = True
    thread.join()


def test_ask_answers_line_by_line(client: DoorClient, rasa: StubRasa) -> None:
    """Each line in gives one JSON list out, refusals too; empty lines are passed over."""
    lines = io.StringIO('{"sender": "an", "message": "khai sinh"}\n\n{"sender": 1, "message": "x"}\n')
    out, err = io.StringIO(), io.StringIO()
    assert ask(client, lines, out, err) == 0
    first, second = map(json.loads, out.getvalue().splitlines())
    assert first == [{"text": "vâng: khai sinh"}]
    assert second[0]["custom"]["kind"] == "failure"
    assert "sender" in second[0]["text"]
    assert err.getvalue() == ""


def test_ask_names_a_bad_line(client: DoorClient) -> None:
    """A line that is no JSON object stops with its number."""
    err = io.StringIO()
    assert ask(client, io.StringIO("[]\n"), io.StringIO(), err) == 2
    assert "Dòng 1" in err.getvalue()


def test_chat_presses_numbered_buttons(client: DoorClient, rasa: StubRasa) -> None:
    """A number presses the button of the last answer; without buttons it is text."""
    rasa.plan = [Behaviour(replies=[{"text": "chọn", "buttons": [{"title": "Có", "payload": "/affirm"}]}])]
    out = io.StringIO()
    assert chat(client, io.StringIO("khai sinh\n1\n1\n"), out, io.StringIO()) == 0
    assert "[1] Có" in out.getvalue()
    assert [body["message"] for body in rasa.received] == ["khai sinh", "/affirm", "1"]
    assert len({body["sender"] for body in rasa.received}) == 1


def test_one_question(client: DoorClient, rasa: StubRasa) -> None:
    """One question prints its answer as text."""
    rasa.plan = [Behaviour(replies=[{"text": "chọn", "buttons": [{"title": "Có", "payload": "/affirm"}]}])]
    out = io.StringIO()
    assert once(client, "khai sinh", out, io.StringIO()) == 0
    assert out.getvalue() == "chọn\n  – Có\n"


def test_door_that_is_down(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a door all three say how to start it, and fail."""
    url = f"http://127.0.0.1:{free_port()}"
    monkeypatch.setattr("sys.stdin", io.StringIO('{"sender": "an", "message": "x"}\n'))
    for arguments in (["ask", "--json"], ["ask", "câu hỏi"], ["chat"]):
        monkeypatch.setattr("sys.stdin", io.StringIO('{"sender": "an", "message": "x"}\n'))
        assert main([*arguments, "--door", url]) == 1
        assert "make run" in capsys.readouterr().err


def test_ask_wants_one_of_two(capsys: pytest.CaptureFixture[str]) -> None:
    """A question and --json together, or neither, is an error of use."""
    for arguments in (["ask"], ["ask", "--json", "câu hỏi"]):
        with pytest.raises(SystemExit):
            main(arguments)
    assert "--json" in capsys.readouterr().err


def test_address_of_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """MOTCUA_DOOR, else this machine's MOTCUA_PORT, else port 8000."""
    monkeypatch.delenv("MOTCUA_DOOR", raising=False)
    monkeypatch.delenv("MOTCUA_PORT", raising=False)
    assert DoorClient().url == "http://127.0.0.1:8000"
    monkeypatch.setenv("MOTCUA_PORT", "9000")
    assert DoorClient().url == "http://127.0.0.1:9000"
    monkeypatch.setenv("MOTCUA_DOOR", "http://door.test/")
    assert DoorClient().url == "http://door.test"
