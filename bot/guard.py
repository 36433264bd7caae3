"""Who is asking: address, session, trust, and how often they may."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot import wording
from bot.door import Door
from bot.limits import Limiter, address_key, believed, client_address, is_loopback
from bot.messages import Rejected
from bot.sites import SESSION_HEADER

COOKIE = "motcua"


@dataclass(frozen=True, slots=True)
class Visit:
    """One citizen's session; `fresh` is the signed session to hand out when the request brought none that is right."""

    session: str
    fresh: str | None = None

    @property
    def sender(self) -> str:
        """The name that the session has as a sender."""
        return f"web-{self.session}"


class Guard:
    """Reads sessions and addresses from requests and holds the limits."""

    def __init__(self, door: Door) -> None:
        self._settings = door.settings
        self._signer = door.signer
        self._metrics = door.metrics
        self._sessions = Limiter(door.settings.session_per_minute)
        self._addresses = Limiter(door.settings.address_per_minute)
        self._pages = Limiter(door.settings.address_per_minute)

    def visit(self, request: Request) -> Visit:
        """Return the session that a request brings, in a header or as a cookie, or a new one.

        A page of another site has no cookie of ours to send: its script keeps the session and sends it as a header.
        """
        session = self._signer.session(request.headers.get(SESSION_HEADER))
        if session is None and request.headers.get("origin") not in self._settings.origins:
            session = self._signer.session(request.cookies.get(COOKIE))
        return Visit(session) if session else self.new_visit()

    def new_visit(self) -> Visit:
        """Begin a session."""
        fresh = self._signer.new_session()
        session = self._signer.session(fresh)
        assert session
        return Visit(session, fresh)

    def hand_out(self, request: Request, response: Response, visit: Visit) -> Response:
        """Give a new session to the browser: as a cookie for pages of the door, as a header for the widget's script."""
        if visit.fresh is None:
            return response
        if request.method != "GET":
            response.headers[SESSION_HEADER] = visit.fresh
        if request.headers.get("origin") not in self._settings.origins:
            response.set_cookie(
                COOKIE,
                visit.fresh,
                max_age=self._settings.session_days * 86400,
                httponly=True,
                samesite="lax",
                secure=self._is_https(request),
            )
        return response

    def form_token(self, visit: Visit) -> str:
        """Return the token that this session's forms carry."""
        return self._signer.form_token(visit.session)

    def check_form(self, fields: Mapping[str, str], visit: Visit) -> bool:
        """Tell whether a form carries its session's token, which no other site can know."""
        return hmac.compare_digest(fields.get("token", "").encode(), self.form_token(visit).encode())

    def limit(self, request: Request, visit: Visit) -> None:
        """Take one message from the allowances of address and session; raises Rejected (429) when one is used up."""
        address = self._address(request)
        wait = 0 if is_loopback(address) else self._addresses.wait(address_key(address))
        wait = wait or self._sessions.wait(visit.session)
        if wait:
            self._metrics.count("motcua_limited_total")
            raise Rejected(429, wording.TOO_MANY.format(seconds=wait), {"Retry-After": str(wait)})

    def limit_page(self, request: Request) -> None:
        """Take one page that costs work from the allowance of an address; raises Rejected (429)."""
        address = self._address(request)
        wait = 0 if is_loopback(address) else self._pages.wait(address_key(address))
        if wait:
            self._metrics.count("motcua_limited_total")
            raise Rejected(429, wording.TOO_MANY.format(seconds=wait), {"Retry-After": str(wait)})

    def require_trust(self, request: Request) -> None:
        """Let through this machine's programs and callers with the token; raises Rejected (403) for others."""
        if is_loopback(self._address(request)):
            return
        token, given = self._settings.api_token, request.headers.get("authorization", "")
        if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            raise Rejected(403, wording.NOT_TRUSTED)

    def _is_https(self, request: Request) -> bool:
        """Tell whether the citizen's own connection is encrypted, as far as a believed proxy says so."""
        peer = request.client.host if request.client else ""
        told = request.headers.get("x-forwarded-proto") if believed(peer, self._settings.proxy_networks) else None
        return (told or request.url.scheme) == "https"

    def _address(self, request: Request) -> str:
        peer = request.client.host if request.client else "127.0.0.1"
        return client_address(peer, request.headers.get("x-forwarded-for"), self._settings.proxy_networks)
