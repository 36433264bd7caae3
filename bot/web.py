"""What every HTTP answer of the door has in common: bounded bodies, addresses, JSON, security headers, access log."""

import json
import logging
import re
import secrets
import time
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import wording
from bot.limits import Network, believed
from bot.logs import request_id
from bot.messages import Rejected
from bot.metrics import Metrics

access = logging.getLogger("bot.access")

#: How much of a body that is too big is read and thrown away, so that the client gets to read the answer.
_DISCARD = 1024 * 1024

_NO_STORE = (b"cache-control", b"no-store")
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)


def security_headers(sites: Iterable[str] = (), styles: Iterable[str] = ()) -> dict[str, str]:
    """Return the headers of every answer: only `sites` may frame a page, only `styles` (hashes) may stand in it."""
    framed_by, styled_by = (" ".join(["'self'", *sorted(each)]) for each in (sites, styles))
    headers = {
        "Content-Security-Policy": (
            f"default-src 'none'; script-src 'self'; style-src {styled_by}; img-src 'self'; "
            "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
            f"frame-ancestors {framed_by}; require-trusted-types-for 'script'; trusted-types 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    if framed_by == "'self'":  # the old header cannot list sites
        headers["X-Frame-Options"] = "SAMEORIGIN"
    return headers


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


class Shell:
    """ASGI middleware, outermost: request id, security headers, metrics and one access log line without any text."""

    def __init__(
        self,
        app: ASGIApp,
        metrics: Metrics,
        routes: frozenset[str],
        security: Mapping[str, str] | None = None,
        proxies: tuple[Network, ...] = (),
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._routes = routes
        found = security_headers() if security is None else security
        self._security = [(name.lower().encode(), value.encode()) for name, value in found.items()]
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        identity = self._given_id(scope) or secrets.token_hex(6)
        request_id.set(identity)
        status, ended = 0, False

        async def send_with_headers(message: Message) -> None:
            nonlocal status, ended
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message["headers"] = [*message["headers"], *self._security]
                headers.append((b"x-request-id", identity.encode()))
                if "cache-control" not in MutableHeaders(raw=headers):
                    headers.append(_NO_STORE)
            elif message["type"] == "http.response.body":
                ended = not message.get("more_body", False)
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception:
            logging.getLogger(__name__).exception("request %s failed", identity)
            if not status:
                await error_response(500, wording.FAILED)(scope, receive, send_with_headers)
            elif not ended:
                raise  # half an answer is out: only the server can cut it
        finally:
            path = self._route(scope["path"])
            self._metrics.count("motcua_requests_total", route=path, status=str(status))
            if access.isEnabledFor(logging.INFO):
                milliseconds = (time.perf_counter() - started) * 1000
                access.info(
                    '{"id":"%s","method":"%s","path":"%s","status":%d,"ms":%.1f}',
                    identity,
                    scope["method"] if scope["method"].isalpha() else "?",
                    path,
                    status,
                    milliseconds,
                )

    def _route(self, path: str) -> str:
        """Return the name that a path has in logs and numbers, which never hold what a caller made up."""
        if path in self._routes:
            return path
        parent = path[: path.rfind("/") + 1] + "{code}"
        return parent if parent in self._routes else "other"

    def _given_id(self, scope: Scope) -> str | None:
        """Return the request id that a believed proxy has given."""
        peer = (scope.get("client") or ("",))[0]
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"").decode("latin-1")
        return given if _REQUEST_ID.fullmatch(given) and believed(peer, self._proxies) else None
