"""The front door's HTTP face: which address leads where."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.assets import load_assets
from bot.chatting import Chatting
from bot.door import Door
from bot.guard import Guard
from bot.messages import Rejected, parse_chat
from bot.notices import Notices
from bot.pages import Pages
from bot.settings import Settings
from bot.sites import check_origin
from bot.templating import Templates
from bot.web import Shell, body_of, json_response, security_headers

if TYPE_CHECKING:
    from bot.telegram.channel import Telegram

Endpoint = Callable[[Request], Awaitable[Response]]


class Face:
    """The plain API, health and metrics over one door, with the chat and the guide pages beside them."""

    def __init__(self, door: Door, telegram: "Telegram | None" = None) -> None:
        self.door = door
        self._telegram = telegram
        self._settings = door.settings
        self._guard = Guard(door)
        self._assets = load_assets()
        self.templates = Templates(self._assets)
        self.pages = Pages(door.settings, self.templates, self._guard)
        self.chatting = Chatting(door, self._guard, self.templates, self.pages)

    def routes(self) -> list[Route]:
        """Return every address. Pages that hold no secret are compressed; assets are compressed already."""
        chatting, pages = self.chatting, self.pages
        open_pages: dict[str, Endpoint] = {
            "/thu-tuc": pages.guides,
            "/thu-tuc/{code}": pages.guide,
            "/phieu/{code}": pages.checklist,
            "/qr/{code}": pages.qr,
            "/robots.txt": pages.robots,
            "/sitemap.xml": pages.sitemap,
        }
        shared: dict[str, tuple[str, Endpoint]] = {
            "/widget/chat": ("POST", chatting.send),
            "/widget/feedback": ("POST", chatting.feedback),
            "/widget/forget": ("POST", chatting.forget),
            "/widget/state": ("GET", chatting.state),
        }
        own: dict[str, tuple[str, Endpoint]] = {
            "/chat": ("POST", self.chat),
            "/healthz": ("GET", self.healthz),
            "/readyz": ("GET", self.readyz),
            "/metrics": ("GET", self.metrics),
            "/": ("GET", chatting.home),
            "/widget/form": ("POST", chatting.form),
            "/favicon.ico": ("GET", self.favicon),
            "/widget.js": ("GET", self.asset),
            **{f"/widget/{name}": ("GET", self.asset) for name in self._assets},
        }
        packed = [Middleware(GZipMiddleware, minimum_size=1000)]
        return [
            *(Route(path, endpoint, methods=["GET"], middleware=packed) for path, endpoint in open_pages.items()),
            *(Route(path, endpoint, methods=[method]) for path, (method, endpoint) in (shared | own).items()),
            *(Route(path, chatting.preflight, methods=["OPTIONS"]) for path in shared),
        ]

    async def chat(self, request: Request) -> Response:
        """Answer a trusted caller: {"sender", "message", "id"?, "commune"?} -> a list of replies."""
        self._guard.require_trust(request)
        check_origin(request)
        incoming = parse_chat(await body_of(request, self._settings.body_limit))
        return json_response(await self.door.take(incoming, "chat"))

    async def asset(self, request: Request) -> Response:
        """Send one of the files that browsers load."""
        return self._assets[request.url.path.rpartition("/")[2]].response(request)

    async def favicon(self, request: Request) -> Response:
        """Lead browsers that ask for the old name to the icon."""
        return RedirectResponse("/widget/icon.svg", 308)

    async def healthz(self, request: Request) -> Response:
        """Say that this process lives."""
        return json_response({"status": "ok"})

    async def readyz(self, request: Request) -> Response:
        """Say whether questions can be answered now; 503 with the reasons when not."""
        reasons = await self.door.health.reasons()
        said: dict[str, object] = {"status": "unready" if reasons else "ready", "reasons": reasons}
        if self._telegram:  # told, but no reason: the web works without it
            said["telegram"] = self._telegram.status.report()
        return json_response(said, 503 if reasons else 200)

    async def metrics(self, request: Request) -> Response:
        """Show the numbers in the Prometheus text format."""
        metrics = self.door.metrics
        metrics.gauge("motcua_waiting", self.door.lanes.waiting)
        metrics.gauge("motcua_events_dropped_total", self.door.events.dropped)
        if self._telegram:
            self._telegram.status.measure()
        return Response(metrics.text(), media_type="text/plain; version=0.0.4")


def create_app(settings: Settings | None = None) -> ASGIApp:
    """Return the whole front door as an ASGI application."""
    settings = settings or Settings()
    door = Door(settings)
    telegram = _telegram(door)
    face = Face(door, telegram)
    routes = face.routes() + (telegram.routes() if telegram else [])

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        door.open()
        if telegram:
            telegram.open()
        try:
            yield
        finally:
            if telegram:
                await telegram.close()
            await door.close()

    notices = Notices(face.templates, settings.origins)
    app = Starlette(
        routes=routes,
        exception_handlers={
            Rejected: notices.rejected,
            HTTPException: notices.http_error,
            Exception: notices.failed,
        },
        lifespan=lifespan,
    )
    security = security_headers(settings.origins, [face.templates.style_hash])
    return Shell(app, door.metrics, frozenset(route.path for route in routes), security, settings.proxy_networks)


def _telegram(door: Door) -> "Telegram | None":
    """Return the Telegram channel when a token is set; its library is loaded only then."""
    if not door.settings.telegram_token.get_secret_value().strip():
        return None
    from bot.telegram.channel import Telegram

    return Telegram(door)
