"""The public guide pages over a small snapshot."""

import asyncio
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

import httpx
import pytest

from bot.settings import Settings
from tests.bot.conftest import door
from tests.bot.content import publish

Get = Callable[..., httpx.Response]


@pytest.fixture
def get(settings: Settings) -> Get:
    """Return a function that asks a door over a published snapshot for one page."""
    publish(settings.var)
    settings = settings.model_copy(update={"public_url": "https://motcua.example.gov.vn/"})

    def ask(path: str) -> httpx.Response:
        async def run() -> httpx.Response:
            async with door(settings) as http:
                return await http.get(path)

        return asyncio.run(run())

    return ask


def test_guide_page_says_what_is_stated(get: Get) -> None:
    """A page has the office, the fee, the papers, source, date and the missing confirmation; nothing that is likely."""
    html = get("/thu-tuc/1.001193").text
    for part in ("8.000 đồng/bản", "3 ngày làm việc", "Tờ khai (1 bản chính)", "đọc ngày 18/07/2026"):
        assert part in html
    assert "Chưa có cán bộ xác nhận." in html
    assert "9.999" not in html
    assert not re.search(r"(?:UBND|Ủy ban nhân dân|Công an) (?:quận|huyện)", html)
    assert '<link rel="canonical" href="https://motcua.example.gov.vn/thu-tuc/1.001193">' in html
    assert 'href="https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d2bfd-3fe0-70ac-b9d6-5e9e20d6eef7"' in html


def test_guide_page_knows_the_commune(get: Get) -> None:
    """With a commune the page says for whom it holds and names that commune's office; an odd one is ignored."""
    html = get("/thu-tuc/1.001193?commune=00166").text
    assert "Phường Cầu Giấy, Thành phố Hà Nội" in html
    assert "phường Cầu Giấy" in html
    assert "tính cho người ở" not in get("/thu-tuc/1.001193?commune=99999").text


def test_structured_data_stays_in_its_place(get: Get) -> None:
    """Search engines get a GovernmentService; a summary that holds a tag cannot end the element."""
    html = get("/thu-tuc/1.001193").text
    [raw] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    data = json.loads(raw)
    assert data["@type"] == "GovernmentService"
    assert data["description"] == "Ghi việc sinh </script> của trẻ."
    assert data["availableChannel"][0]["serviceUrl"].startswith("https://dichvucong.gov.vn/")


def test_old_code_leads_on(get: Get) -> None:
    """A replaced code redirects for good, with the commune."""
    response = get("/thu-tuc/2.000999?commune=00166")
    assert (response.status_code, response.headers["location"]) == (301, "/thu-tuc/1.001193?commune=00166")
    assert get("/phieu/2.000999").headers["location"] == "/phieu/1.001193"


@pytest.mark.parametrize(
    ("code", "said"),
    [("1.000003", "đã hết hiệu lực"), ("1.000004", "áp dụng từ ngày 01/01/2999")],
)
def test_what_is_not_in_force_says_so(get: Get, code: str, said: str) -> None:
    """A repealed and a future procedure say it first, and stay out of search engines and lists."""
    html = get(f"/thu-tuc/{code}").text
    assert said in html
    assert '<meta name="robots" content="noindex">' in html
    assert code not in get("/thu-tuc").text
    assert code not in get("/sitemap.xml").text


@pytest.mark.parametrize("code", ["1.000005", "9.999999", "x", "..%2f..%2fetc"])
def test_unknown_codes_and_drafts_are_not_there(get: Get, code: str) -> None:
    """A draft and an unknown code are a page that says so, with a 404."""
    response = get(f"/thu-tuc/{code}")
    assert response.status_code == 404
    assert "<html" in response.text or "error" in response.text


def test_list_search_and_life_events(get: Get) -> None:
    """The list has every procedure in force; a search finds by people's words, code or nothing, and escapes them."""
    html = get("/thu-tuc").text
    assert html.count("/thu-tuc/1.001193") == 1
    assert "Sinh con, nuôi con" in html
    found = get("/thu-tuc?q=lam giay khai sinh cho be").text
    assert "/thu-tuc/1.001193" in found
    assert "/thu-tuc/1.000002" in get("/thu-tuc?viec=sinh-con").text
    assert "/thu-tuc/1.001193" in get("/thu-tuc?q=1.001193").text
    nothing = get("/thu-tuc?q=<b>máy bay").text
    assert "Chưa tìm thấy" in nothing
    assert "&lt;b&gt;" in nothing
    assert get("/thu-tuc?viec=<x>").status_code == 200


def test_checklist_and_codes(get: Get) -> None:
    """The sheet has every paper with a box and a QR code made here."""
    html = get("/phieu/1.001193?commune=00166").text
    assert html.count('type="checkbox"') == 2
    assert 'src="/qr/1.001193?commune=00166"' in html
    for path in ("/qr/1.001193?commune=00166", "/qr/chat"):
        response = get(path)
        assert response.headers["content-type"] == "image/svg+xml"
        assert response.content.startswith(b"<svg")
    assert get("/qr/9.999999").status_code == 404


def test_search_engines(get: Get) -> None:
    """robots.txt names the site map, and the site map lists the pages that are in force with their public address."""
    assert "Sitemap: https://motcua.example.gov.vn/sitemap.xml" in get("/robots.txt").text
    urls = [node.text for node in ElementTree.fromstring(get("/sitemap.xml").text).iter() if node.tag.endswith("loc")]
    assert "https://motcua.example.gov.vn/thu-tuc/1.001193" in urls
    assert len(urls) == 3


def test_pages_set_no_cookie_and_may_be_kept(get: Get) -> None:
    """A public page begins no session and may be cached for a while."""
    headers = get("/thu-tuc/1.001193").headers
    assert "set-cookie" not in headers
    assert headers["cache-control"] == "public, max-age=300"


def test_without_a_snapshot(settings: Settings) -> None:
    """Without a published snapshot the pages say so, and the chat page still opens."""
    for path in settings.var.glob("snapshots/*"):
        if path.is_file():
            path.unlink()

    async def run() -> list[int]:
        async with door(settings) as http:
            paths = ("/thu-tuc", "/thu-tuc/1.001193", "/phieu/1.001193", "/qr/1.001193", "/sitemap.xml", "/?thu-tuc=x")
            return [(await http.get(path)).status_code for path in paths]

    assert asyncio.run(run()) == [503, 503, 503, 404, 200, 200]


def test_new_snapshot_is_read(settings: Settings) -> None:
    """A new snapshot shows without a restart, and /widget/state names the one in use."""
    first = publish(settings.var, "một")

    async def run() -> tuple[str, str]:
        async with door(settings) as http:
            before = (await http.get("/widget/state")).json()["snapshot"]
            second = publish(settings.var, "hai")
            for _ in range(60):
                await asyncio.sleep(0.1)
                after = (await http.get("/widget/state")).json()["snapshot"]
                if after == second:
                    break
            assert after == second
            return before, after

    before, after = asyncio.run(run())
    assert before == first != after


def test_a_list_that_is_too_long_says_what_is_left(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the records of a whole country the list stays short and says how many more a search finds."""
    monkeypatch.setattr("bot.pages._MOST_LISTED", 0)
    html = get("/thu-tuc").text
    assert "Còn 2 thủ tục khác" in html
    assert "/thu-tuc/1.001193" not in html


def test_searching_is_limited_by_address(settings: Settings) -> None:
    """An address that searches too fast is told to wait; plain pages are not counted."""
    publish(settings.var)
    limited = settings.model_copy(update={"address_per_minute": 2})

    async def run() -> list[int]:
        async with door(limited, peer="203.0.113.7") as http:
            paths = ["/thu-tuc?q=a", "/thu-tuc?q=b", "/thu-tuc", "/thu-tuc?q=c"]
            return [(await http.get(path)).status_code for path in paths]

    assert asyncio.run(run()) == [200, 200, 200, 429]
