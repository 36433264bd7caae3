"""What every HTTP answer of the door has in common: bounded bodies, addresses, JSON, security headers, access log."""

import json
import logging
import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import wording
from bot.messages import Rejected
from bot.metrics import Metrics

access = logging.getLogger("bot.access")

#: How much of a body that is too big is read and thrown away, so that the client gets to read the answer.
_DISCARD = 1024 * 1024

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_SECURITY = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
_NO_STORE = (b"cache-control", b"no-store")


def json_response(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return `data` as JSON in UTF-8."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Response(body, status, headers, media_type="application/json")


def error_response(status: int, reason: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return {"error": reason}."""
    return json_response({"error": reason}, status, headers)


async def body_of(request: Request, limit: int) -> bytes:
    """Return the request's body; raises Rejected (413) when it has more than `limit` bytes."""
    too_big = Rejected(413, wording.TOO_BIG.format(kilobytes=limit // 1024), {"Connection": "close"})
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > limit + _DISCARD:
        raise too_big
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit + _DISCARD:
            raise too_big
        if size <= limit:
            parts.append(part)
    if size > limit:
        raise too_big
    return b"".join(parts)


def check_origin(request: Request) -> None:
    """Refuse a browser's request that another site's page has made; raises Rejected (403)."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise Rejected(403, wording.FOREIGN_ORIGIN)


class Shell:
    """ASGI middleware, outermost: request id, security headers, metrics and one access log line without any text."""

    def __init__(self, app: ASGIApp, metrics: Metrics, routes: frozenset[str]) -> None:
        self._app = app
        self._metrics = metrics
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = secrets.token_hex(6)
        status, ended = 0, False

        async def send_with_headers(message: Message) -> None:
            nonlocal status, ended
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message["headers"] = [*message["headers"], *_SECURITY]
                headers.append((b"x-request-id", request_id.encode()))
                if "cache-control" not in MutableHeaders(raw=headers):
                    headers.append(_NO_STORE)
            elif message["type"] == "http.response.body":
                ended = not message.get("more_body", False)
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception:
            logging.getLogger(__name__).exception("request %s failed", request_id)
            if not status:
                await error_response(500, wording.FAILED)(scope, receive, send_with_headers)
            elif not ended:
                raise  # half an answer is out: only the server can cut it
        finally:
            path = scope["path"] if scope["path"] in self._routes else "other"
            self._metrics.count("motcua_requests_total", route=path, status=str(status))
            if access.isEnabledFor(logging.INFO):
                milliseconds = (time.perf_counter() - started) * 1000
                access.info(
                    '{"id":"%s","method":"%s","path":"%s","status":%d,"ms":%.1f}',
                    request_id,
                    scope["method"] if scope["method"].isalpha() else "?",
                    path,
                    status,
                    milliseconds,
                )
