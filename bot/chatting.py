"""What the chat page and the widget talk to: one message in, replies with their views out; a form for no script."""

import secrets
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot import feedback
from bot.buttons import resolve
from bot.door import Door
from bot.guard import Guard, Visit
from bot.messages import Request as Incoming
from bot.messages import commune_code, parse_widget
from bot.page import chat_page
from bot.pages import Pages
from bot.replies import Reply
from bot.sites import check_origin, preflight_headers, sharing_headers
from bot.templating import Templates
from bot.view import view_of
from bot.web import body_of, json_response

_IDLE_SECONDS = 90


class Chatting:
    """The endpoints of the chat page and of the widget on other sites."""

    def __init__(self, door: Door, guard: Guard, templates: Templates, pages: Pages) -> None:
        self._door = door
        self._guard = guard
        self._templates = templates
        self._pages = pages
        self._settings = door.settings

    async def home(self, request: Request) -> Response:
        """Show the chat page, and begin a session."""
        visit = self._guard.visit(request)
        query = request.query_params
        idle = query.get("cho", "")
        html = chat_page(
            self._templates,
            token=self._guard.form_token(visit),
            message_id=secrets.token_hex(8),
            commune=commune_code(query.get("commune")),
            kiosk=query.get("kiosk") == "1",
            framed=query.get("khung") == "1",
            idle=min(max(int(idle), 5), 900) if idle.isdecimal() and len(idle) < 5 else _IDLE_SECONDS,
            topic=await self._pages.topic(query.get("thu-tuc")),
        )
        return self._guard.hand_out(request, HTMLResponse(html), visit)

    async def send(self, request: Request) -> Response:
        """Answer the script: {"message" | "button", "id"?, "commune"?} -> a list of replies, each with its view."""
        visit = self._checked(request)
        self._guard.limit(request, visit)
        incoming = parse_widget(await body_of(request, self._settings.body_limit), visit.sender)
        replies = await self._door.take(incoming, "widget")
        shown = [reply | {"view": view} if (view := view_of(reply)) else reply for reply in replies]
        return self._shared(request, json_response(shown), visit)

    async def form(self, request: Request) -> Response:
        """Answer the page's form in a browser without a script, with a whole page."""
        visit = self._checked(request)
        self._guard.limit(request, visit)
        body = await body_of(request, self._settings.body_limit)
        fields = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        if not self._guard.check_form(fields, visit):
            return RedirectResponse("/", 303)  # a session that has ended: begin again on a fresh page
        commune, button = commune_code(fields.get("commune")), fields.get("button")
        incoming = Incoming(
            visit.sender, fields.get("message", ""), fields.get("id", "")[:128] or None, commune, button
        )
        replies: list[Reply] = await self._door.take(incoming, "widget")
        chosen = resolve(self._door.journal, visit.sender, button) if button else None
        html = chat_page(
            self._templates,
            token=self._guard.form_token(visit),
            message_id=secrets.token_hex(8),
            commune=commune,
            question=chosen.title if chosen else incoming.message.strip(),
            replies=replies,
        )
        return self._guard.hand_out(request, HTMLResponse(html), visit)

    async def feedback(self, request: Request) -> Response:
        """Keep what a citizen thinks of an answer: {"id", "value": "up" | "down", "reason"?} -> {"kept"}."""
        visit = self._checked(request)
        self._guard.limit(request, visit)
        opinion = feedback.parse(await body_of(request, self._settings.body_limit))
        kept = await feedback.keep(self._door, visit.sender, opinion)
        return self._shared(request, json_response({"kept": kept}), visit)

    async def forget(self, request: Request) -> Response:
        """End the session, remove what the door knows of it, and begin another."""
        visit = self._checked(request)
        self._guard.limit(request, visit)
        replies = await self._door.forget(visit.sender)
        gone = replies[0].get("custom", {}).get("kind") == "forgotten"
        return self._shared(request, json_response({"forgotten": gone}), self._guard.new_visit())

    async def state(self, request: Request) -> Response:
        """Say which snapshot answers come from now, so that a kept answer can be told from a current one."""
        check_origin(request, self._settings.origins)
        response = json_response({"snapshot": await self._pages.snapshot()})
        response.headers.update(sharing_headers(request.headers.get("origin"), self._settings.origins))
        return response

    async def preflight(self, request: Request) -> Response:
        """Answer a browser that asks whether another site's page may call."""
        headers = preflight_headers(request.headers.get("origin"), self._settings.origins)
        return Response(status_code=204 if "Access-Control-Allow-Origin" in headers else 403, headers=headers)

    def _checked(self, request: Request) -> Visit:
        check_origin(request, self._settings.origins)
        return self._guard.visit(request)

    def _shared(self, request: Request, response: Response, visit: Visit) -> Response:
        response.headers.update(sharing_headers(request.headers.get("origin"), self._settings.origins))
        return self._guard.hand_out(request, response, visit)
