"""The files that browsers load: the widget's script put together from its parts, styles, icon; compressed once."""

import base64
import gzip
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent / "widget"
#: The parts of the script, in the order in which they need each other; together they are one closed function.
PARTS = ("tools", "store", "line", "speech", "card", "kiosk", "chat", "boot")
_HOUR, _YEAR = 3600, 31_536_000


@dataclass(frozen=True)
class Asset:
    """One file: its bytes, the same compressed, and a tag that changes with them."""

    content: bytes
    kind: str
    packed: bytes = field(init=False)
    tag: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "packed", gzip.compress(self.content, 9, mtime=0))
        object.__setattr__(self, "tag", hashlib.sha256(self.content).hexdigest()[:12])

    def response(self, request: Request) -> Response:
        """Send the file, compressed where the browser reads that, or say that it has not changed."""
        lasting = request.query_params.get("v") == self.tag
        headers = {
            "ETag": f'"{self.tag}"',
            "Cache-Control": f"public, max-age={_YEAR}, immutable" if lasting else f"public, max-age={_HOUR // 12}",
            "Vary": "Accept-Encoding",
            # The script is made to be loaded by pages of other sites, also by those that isolate themselves.
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        if self.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.packed, headers=headers | {"Content-Encoding": "gzip"}, media_type=self.kind)
        return Response(self.content, headers=headers, media_type=self.kind)


def load_assets() -> dict[str, Asset]:
    """Read the files of the widget folder, by the name under which browsers ask for them."""
    return {
        "widget.js": Asset(_script().encode(), "text/javascript"),
        "page.js": Asset(_read("page.js").encode(), "text/javascript"),
        "icon.svg": Asset(_read("icon.svg").encode(), "image/svg+xml"),
    }


def page_style() -> tuple[str, str]:
    """Return the style that stands inside every page, and its hash for the content security policy."""
    style = _read("page.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return style, f"'sha256-{digest}'"


def _script() -> str:
    parts = "".join(_read(f"{name}.js") for name in PARTS)
    style = json.dumps(_read("widget.css"), ensure_ascii=False)
    return f'(function () {{\n"use strict";\nconst CSS = {style};\n{parts}}})();\n'


def _read(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")
