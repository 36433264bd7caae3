"""`python -m bot chat` and `python -m bot ask`: talk to a running front door from a terminal or a program."""

import http.client
import json
import os
import secrets
import sys
from typing import Any, TextIO
from urllib.parse import urlsplit

DEFAULT_DOOR = "http://127.0.0.1:8000"
_TIMEOUT = 90.0

HOW_TO_START = "Chưa thấy Một Cửa chạy ở {url}. Mở một cửa sổ khác và chạy: make run"
WELCOME = "Dạ, em chào anh/chị. Anh/chị cần làm thủ tục gì ạ? (Gõ số để chọn nút, Ctrl-D để thôi.)"


class DoorDown(Exception):
    """Nothing answers at the door's address."""


class DoorClient:
    """A connection to POST /chat."""

    def __init__(self, url: str | None = None) -> None:
        port = os.environ.get("MOTCUA_PORT")
        own = f"http://127.0.0.1:{port}" if port else DEFAULT_DOOR
        self.url = (url or os.environ.get("MOTCUA_DOOR") or own).rstrip("/")
        self._token = os.environ.get("MOTCUA_API_TOKEN", "")

    def ask(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the door's replies; a refusal becomes one reply with its reason. Raises DoorDown."""
        headers = {"Content-Type": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        parts = urlsplit(self.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=_TIMEOUT)
        try:
            connection.request("POST", f"{parts.path}/chat", json.dumps(body).encode(), headers)
            data = json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise DoorDown(f"{self.url}: {error or type(error).__name__}") from error
        finally:
            connection.close()
        if isinstance(data, list):
            return data
        reason = data.get("error", "") if isinstance(data, dict) else ""
        return [{"text": reason, "custom": {"kind": "failure", "reason": "rejected"}}]


def ask(client: DoorClient, lines: TextIO, out: TextIO, err: TextIO) -> int:
    """Answer one JSON object {"sender", "message"} a line with one JSON list a line; return the exit status."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            body = json.loads(line)
            if not isinstance(body, dict):
                raise ValueError("not an object")
        except ValueError as error:
            print(f"Dòng {number} không phải là một đối tượng JSON: {error}", file=err)
            return 2
        # With an id of our own, a line whose connection broke may be sent again without being asked twice.
        body.setdefault("id", secrets.token_hex(8))
        try:
            replies = _ask_twice(client, body)
        except DoorDown as down:
            print(f"{HOW_TO_START.format(url=client.url)}\n({down})", file=err)
            return 1
        print(json.dumps(replies, ensure_ascii=False), file=out, flush=True)
    return 0


def chat(client: DoorClient, lines: TextIO, out: TextIO, err: TextIO) -> int:
    """Talk in a terminal: answers with numbered buttons, a number presses one; return the exit status."""
    sender = f"terminal-{secrets.token_hex(6)}"
    interactive = lines.isatty()
    choices: list[dict[str, str]] = []
    print(WELCOME, file=out)
    while True:
        if interactive:
            print("\nAnh/chị: ", end="", file=out, flush=True)
        line = lines.readline()
        if not line:
            print("\nDạ, em chào anh/chị.", file=out)
            return 0
        text = line.strip()
        if text.isascii() and text.isdigit() and 1 <= int(text) <= len(choices):
            text = choices[int(text) - 1]["payload"]
        try:
            replies = _ask_twice(client, {"sender": sender, "message": text, "id": secrets.token_hex(8)})
        except DoorDown:
            print(HOW_TO_START.format(url=client.url), file=err)
            return 1
        choices = []
        for reply in replies:
            print(f"\nTrợ lý: {reply.get('text', '')}", file=out)
            for button in reply.get("buttons", []):
                choices.append(button)
                print(f"  [{len(choices)}] {button['title']}", file=out)
        out.flush()


def once(client: DoorClient, question: str, out: TextIO, err: TextIO) -> int:
    """Ask one question and print the answer as text; return the exit status."""
    try:
        replies = _ask_twice(client, {"sender": f"terminal-{secrets.token_hex(6)}", "message": question})
    except DoorDown:
        print(HOW_TO_START.format(url=client.url), file=err)
        return 1
    for reply in replies:
        print(reply.get("text", ""), file=out)
        for button in reply.get("buttons", []):
            print(f"  – {button['title']}", file=out)
    return 0


def _ask_twice(client: DoorClient, body: dict[str, Any]) -> list[dict[str, Any]]:
    try:
        return client.ask(body)
    except DoorDown:
        return client.ask(body)


def run_ask(url: str | None, question: str | None) -> int:
    """Run `once` for a question, else `ask`, on the standard streams."""
    if question is not None:
        return once(DoorClient(url), question, sys.stdout, sys.stderr)
    return ask(DoorClient(url), sys.stdin, sys.stdout, sys.stderr)


def run_chat(url: str | None) -> int:
    """Run `chat` on the standard streams."""
    try:
        return chat(DoorClient(url), sys.stdin, sys.stdout, sys.stderr)
    except KeyboardInterrupt:
        return 0
