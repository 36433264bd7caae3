"""Sessions: their cookie, and how they are forgotten."""

import asyncio

from bot.guard import COOKIE
from bot.settings import Settings
from tests.bot.conftest import door
from tests.bot.stub_rasa import Behaviour, StubRasa


def test_forgetting_ends_the_session(settings: Settings, rasa: StubRasa) -> None:
    """After /widget/forget the session is another, and nothing of the old one is left in the journal."""
    rasa.plan = [Behaviour(replies=[{"text": "a", "buttons": [{"title": "Có", "payload": "/affirm"}]}])]

    async def run() -> None:
        async with door(settings) as http:
            await http.get("/")
            old = http.cookies[COOKIE]
            [reply] = (await http.post("/widget/chat", json={"message": "một", "id": "m1"})).json()
            response = await http.post("/widget/forget")
            assert response.json() == {"forgotten": True}
            assert http.cookies[COOKIE] != old
            await http.post("/widget/chat", json={"message": "hai", "id": "m1"})
            http.cookies.set(COOKIE, old, domain="motcua.test", path="/")
            [reply] = (await http.post("/widget/chat", json={"button": reply["buttons"][0]["payload"]})).json()
            assert "hết hạn" in reply["text"]

    asyncio.run(run())
    assert [body["message"] for body in rasa.received] == ["một", "hai"]
    assert len({body["sender"] for body in rasa.received}) == 2


def test_cookie_is_secure_behind_an_encrypting_proxy(settings: Settings) -> None:
    """A believed proxy that says https makes the cookie secure; a stranger's word does not."""

    async def cookie(peer: str) -> str:
        async with door(settings, peer=peer) as http:
            return (await http.get("/", headers={"X-Forwarded-Proto": "https"})).headers["set-cookie"]

    assert "Secure" in asyncio.run(cookie("127.0.0.1"))
    assert "Secure" not in asyncio.run(cookie("203.0.113.7"))
