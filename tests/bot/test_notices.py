"""Refusals for people and for programs."""

import asyncio

from bot.settings import Settings
from tests.bot.conftest import door

BROWSER = {"Accept": "text/html,application/xhtml+xml"}


def test_a_browser_gets_a_page_and_a_program_json(settings: Settings) -> None:
    """Who asks for HTML reads a page with a way on; anybody else gets the reason as JSON."""

    async def run() -> None:
        async with door(settings) as http:
            page = await http.get("/khong-co", headers=BROWSER)
            assert page.status_code == 404
            assert "<h1>Không có trang này</h1>" in page.text
            assert 'href="/thu-tuc"' in page.text
            assert list((await http.get("/khong-co")).json()) == ["error"]

    asyncio.run(run())


def test_a_form_that_comes_too_fast(settings: Settings) -> None:
    """Without a script too, the limit is a page that says how long to wait."""
    settings = settings.model_copy(update={"session_per_minute": 1})

    async def run() -> None:
        async with door(settings) as http:
            await http.get("/")
            for status in (303, 429):
                response = await http.post("/widget/form", data={"message": "x y"}, headers=BROWSER)
                assert response.status_code == status
            assert "<h1>Xin chờ một chút</h1>" in response.text
            assert "giây" in response.text
            assert response.headers["retry-after"]

    asyncio.run(run())
