"""What the page and the widget talk to."""

import asyncio

import pytest

from bot.settings import Settings
from tests.bot.conftest import door
from tests.bot.stub_rasa import Behaviour, StubRasa

CARD = {
    "kind": "guide",
    "code": "1.001193",
    "title": "đăng ký khai sinh",
    "fees": [{"kind": "amount", "amount": 8000}],
    "source": {"title": "Cổng", "url": None, "read_on": "2026-07-18"},
}


def test_replies_come_with_their_view(settings: Settings, rasa: StubRasa) -> None:
    """A card's reply has a view beside it for the page; the plain API and the journal keep the card alone."""
    rasa.default = Behaviour(replies=[{"text": "Dạ, về việc đăng ký khai sinh (1.001193):", "custom": CARD}])

    async def run() -> None:
        async with door(settings) as http:
            body = {"message": "khai sinh", "id": "m1"}
            first = (await http.post("/widget/chat", json=body)).json()
            assert first[0]["view"]["mode"] == "whole"
            assert first[0]["view"]["facts"][0]["lines"] == ["8.000 đồng"]
            assert (await http.post("/widget/chat", json=body)).json() == first
            plain = (await http.post("/chat", json={"sender": "an", "message": "khai sinh"})).json()
            assert "view" not in plain[0]

    asyncio.run(run())


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?kiosk=1", 'data-kiosk data-idle="90"'),
        ("?kiosk=1&cho=30", 'data-idle="30"'),
        ("?kiosk=1&cho=1", 'data-idle="5"'),
        ("?kiosk=1&cho=9999", 'data-idle="900"'),
        ("?kiosk=1&cho=-3", 'data-idle="90"'),
        ("?khung=1", "data-framed"),
        ("?commune=00166", 'data-commune="00166"'),
    ],
)
def test_what_the_address_says(settings: Settings, query: str, shown: str) -> None:
    """The address tells the page where it stands and how; odd numbers are brought into bounds."""

    async def run() -> str:
        async with door(settings) as http:
            return (await http.get("/" + query)).text

    assert shown in asyncio.run(run())
