"""Refusals in the caller's language: a page for somebody who sees it in a browser, JSON for a program."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot import wording
from bot.messages import Rejected
from bot.sites import sharing_headers
from bot.templating import Templates
from bot.web import error_response

_TITLES = {
    404: "Không có trang này",
    429: "Xin chờ một chút",
    503: "Hiện chưa trả lời được",
}
_TITLE = "Chưa nhận được yêu cầu này"


class Notices:
    """Answers what cannot be done; `sites` are those whose pages may read why."""

    def __init__(self, templates: Templates, sites: frozenset[str] = frozenset()) -> None:
        self._templates = templates
        self._sites = sites

    def answer(self, request: Request, status: int, reason: str, headers: Mapping[str, str] | None = None) -> Response:
        """Return the refusal as a page where the request asks for one, else as {"error": reason}."""
        if "text/html" in request.headers.get("accept", ""):
            return HTMLResponse(self.page(status, reason), status, headers)
        sharing = sharing_headers(request.headers.get("origin"), self._sites)
        return error_response(status, reason, {**(headers or {}), **sharing})

    def page(self, status: int, reason: str) -> str:
        """Return the refusal as HTML."""
        return self._templates.render("notice.html", title=_TITLES.get(status, _TITLE), sentence=reason)

    async def rejected(self, request: Request, error: Exception) -> Response:
        """Answer a request that is refused."""
        assert isinstance(error, Rejected)
        return self.answer(request, error.status, error.reason, error.headers)

    async def http_error(self, request: Request, error: Exception) -> Response:
        """Answer an address or a method that does not exist."""
        assert isinstance(error, HTTPException)
        reason = {404: wording.NOT_FOUND, 405: wording.WRONG_METHOD}.get(error.status_code, wording.FAILED)
        return self.answer(request, error.status_code, reason, error.headers)

    async def failed(self, request: Request, error: Exception) -> Response:
        """Answer a fault of ours; what it was stands in the log."""
        return self.answer(request, 500, wording.FAILED)
