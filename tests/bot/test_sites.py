"""Sites of communes: which may call, and what their browsers are told."""

import asyncio

import pytest

from bot.settings import Settings
from bot.sites import SESSION_HEADER, origins_of
from tests.bot.conftest import door
from tests.bot.stub_rasa import StubRasa

SITE = "https://xa-a.gov.vn"


def test_sites_are_read_as_origins() -> None:
    """Several sites are separated by commas; case and a last slash do not matter."""
    assert origins_of("https://XA-A.gov.vn/, http://localhost:8080") == {SITE, "http://localhost:8080"}
    assert origins_of("") == frozenset()


@pytest.mark.parametrize("site", ["xa-a.gov.vn", "https://", "https://a.gov.vn/path", "ftp://a.gov.vn", "*"])
def test_what_is_no_site_is_told(site: str) -> None:
    """A setting that is no site is an error that names it."""
    with pytest.raises(ValueError, match="MOTCUA_SITES"):
        origins_of(site)


def test_listed_site_may_call(settings: Settings, rasa: StubRasa) -> None:
    """A listed site's script is let through and given its session in a header; another site's is not."""
    settings = settings.model_copy(update={"sites": SITE})

    async def run() -> None:
        async with door(settings) as http:
            for origin, status in ((SITE, 204), ("https://evil.test", 403)):
                asked = await http.options("/widget/chat", headers={"Origin": origin})
                assert asked.status_code == status
                assert ("access-control-allow-origin" in asked.headers) == (status == 204)
            headers = {"Origin": SITE}
            first = await http.post("/widget/chat", json={"message": "chào"}, headers=headers)
            assert first.headers["access-control-allow-origin"] == SITE
            assert "access-control-allow-credentials" not in first.headers
            assert "set-cookie" not in first.headers
            session = {SESSION_HEADER: first.headers[SESSION_HEADER]}
            again = await http.post("/widget/chat", json={"message": "tiếp"}, headers=headers | session)
            assert SESSION_HEADER not in again.headers
            assert (await http.post("/chat", json={}, headers=headers)).status_code == 403
            evil = await http.post("/widget/chat", json={"message": "x"}, headers={"Origin": "https://evil.test"})
            assert evil.status_code == 403
            assert "access-control-allow-origin" not in evil.headers

    asyncio.run(run())
    assert len({body["sender"] for body in rasa.received}) == 1


def test_a_cookie_is_not_believed_from_another_site(settings: Settings, rasa: StubRasa) -> None:
    """A cookie that a browser sends along from a listed site does not join that page to the citizen's own session."""
    settings = settings.model_copy(update={"sites": SITE})

    async def run() -> None:
        async with door(settings) as http:
            await http.get("/")
            await http.post("/widget/chat", json={"message": "một"})
            await http.post("/widget/chat", json={"message": "hai"}, headers={"Origin": SITE})

    asyncio.run(run())
    assert len({body["sender"] for body in rasa.received}) == 2


def test_refusals_can_be_read_by_the_site(settings: Settings) -> None:
    """A 429 carries its reason, its time to wait and the leave to read both."""
    settings = settings.model_copy(update={"sites": SITE, "session_per_minute": 1})

    async def run() -> None:
        async with door(settings) as http:
            headers = {"Origin": SITE}
            first = await http.post("/widget/chat", json={"message": "một"}, headers=headers)
            headers[SESSION_HEADER] = first.headers[SESSION_HEADER]
            refused = await http.post("/widget/chat", json={"message": "hai"}, headers=headers)
            assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (429, SITE)
            assert "Retry-After" in refused.headers["access-control-expose-headers"]

    asyncio.run(run())


def test_only_listed_sites_may_frame(settings: Settings) -> None:
    """The policy names the sites that may frame a page; without any, none but the door itself."""

    async def run(sites: str) -> tuple[str, bool]:
        async with door(settings.model_copy(update={"sites": sites})) as http:
            headers = (await http.get("/")).headers
            return headers["content-security-policy"], "x-frame-options" in headers

    policy, old_header = asyncio.run(run(SITE))
    assert f"frame-ancestors 'self' {SITE};" in policy
    assert not old_header
    policy, old_header = asyncio.run(run(""))
    assert "frame-ancestors 'self';" in policy
    assert old_header
