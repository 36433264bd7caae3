"""A stand-in for Telegram's Bot API: real HTTP on a free loopback port, update queue and offset as Telegram keeps them.

`say`, `press` and `push` put updates into the queue as people would; `sent` holds what the bot said. `fail` plans what
happens to the next calls of a method.
"""

import asyncio
import email
import email.policy
import itertools
import json
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

#: No token of Telegram's own shape.
TOKEN = "4242:stand-in-token"
BOT = {"id": 4242, "is_bot": True, "first_name": "Một Cửa", "username": "motcua_bot"}


@dataclass
class Failure:
    """What happens to one call: an HTTP status, a flood limit, a cut connection, before or after it took effect."""

    status: int = 0
    retry_after: float = 0
    description: str = "failed on purpose"
    cut: bool = False
    works: bool = False
    delay: float = 0


@dataclass
class BotApi:
    """The server; every attribute may be read by tests while it runs."""

    port: int = 0
    token: str = TOKEN
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    sent: dict[int, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    queue: list[dict[str, Any]] = field(default_factory=list)
    plans: dict[str, list[Failure]] = field(default_factory=lambda: defaultdict(list))
    strict_html: bool = True
    redeliver: bool = False
    blocked: set[int] = field(default_factory=set)
    webhook: dict[str, Any] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1000))
    _messages: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Its address, for MOTCUA_TELEGRAM_API."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "BotApi":
        """Listen, on the same port as before after a stop."""
        app = Starlette(routes=[Route("/bot{token}/{method}", self._call, methods=["GET", "POST"])])
        config = uvicorn.Config(
            app, host="127.0.0.1", port=self.port, log_level="critical", lifespan="off", timeout_graceful_shutdown=0
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]
        return self

    def stop(self) -> None:
        """Stop listening and cut every connection."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = self._server.force_exit = True
            self._thread.join(10)
            self._server = None

    # What people do.

    def say(self, chat: int, text: str, **more: Any) -> int:
        """A person of the same number writes in a private chat; returns the update's number."""
        return self.message(chat, text=text, **more)

    def message(self, chat: int, *, edited: bool = False, group: bool = False, user: int = 0, **content: Any) -> int:
        """A message with this content arrives; a command gets its entity."""
        text = content.get("text", "")
        if text.startswith("/") and "entities" not in content:
            length = len(text.split()[0])
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        message = {
            "message_id": next(self._messages),
            "date": int(time.time()),
            "chat": {"id": chat, "type": "supergroup", "title": "Nhóm"} if group else {"id": chat, "type": "private"},
            "from": {"id": user or chat, "is_bot": False, "first_name": "Trần Văn Kín"},
            **content,
        }
        if edited:
            message["edit_date"] = int(time.time())
        return self.push({"edited_message" if edited else "message": message})

    def press(self, chat: int, data: str, *, user: int = 0, message: int = 7, group: bool = False) -> int:
        """Somebody presses a button under a message of the bot."""
        kind = "supergroup" if group else "private"
        under = {"message_id": message, "date": int(time.time()), "chat": {"id": chat, "type": kind}, "from": BOT}
        query = {
            "id": f"q{next(self._messages)}",
            "from": {"id": user or chat, "is_bot": False, "first_name": "Trần Văn Kín"},
            "chat_instance": "1",
            "message": under,
            "data": data,
        }
        return self.push({"callback_query": query})

    def push(self, content: dict[str, Any], number: int | None = None) -> int:
        """Put an update into the queue; returns its number."""
        number = next(self._numbers) if number is None else number
        self.queue.append({"update_id": number, **content})
        return number

    def fail(self, method: str, *failures: Failure) -> None:
        """Plan what happens to the next calls of a method."""
        self.plans[method] += failures

    # What the bot did.

    def texts(self, chat: int) -> list[str]:
        """Return what the bot said in a chat."""
        return [each.get("text", each.get("caption", "")) for each in self.sent[chat]]

    def buttons(self, chat: int) -> list[dict[str, Any]]:
        """Return all buttons of the bot's last message in a chat."""
        markup = self.sent[chat][-1].get("reply_markup") or {"inline_keyboard": []}
        return [button for row in markup["inline_keyboard"] for button in row]

    def count(self, method: str) -> int:
        """Return how often a method was called."""
        return sum(name == method for name, _ in self.calls)

    # The API.

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        data = await _fields(request)
        if request.path_params["token"] != self.token:
            return _error(401, "Unauthorized")
        self.calls.append((method, data))
        plan = self.plans[method].pop(0) if self.plans[method] else None
        if plan is not None:
            await asyncio.sleep(plan.delay)
            if plan.works:
                await self._do(method, data)
            if plan.cut:
                return _Cut()
            if plan.retry_after:
                return _error(429, "Too Many Requests", {"retry_after": plan.retry_after})
            if plan.status:
                return _error(plan.status, plan.description)
        return await self._do(method, data)

    async def _do(self, method: str, data: dict[str, Any]) -> Response:
        if method == "getMe":
            return _ok(BOT)
        if method == "getUpdates":
            return await self._updates(data)
        if method in ("sendMessage", "sendDocument"):
            return self._send(data)
        if method == "setWebhook":
            self.webhook = data
        if method == "deleteWebhook":
            self.webhook = {}
        return _ok(True)

    async def _updates(self, data: dict[str, Any]) -> Response:
        if self.webhook:
            return _error(409, "Conflict: can't use getUpdates method while webhook is active")
        offset = data.get("offset")
        if offset is not None and not self.redeliver:
            self.queue[:] = [update for update in self.queue if update.get("update_id", offset) >= offset]
        until = time.monotonic() + min(float(data.get("timeout", 0)), 30.0)
        while not self.queue and time.monotonic() < until:  # noqa: ASYNC110 (filled by another thread)
            await asyncio.sleep(0.01)
        if self.redeliver:
            await asyncio.sleep(0.05)
        return _ok(self.queue[: int(data.get("limit", 100))])

    def _send(self, data: dict[str, Any]) -> Response:
        chat = data["chat_id"]
        if chat in self.blocked:
            return _error(403, "Forbidden: bot was blocked by the user")
        text = data.get("text", "")
        if "document" not in data and not text.strip():
            return _error(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > 4096 and data.get("parse_mode") is None:
            return _error(400, "Bad Request: message is too long")
        for row in (data.get("reply_markup") or {"inline_keyboard": []})["inline_keyboard"]:
            for button in row:
                if len(button.get("callback_data", "").encode()) > 64:
                    return _error(400, "Bad Request: BUTTON_DATA_INVALID")
        self.times.append(time.monotonic())
        self.sent[chat].append(data)
        return _ok(
            {"message_id": next(self._messages), "date": int(time.time()), "chat": {"id": chat, "type": "private"}}
        )


class _Cut(Response):
    """An answer that never comes: the connection is closed instead."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"100")]})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})
        raise ConnectionAbortedError


def _ok(result: Any) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _error(status: int, description: str, parameters: dict[str, Any] | None = None) -> Response:
    body = {"ok": False, "error_code": status, "description": description}
    return JSONResponse(body | ({"parameters": parameters} if parameters else {}), status)


async def _fields(request: Request) -> dict[str, Any]:
    """Return the parameters of a call, each as JSON where it is some; a file as {"name", "content"}."""
    body, kind = await request.body(), request.headers.get("content-type", "")
    if not kind.startswith("multipart/"):
        return {name: _value(value) for name, value in parse_qsl(body.decode())}
    head = f"Content-Type: {kind}\r\n\r\n".encode()
    found: dict[str, Any] = {}
    for part in email.message_from_bytes(head + body, policy=email.policy.HTTP).iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_payload(decode=True)
        filename = part.get_filename()
        found[name] = {"name": filename, "content": content} if filename else _value(content.decode())
    return found


def _value(text: str) -> Any:
    try:
        return json.loads(text) if text[:1] in "{[-0123456789tf" else text
    except ValueError:
        return text
