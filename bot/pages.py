"""The public guide pages: the list, one procedure, its checklist for print, QR codes, and what search engines read."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from bot import wording
from bot.guard import Guard
from bot.messages import commune_code
from bot.notices import Notices
from bot.qr import qr_svg
from bot.settings import Settings
from bot.shelf import Shelf, by_life_event, event_title, open_shelf, state_of
from bot.templating import Templates
from bot.view import View, guide_view
from knowledge.guide import Guide
from knowledge.snapshot import SnapshotError, SnapshotReader
from nlu.clock import today

_CACHED = {"Cache-Control": "public, max-age=300"}
_LONGEST_QUERY = 200
#: Procedures on one page; with all records of a province or the country the rest is found by searching.
_MOST_LISTED = 300


class Pages:
    """The endpoints over the current snapshot."""

    def __init__(self, settings: Settings, templates: Templates, guard: Guard) -> None:
        self._settings = settings
        self._guard = guard
        self._notices = Notices(templates)
        self._templates = templates
        self._reader = SnapshotReader(settings.var, open_shelf)

    async def guides(self, request: Request) -> Response:
        """Show all procedures by life event, one life event, or what a search finds."""
        shelf = await self._shelf()
        if shelf is None:
            return self._notice(request, 503, wording.NO_GUIDES)
        query = " ".join(request.query_params.get("q", "")[:_LONGEST_QUERY].split())
        event = request.query_params.get("viec", "")
        listed = shelf.listed()
        groups = by_life_event(listed)
        if query:
            self._guard.limit_page(request)
            shown = {"": await asyncio.to_thread(shelf.search, query)}
        elif event in groups:
            shown = {event: groups[event][:_MOST_LISTED]}
        else:
            shown, event = _short(groups), ""
        return self._page(
            "guides.html",
            query=query,
            event=event,
            event_title=event_title,
            groups={key: len(found) for key, found in groups.items()},
            shown=shown,
            count=len(listed),
            left_out=0 if query else len(groups[event] if event else listed) - _unlike(shown),
            canonical=self._url(request, "/thu-tuc" + (f"?viec={event}" if event else "")),
            commune=commune_code(request.query_params.get("commune")) or "",
        )

    async def guide(self, request: Request) -> Response:
        """Show one procedure; a replaced code leads on, an unknown one is told."""
        return await self._one(request, "/thu-tuc/", self._guide_page)

    async def checklist(self, request: Request) -> Response:
        """Show one procedure as a sheet to print and tick, with a QR code that leads back to the page."""
        return await self._one(request, "/phieu/", self._checklist_page)

    async def qr(self, request: Request) -> Response:
        """Send the QR code of a procedure's page; `chat` stands for the conversation itself."""
        code = request.path_params["code"].removesuffix(".svg")
        shelf = await self._shelf()
        if code == "chat":
            path = "/"
        elif shelf is not None and shelf.guide(code):
            path = f"/thu-tuc/{code}"
        else:
            return self._notice(request, 404, wording.NO_SUCH_GUIDE)
        content = qr_svg(self._url(request, path + _with_commune(request)))
        return Response(content, media_type="image/svg+xml", headers=_CACHED)

    async def robots(self, request: Request) -> Response:
        """Tell search engines what is for them."""
        lines = ["User-agent: *", "Disallow: /chat", "Disallow: /widget/", "Disallow: /phieu/", "Disallow: /qr/"]
        return PlainTextResponse(
            "\n".join([*lines, f"Sitemap: {self._url(request, '/sitemap.xml')}", ""]), headers=_CACHED
        )

    async def sitemap(self, request: Request) -> Response:
        """List the pages for search engines."""
        shelf = await self._shelf()
        listed = shelf.listed() if shelf else []
        urls = [self._url(request, path) for path in ("/thu-tuc", *(f"/thu-tuc/{guide.code}" for guide in listed))]
        return Response(self._templates.render("sitemap.xml", urls=urls), media_type="application/xml", headers=_CACHED)

    async def topic(self, code: str | None) -> str:
        """Return the title of a procedure that a link into the chat names, "" when there is none."""
        shelf = await self._shelf() if code else None
        guide = shelf.guide(code) if shelf and code else None
        return guide.title if guide else ""

    async def snapshot(self) -> str | None:
        """Return the name of the snapshot in use."""
        shelf = await self._shelf()
        return shelf.name if shelf else None

    async def _shelf(self) -> Shelf | None:
        try:
            return await asyncio.to_thread(self._reader.get)
        except (SnapshotError, OSError, ValueError):
            return None

    async def _one(self, request: Request, path: str, show: Callable[[Request, Shelf, Guide], Response]) -> Response:
        shelf = await self._shelf()
        if shelf is None:
            return self._notice(request, 503, wording.NO_GUIDES)
        code = request.path_params["code"]
        if guide := shelf.guide(code):
            return show(request, shelf, guide)
        if newer := shelf.old_codes.get(code):
            return RedirectResponse(f"{path}{newer}{_with_commune(request)}", 301, headers=_CACHED)
        return self._notice(request, 404, wording.NO_SUCH_GUIDE)

    def _guide_page(self, request: Request, shelf: Shelf, guide: Guide) -> Response:
        commune = commune_code(request.query_params.get("commune"))
        view = guide_view(shelf.card(guide, commune))
        canonical = self._url(request, f"/thu-tuc/{guide.code}")
        return self._page(
            "guide.html",
            guide=guide,
            view=view,
            commune=commune or "",
            place=_place_name(shelf, commune),
            canonical=canonical,
            state=state_of(guide, today()),
            replaced_by=shelf.guide(guide.replaced_by) if guide.replaced_by else None,
            near=[(row, other) for row in guide.siblings if (other := shelf.guide(row.code))],
            events=[(key, event_title(key)) for key in guide.life_events],
            structured=_structured(guide, view, canonical),
        )

    def _checklist_page(self, request: Request, shelf: Shelf, guide: Guide) -> Response:
        commune = commune_code(request.query_params.get("commune"))
        return self._page(
            "checklist.html",
            guide=guide,
            view=guide_view(shelf.card(guide, commune)),
            state=state_of(guide, today()),
            commune=commune or "",
            url=self._url(request, f"/thu-tuc/{guide.code}"),
            printed_on=f"{today():%d/%m/%Y}",
        )

    def _page(self, template: str, **values: Any) -> Response:
        return HTMLResponse(self._templates.render(template, **values), headers=_CACHED)

    def _notice(self, request: Request, status: int, sentence: str) -> Response:
        return HTMLResponse(self._notices.page(status, sentence), status)

    def _url(self, request: Request, path: str) -> str:
        base = self._settings.public_url or str(request.base_url)
        return base.rstrip("/") + path


def _short(groups: dict[str, list[Guide]]) -> dict[str, list[Guide]]:
    """Return the groups as one page can hold them: when there are too many, only guides that somebody has written."""
    if sum(map(len, groups.values())) <= 2 * _MOST_LISTED:
        return groups
    written = {key: [guide for guide in guides if guide.status != "imported"] for key, guides in groups.items()}
    return {key: guides[:_MOST_LISTED] for key, guides in written.items() if guides}


def _unlike(groups: dict[str, list[Guide]]) -> int:
    """Return how many different guides stand in the groups."""
    return len({guide.code for guides in groups.values() for guide in guides})


def _place_name(shelf: Shelf, commune: str | None) -> str:
    wards = shelf.units.current(commune) if commune else ()
    if not wards:
        return ""
    ward = shelf.units.ward(wards[0])
    return f"{ward.name}, {shelf.units.province(ward.province).name}"


def _with_commune(request: Request) -> str:
    commune = commune_code(request.query_params.get("commune"))
    return f"?commune={commune}" if commune else ""


def _structured(guide: Guide, view: View, canonical: str) -> str:
    """Return schema.org's GovernmentService as JSON that cannot leave its script element."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": view["title"],
        "alternateName": guide.name,
        "identifier": guide.code,
        "serviceType": guide.field,
        "url": canonical,
        "inLanguage": "vi",
        "areaServed": {"@type": "Country", "name": "Việt Nam"},
    }
    if guide.summary:
        data["description"] = guide.summary
    if offices := [place["name"] for place in view["where"]["places"]]:
        data["provider"] = [{"@type": "GovernmentOrganization", "name": name} for name in offices]
    if links := [link["url"] for link in view["online"]["links"] if link["url"]]:
        data["availableChannel"] = [{"@type": "ServiceChannel", "serviceUrl": url} for url in links]
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
