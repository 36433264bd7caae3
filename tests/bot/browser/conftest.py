"""One headless Chromium for all browser tests, and a door before a stand-in of Rasa for each."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import uvicorn

from bot.app import create_app
from bot.settings import Settings
from bot.shelf import open_shelf
from knowledge.card_text import card_text
from knowledge.snapshot import current
from tests.bot.content import publish
from tests.bot.stub_rasa import free_port
from tests.chromium import chromium

BUTTONS = [{"title": "Giấy tờ", "payload": "/papers"}, {"title": "Lệ phí", "payload": "/fees"}]


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """One headless Chromium for this folder's tests, gone before the next ones."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def published(settings: Settings) -> Settings:
    """Settings of a door over the small snapshot, and generous limits."""
    publish(settings.var)
    return settings.model_copy(update={"session_per_minute": 600})


@pytest.fixture
def host() -> Iterator["Host"]:
    """A commune's site on an origin of its own."""
    site = Host()
    yield site
    site.stop()


@pytest.fixture
def address(published: Settings, host: "Host") -> Iterator[str]:
    """The address of a real door that lets the commune's site use it."""
    port = free_port()
    app = create_app(published.model_copy(update={"sites": host.origin}))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join()


@pytest.fixture
def opened(browser: Any, address: str) -> Iterator["Opener"]:
    """Open pages; anything on a console, such as a breach of the policy, is an error unless it was allowed."""
    opener = Opener(browser, address)
    yield opener
    for context in opener.contexts:
        context.close()
    assert opener.complaints == []


@dataclass
class Opener:
    """Opens pages of the door, or of another address, each in a context of its own unless one is given."""

    browser: Any
    address: str
    allowed: tuple[str, ...] = ("net::",)
    contexts: list[Any] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __call__(self, path: str = "", width: int = 400, height: int = 700, context: Any = None, **more: Any) -> Any:
        """Return an open page."""
        if context is None:
            context = self.browser.new_context(viewport={"width": width, "height": height}, **more)
            self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: self._heard(message.text))
        page.on("pageerror", lambda error: self._heard(str(error)))
        page.goto(path if path.startswith("http") else self.address + path)
        return page

    def _heard(self, text: str) -> None:
        if not any(part in text for part in self.allowed):
            self.complaints.append(text)


class Host:
    """A small web site: `pages` maps paths to (HTML, content security policy)."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, str]] = {}
        pages = self.pages

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                html, policy = pages.get(self.path, ("", ""))
                self.send_response(200 if html else 204)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                if policy:
                    self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(html.encode())

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


def guide_reply(settings: Settings, *aspects: str, code: str = "1.001193", **changes: Any) -> list[dict[str, Any]]:
    """Return what the action server would answer with the guide's card."""
    shelf = open_shelf(current(settings.var))
    card = shelf.card(shelf.guides[code], "00166")
    text = card_text(card, aspects, follow_up=bool(aspects))
    custom = card.model_dump(mode="json", exclude_defaults=True) | {"kind": "guide"} | changes
    return [{"text": text, "buttons": BUTTONS, "custom": custom}]


def ask(page: Any, text: str) -> None:
    """Type a question and wait for its answer."""
    seen = page.locator("li.assistant").count()
    page.fill("#message", text)
    page.press("#message", "Enter")
    page.locator("li.assistant").nth(seen).wait_for()


def focused(page: Any) -> str:
    """Return what has the focus, also inside the widget: an id, or the words on it."""
    return str(
        page.evaluate(
            "() => { let e = document.activeElement; while (e && e.shadowRoot && e.shadowRoot.activeElement)"
            " e = e.shadowRoot.activeElement; return e ? (e.id || e.textContent.trim()) : ''; }"
        )
    )
