"""A stand-in for Rasa and the action server: real HTTP on a free loopback port, and failures on demand.

Also a program for benches: `python tests/bot/stub_rasa.py PORT` answers a card until it is killed.
"""

import json
import socket
import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote


@dataclass
class Behaviour:
    """What the stand-in does with one message: wait, store the turn or not, then answer or cut the connection."""

    replies: list[dict[str, Any]] | None = None
    delay: float = 0.0
    stores: bool = True
    cut: bool = False
    status: int = 200
    body: bytes | None = None


@dataclass
class StubRasa:
    """Its answers echo the message; `plan` holds the behaviours of the next messages, in order."""

    port: int = 0
    plan: list[Behaviour] = field(default_factory=list)
    default: Behaviour = field(default_factory=Behaviour)
    healthy: bool = True
    received: list[dict[str, Any]] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    trackers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _server: "_Server | None" = None

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "StubRasa":
        """Listen, on the same port as before after a stop."""
        self._server = _Server(("127.0.0.1", self.port), self)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def stop(self) -> None:
        """Stop listening and cut every connection, as a killed process does."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server.cut_all()
            self._server = None

    def turns(self, sender: str) -> list[str]:
        """Return the ids of the turns that are stored for a sender."""
        return [event["metadata"]["id"] for event in self.trackers.get(sender, []) if event["event"] == "user"]

    def handle(self, body: dict[str, Any]) -> tuple[Behaviour, list[dict[str, Any]]]:
        """Take one message; return what to do with it and its replies."""
        self.received.append(body)
        behaviour = self.plan.pop(0) if self.plan else self.default
        replies = behaviour.replies if behaviour.replies is not None else [{"text": f"vâng: {body['message']}"}]
        if behaviour.delay:
            time.sleep(behaviour.delay)
        if behaviour.stores:
            events = self.trackers.setdefault(body["sender"], [{"event": "action", "name": "action_session_start"}])
            events.append({"event": "user", "text": body["message"], "metadata": {**body["metadata"], "model_id": "m"}})
            for reply in replies:
                data = {"buttons": reply.get("buttons"), "custom": reply.get("custom"), "image": None}
                events.append({"event": "bot", "text": reply.get("text"), "data": data, "metadata": {}})
        return behaviour, [{"recipient_id": body["sender"], **reply} for reply in replies]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], stub: StubRasa) -> None:
        self.stub = stub
        self._sockets: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._sockets.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._sockets.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: connections are cut on purpose here."""

    def cut_all(self) -> None:
        for connection in list(self._sockets):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        stub = self.server.stub
        if self.path.startswith("/conversations/"):
            sender = unquote(self.path.split("/")[2])
            stub.looks.append(sender)
            self._send(200, json.dumps({"sender_id": sender, "events": stub.trackers.get(sender, [])}).encode())
        else:
            self._send(200 if stub.healthy else 503, b'{"status":"ok"}')

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.endswith("/tracker/events"):  # as our tracker store: a restart forgets
            stub = self.server.stub
            if body == [{"event": "restart"}] and stub.healthy:
                stub.trackers.pop(unquote(self.path.split("/")[2]), None)
            self._send(200 if stub.healthy else 503, b"{}")
            return
        behaviour, replies = self.server.stub.handle(body)
        if behaviour.cut:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._send(behaviour.status, behaviour.body if behaviour.body is not None else json.dumps(replies).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def free_port() -> int:
    """Return a port where nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    stub = StubRasa(port=int(sys.argv[1]))
    card = {"kind": "guide", "code": "1.001193", "where": [{"name": "nơi nộp " * 20}] * 5, "papers": ["giấy " * 20] * 8}
    buttons = [{"title": f"Nút {n}", "payload": f'/pick{{"code": "{n}"}}'} for n in range(3)]
    stub.default = Behaviour(replies=[{"text": "Dạ, " + "câu trả lời " * 60, "buttons": buttons}, {"custom": card}])
    stub.start()
    threading.Event().wait()
