"""The front door's HTTP face: the plain API, the chat page with its own endpoints, health and metrics."""

import hmac
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot import wording
from bot.buttons import resolve
from bot.door import Door
from bot.limits import Limiter, address_key, client_address, is_loopback
from bot.messages import Rejected, commune_code, parse_chat, parse_widget
from bot.messages import Request as Incoming
from bot.page import FOLDER, page
from bot.replies import Reply
from bot.settings import Settings
from bot.web import Shell, body_of, check_origin, error_response, json_response

COOKIE = "motcua"

Endpoint = Callable[[Request], Awaitable[Response]]


class Face:
    """The endpoints over one door."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self._settings = door.settings
        self._sessions = Limiter(door.settings.session_per_minute)
        self._addresses = Limiter(door.settings.address_per_minute)
        self._assets = {
            name: ((FOLDER / name).read_bytes(), kind)
            for name, kind in (("chat.js", "text/javascript"), ("chat.css", "text/css"), ("icon.svg", "image/svg+xml"))
        }

    def routes(self) -> dict[str, tuple[str, Endpoint]]:
        """Return method and endpoint of each path."""
        return {
            "/chat": ("POST", self.chat),
            "/healthz": ("GET", self.healthz),
            "/readyz": ("GET", self.readyz),
            "/metrics": ("GET", self.metrics),
            "/": ("GET", self.home),
            "/widget/chat": ("POST", self.widget_chat),
            "/widget/form": ("POST", self.widget_form),
            "/widget/chat.js": ("GET", self.asset),
            "/widget/chat.css": ("GET", self.asset),
            "/widget/icon.svg": ("GET", self.asset),
            "/favicon.ico": ("GET", self.favicon),
        }

    async def chat(self, request: Request) -> Response:
        """Answer a trusted caller: {"sender", "message", "id"?, "commune"?} -> a list of replies."""
        self._require_trust(request)
        check_origin(request)
        incoming = parse_chat(await body_of(request, self._settings.body_limit))
        return json_response(await self.door.take(incoming, "chat"))

    async def widget_chat(self, request: Request) -> Response:
        """Answer the chat page: {"message" | "button", "id"?, "commune"?} -> a list of replies."""
        check_origin(request)
        session, fresh = self._session(request)
        self._limit(request, session)
        body = await body_of(request, self._settings.body_limit)
        incoming = parse_widget(body, f"web-{session}")
        response = json_response(await self.door.take(incoming, "widget"))
        if fresh:
            self._set_session(request, response, fresh)
        return response

    async def widget_form(self, request: Request) -> Response:
        """Answer the page's form in a browser without a script, with a whole page."""
        check_origin(request)
        session, fresh = self._session(request)
        self._limit(request, session)
        body = await body_of(request, self._settings.body_limit)
        fields = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        if not hmac.compare_digest(fields.get("token", "").encode(), self.door.signer.form_token(session).encode()):
            return RedirectResponse("/", 303)  # a session that has ended: begin again on a fresh page
        sender, commune, button = f"web-{session}", commune_code(fields.get("commune")), fields.get("button")
        incoming = Incoming(sender, fields.get("message", ""), fields.get("id", "")[:128] or None, commune, button)
        replies = await self.door.take(incoming, "widget")
        chosen = resolve(self.door.journal, sender, button) if button else None
        question = chosen.title if chosen else incoming.message.strip()
        response = self._page(session, commune, question, replies)
        if fresh:
            self._set_session(request, response, fresh)
        return response

    async def home(self, request: Request) -> Response:
        """Show the chat page, and begin a session."""
        session, fresh = self._session(request)
        response = self._page(session, commune_code(request.query_params.get("commune")))
        if fresh:
            self._set_session(request, response, fresh)
        return response

    async def asset(self, request: Request) -> Response:
        """Send one of the page's own files."""
        content, kind = self._assets[request.url.path.rpartition("/")[2]]
        return Response(content, media_type=kind, headers={"Cache-Control": "public, max-age=300"})

    async def favicon(self, request: Request) -> Response:
        """Lead browsers that ask for the old name to the icon."""
        return RedirectResponse("/widget/icon.svg", 308)

    async def healthz(self, request: Request) -> Response:
        """Say that this process lives."""
        return json_response({"status": "ok"})

    async def readyz(self, request: Request) -> Response:
        """Say whether questions can be answered now; 503 with the reasons when not."""
        reasons = await self.door.health.reasons()
        return json_response({"status": "unready" if reasons else "ready", "reasons": reasons}, 503 if reasons else 200)

    async def metrics(self, request: Request) -> Response:
        """Show the numbers in the Prometheus text format."""
        metrics = self.door.metrics
        metrics.gauge("motcua_waiting", self.door.lanes.waiting)
        metrics.gauge("motcua_events_dropped_total", self.door.events.dropped)
        return Response(metrics.text(), media_type="text/plain; version=0.0.4")

    def _page(
        self, session: str, commune: str | None, question: str | None = None, replies: list[Reply] | None = None
    ) -> Response:
        token = self.door.signer.form_token(session)
        return HTMLResponse(
            page(token=token, message_id=secrets.token_hex(8), commune=commune, question=question, replies=replies)
        )

    def _address(self, request: Request) -> str:
        peer = request.client.host if request.client else "127.0.0.1"
        return client_address(peer, request.headers.get("x-forwarded-for"), self._settings.proxy_networks)

    def _require_trust(self, request: Request) -> None:
        if is_loopback(self._address(request)):
            return
        token, given = self._settings.api_token, request.headers.get("authorization", "")
        if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            raise Rejected(403, wording.NOT_TRUSTED)

    def _limit(self, request: Request, session: str) -> None:
        address = self._address(request)
        wait = 0 if is_loopback(address) else self._addresses.wait(address_key(address))
        wait = wait or self._sessions.wait(session)
        if wait:
            self.door.metrics.count("motcua_limited_total")
            raise Rejected(429, wording.TOO_MANY.format(seconds=wait), {"Retry-After": str(wait)})

    def _session(self, request: Request) -> tuple[str, str | None]:
        """Return the session's id, and a fresh cookie to set when the request brought none that is right."""
        session = self.door.signer.session(request.cookies.get(COOKIE))
        if session:
            return session, None
        cookie = self.door.signer.new_session()
        session = self.door.signer.session(cookie)
        assert session
        return session, cookie

    def _set_session(self, request: Request, response: Response, cookie: str) -> None:
        response.set_cookie(
            COOKIE,
            cookie,
            max_age=self._settings.session_days * 86400,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )


def create_app(settings: Settings | None = None) -> ASGIApp:
    """Return the whole front door as an ASGI application."""
    door = Door(settings or Settings())
    face = Face(door)
    routes = face.routes()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        door.open()
        try:
            yield
        finally:
            await door.close()

    app = Starlette(
        routes=[Route(path, endpoint, methods=[method]) for path, (method, endpoint) in routes.items()],
        exception_handlers={Rejected: _rejected, HTTPException: _http_error, Exception: _failed},
        lifespan=lifespan,
    )
    return Shell(app, door.metrics, frozenset(routes))


async def _rejected(request: Request, error: Exception) -> Response:
    assert isinstance(error, Rejected)
    return error_response(error.status, error.reason, error.headers)


async def _failed(request: Request, error: Exception) -> Response:
    return error_response(500, wording.FAILED)  # what it was stands in the log


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    reason = {404: wording.NOT_FOUND, 405: wording.WRONG_METHOD}.get(error.status_code, wording.FAILED)
    return error_response(error.status_code, reason, error.headers)
