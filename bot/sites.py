"""Which sites of communes may use the widget: whose pages may call the door, and which may frame its pages."""

from urllib.parse import urlsplit

from starlette.requests import Request

from bot import wording
from bot.messages import Rejected

SESSION_HEADER = "X-Motcua-Session"
_DAY = "86400"


def origins_of(sites: str) -> frozenset[str]:
    """Read "https://a.gov.vn, https://b.gov.vn" as origins; raises ValueError for what is no origin."""
    return frozenset(_origin(site.strip()) for site in sites.split(",") if site.strip())


def check_origin(request: Request, sites: frozenset[str] = frozenset()) -> None:
    """Refuse a browser's request that was made by a page of neither this door nor a listed site (403)."""
    origin = request.headers.get("origin")
    if origin is None or origin in sites or urlsplit(origin).netloc == request.headers.get("host"):
        return
    raise Rejected(403, wording.FOREIGN_ORIGIN)


def sharing_headers(origin: str | None, sites: frozenset[str]) -> dict[str, str]:
    """Return the headers that let a listed site's page read an answer; no cookie is ever shared with it."""
    if not sites:
        return {}
    headers = {"Vary": "Origin"}
    if origin in sites and origin is not None:
        headers |= {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Expose-Headers": f"{SESSION_HEADER}, Retry-After, X-Request-ID",
        }
    return headers


def preflight_headers(origin: str | None, sites: frozenset[str]) -> dict[str, str]:
    """Return the answer to a browser's question whether it may send a JSON body here."""
    headers = sharing_headers(origin, sites)
    if "Access-Control-Allow-Origin" in headers:
        headers |= {
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": f"Content-Type, {SESSION_HEADER}",
            "Access-Control-Max-Age": _DAY,
        }
    return headers


def _origin(site: str) -> str:
    parts = urlsplit(site.rstrip("/"))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query or parts.fragment:
        raise ValueError(f"MOTCUA_SITES: “{site}” is no site such as https://xa.gov.vn")
    return f"{parts.scheme}://{parts.netloc.lower()}"
