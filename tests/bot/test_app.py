"""The front door's HTTP face: bad input, trust, limits, sessions, forms, health and metrics."""

import asyncio
import base64
import hashlib
import json
import logging
import re
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from bot.guard import COOKIE
from bot.settings import Settings
from tests.bot.conftest import door, say
from tests.bot.stub_rasa import Behaviour, StubRasa

Use = Callable[[httpx.AsyncClient], Awaitable[Any]]


def use(settings: Settings, what: Use, **more: Any) -> Any:
    """Run `what` with a client of an open door."""

    async def run() -> Any:
        async with door(settings, **more) as http:
            return await what(http)

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 400),
        (b"{nonsense", 400),
        (b"[" * 50_000, 400),
        (b"[1]", 400),
        (b'{"message": "x"}', 400),
        (b'{"sender": 5, "message": "x"}', 400),
        (b'{"sender": "an", "message": {}}', 400),
        (b'{"sender": "an", "message": "' + b"a" * 100_000 + b'"}', 413),
        (b"x" * 3_000_000, 413),
    ],
)
def test_bad_bodies(settings: Settings, rasa: StubRasa, content: bytes, status: int) -> None:
    """A bad body is a 4xx with a Vietnamese reason, on both endpoints, and never reaches Rasa."""

    async def what(http: httpx.AsyncClient) -> None:
        for path in ("/chat", "/widget/chat"):
            if path == "/widget/chat" and b"message" in content and status == 400 and b"{}" not in content:
                continue  # the page sends no sender
            response = await http.post(path, content=content)
            assert response.status_code == status
            assert re.search(r"[àâạếộốứừươ]", response.json()["error"])
            assert "Traceback" not in response.text

    use(settings, what)
    assert rasa.received == []


@pytest.mark.parametrize(
    "text", ["", "   ", "\u200b\u2060", "😀👍", "…?!", "<br>", "a" * 2001, "/", "/restart", "a " * 5000]
)
def test_unreadable_messages(settings: Settings, rasa: StubRasa, text: str) -> None:
    """A message without words or too long is answered with a polite sentence and not sent on."""

    async def what(http: httpx.AsyncClient) -> None:
        [reply] = await say(http, text)
        assert reply["text"].startswith("Dạ, ")

    use(settings, what)
    assert rasa.received == []


def test_odd_messages_reach_rasa_clean(settings: Settings, rasa: StubRasa) -> None:
    """A leading slash, NFD, tags and personal numbers reach Rasa as harmless text."""

    async def what(http: httpx.AsyncClient) -> None:
        for text in ("/khai tử", "pha\u0309i la\u0300m gi\u0300", "<script>khai sinh</script>", "sđt 0909 123 456"):
            await say(http, text)

    use(settings, what)
    assert [body["message"] for body in rasa.received] == ["khai tử", "phải làm gì", "khai sinh", "sđt [SĐT]"]


def test_unknown_paths_and_methods(settings: Settings) -> None:
    """Unknown paths and methods are answered in Vietnamese JSON with the security headers."""

    async def what(http: httpx.AsyncClient) -> None:
        for method, path, status in (("GET", "/x", 404), ("GET", "/chat", 405), ("POST", "/", 405)):
            response = await http.request(method, path)
            assert (response.status_code, list(response.json())) == (status, ["error"])
            assert response.headers["x-content-type-options"] == "nosniff"

    use(settings, what)


def test_unexpected_failure_is_a_sentence(settings: Settings, rasa: StubRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault inside the relay is a polite sentence; one outside it is a 500 without a stack trace."""

    async def broken(*_: Any) -> Any:
        raise RuntimeError("internal detail")

    async def what(http: httpx.AsyncClient) -> None:
        monkeypatch.setattr("bot.relay.Relay.ask", broken)
        [reply] = await say(http, "khai sinh")
        assert reply["custom"]["reason"] == "internal"
        monkeypatch.setattr("bot.door.Door.take", broken)
        response = await http.post("/chat", json={"sender": "an", "message": "x"})
        assert (response.status_code, list(response.json())) == (500, ["error"])
        assert "detail" not in response.text

    use(settings, what)


def test_broken_journal_is_told(settings: Settings, rasa: StubRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the journal cannot be written the citizen is told, Rasa is not asked, and /readyz says why."""

    def full(*_: Any) -> Any:
        raise sqlite3.OperationalError("database or disk is full")

    async def what(http: httpx.AsyncClient) -> None:
        monkeypatch.setattr("bot.journal.Journal.begin", full)
        monkeypatch.setattr("bot.journal.Journal.check", full)
        [reply] = await say(http, "khai sinh")
        assert reply["custom"]["reason"] == "internal"
        response = await http.get("/readyz")
        assert response.status_code == 503
        assert "nhật ký" in response.json()["reasons"][0]

    use(settings, what)
    assert rasa.received == []


def test_plain_api_is_for_trusted_callers(settings: Settings, rasa: StubRasa) -> None:
    """From another machine /chat wants the token; through a reverse proxy on this machine too."""
    settings = settings.model_copy(update={"api_token": "s3cret"})
    body = {"sender": "an", "message": "chào"}

    async def what(http: httpx.AsyncClient) -> list[int]:
        tries: list[dict[str, str]] = [
            {},
            {"Authorization": "Bearer wrong"},
            {"Authorization": "Bearer s3cret"},
            {"X-Forwarded-For": "127.0.0.1"},
        ]
        return [(await http.post("/chat", json=body, headers=headers)).status_code for headers in tries]

    assert use(settings, what, peer="203.0.113.7") == [403, 403, 200, 403]
    assert use(settings.model_copy(update={"api_token": ""}), what, peer="203.0.113.7") == [403, 403, 403, 403]

    async def proxied(http: httpx.AsyncClient) -> list[int]:
        headers = {"X-Forwarded-For": "203.0.113.7"}
        return [(await http.post("/chat", json=body, headers=each)).status_code for each in (headers, {})]

    assert use(settings, proxied) == [403, 200]


def test_foreign_pages_are_refused(settings: Settings, rasa: StubRasa) -> None:
    """A request that another site's page makes in a browser is refused; the own page's is not."""

    async def what(http: httpx.AsyncClient) -> list[int]:
        body = {"sender": "an", "message": "chào"}
        found = []
        for origin in ("http://evil.test", "null", "http://motcua.test"):
            for path in ("/chat", "/widget/chat"):
                found.append((await http.post(path, json=body, headers={"Origin": origin})).status_code)
        return found

    assert use(settings, what) == [403, 403, 403, 403, 200, 200]


def test_limits_of_the_widget(settings: Settings, rasa: StubRasa) -> None:
    """A session and an address that send too fast get a 429 with the time to wait; /chat on this machine does not."""
    settings = settings.model_copy(update={"session_per_minute": 3, "address_per_minute": 5})

    async def what(http: httpx.AsyncClient) -> list[int]:
        await http.get("/")
        found = []
        for number in range(4):
            response = await http.post("/widget/chat", json={"message": f"câu {number}"})
            found.append(response.status_code)
        assert int(response.headers["retry-after"]) > 0
        assert "chờ" in response.json()["error"]
        http.cookies.clear()
        for number in range(2):
            found.append((await http.post("/widget/chat", json={"message": f"câu {number}"})).status_code)
            http.cookies.clear()
        return found

    assert use(settings, what, peer="203.0.113.7") == [200, 200, 200, 429, 200, 429]
    assert use(settings, what) == [200, 200, 200, 429, 200, 200]

    async def trusted(http: httpx.AsyncClient) -> None:
        for number in range(10):
            await say(http, f"câu {number}")

    use(settings, trusted)


def test_session_cookie(settings: Settings, rasa: StubRasa) -> None:
    """The page begins a session with a signed, unreadable cookie that lasts; a forged one begins another."""

    async def what(http: httpx.AsyncClient) -> None:
        response = await http.get("/")
        header = response.headers["set-cookie"]
        assert all(part in header for part in ("HttpOnly", "SameSite=lax", "Max-Age=604800", "Path=/"))
        assert "Secure" not in header
        assert "set-cookie" not in (await http.get("/")).headers
        await http.post("/widget/chat", json={"message": "một"})
        await http.post("/widget/chat", json={"message": "hai"})
        http.cookies.set(COOKIE, "forged.aaaaaaaa", domain="motcua.test")
        assert COOKIE in (await http.post("/widget/chat", json={"message": "ba"})).headers["set-cookie"]

    use(settings, what)
    senders = [body["sender"] for body in rasa.received]
    assert senders[0] == senders[1] != senders[2]
    assert senders[0].startswith("web-")
    assert {body["metadata"]["channel"] for body in rasa.received} == {"widget"}


def test_widget_buttons(settings: Settings, rasa: StubRasa) -> None:
    """The page's button is resolved for its own session; an unknown one is told, and never plain text."""
    rasa.plan = [Behaviour(replies=[{"text": "a", "buttons": [{"title": "Có", "payload": "/affirm"}]}])]

    async def what(http: httpx.AsyncClient) -> None:
        [reply] = (await http.post("/widget/chat", json={"message": "khai sinh", "commune": "00166"})).json()
        payload = reply["buttons"][0]["payload"]
        await http.post("/widget/chat", json={"button": payload})
        http.cookies.clear()
        [reply] = (await http.post("/widget/chat", json={"button": payload})).json()
        assert "hết hạn" in reply["text"]

    use(settings, what)
    assert [body["message"] for body in rasa.received] == ["khai sinh", "/affirm"]
    assert rasa.received[0]["metadata"]["commune"] == "00166"


def test_form_without_script(settings: Settings, rasa: StubRasa) -> None:
    """Without a script the form answers with a whole page: question, answer, buttons that are forms again."""
    rasa.plan = [
        Behaviour(
            replies=[
                {"text": "a <b>\nhttps://dichvucong.gov.vn/x.", "buttons": [{"title": "Có", "payload": "/affirm"}]}
            ]
        )
    ]

    async def what(http: httpx.AsyncClient) -> None:
        fields = _fields((await http.get("/?commune=00166")).text)
        assert fields["commune"] == "00166"
        response = await http.post("/widget/form", data={**fields, "message": "khai <i>sinh</i>"})
        assert "khai &lt;i&gt;sinh&lt;/i&gt;" in response.text
        assert "a &lt;b&gt;\n" in response.text
        assert '<a href="https://dichvucong.gov.vn/x" rel="noopener">' in response.text
        again = await http.post("/widget/form", data={**fields, "message": "khai <i>sinh</i>"})
        assert again.text.count("a &lt;b&gt;") == 1
        button = re.search(r'name="button" value="(b:\w+)">Có<', response.text)
        assert button is not None
        response = await http.post("/widget/form", data={**_fields(response.text), "button": button[1]})
        assert '<p class="text">Có</p>' in response.text

    use(settings, what)
    assert [body["message"] for body in rasa.received] == ["khai sinh", "/affirm"]
    assert {body["metadata"]["commune"] for body in rasa.received} == {"00166"}


def test_form_token_is_wanted(settings: Settings, rasa: StubRasa) -> None:
    """A form without this session's token asks nothing and leads back to a fresh page."""

    async def what(http: httpx.AsyncClient) -> None:
        fields = _fields((await http.get("/")).text)
        for token in ("", "wrong", "ế"):
            response = await http.post("/widget/form", data={**fields, "token": token, "message": "x y"})
            assert (response.status_code, response.headers["location"]) == (303, "/")

    use(settings, what)
    assert rasa.received == []


def test_page_and_assets(settings: Settings) -> None:
    """The page is Vietnamese, small, and allowed by a strict policy; its files come from the door itself."""

    async def what(http: httpx.AsyncClient) -> None:
        response = await http.get("/")
        assert '<html lang="vi">' in response.text
        assert response.headers["cache-control"] == "no-store"
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<script>|style=|onclick", response.text)
        [style] = re.findall(r"<style>(.*?)</style>", response.text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
        size = len(response.content)
        assets = re.findall(r'(?:src|href)="(/widget/[^"]+)"', response.text)
        assert len(assets) == 2
        for path in assets:
            asset = await http.get(path)
            assert (asset.status_code, asset.headers["content-encoding"]) == (200, "gzip")
            assert "immutable" in asset.headers["cache-control"]
            size += asset.num_bytes_downloaded
        assert size < 60_000

    use(settings, what)


def test_odd_commune_is_ignored(settings: Settings) -> None:
    """A commune that is no code does not get into the page."""

    async def what(http: httpx.AsyncClient) -> None:
        for path in ('/?commune="><script>', "/?thu-tuc=<script>&cho=x", "/?commune=123456&cho=99999999999"):
            html = (await http.get(path)).text
            assert html.count("<script") == 1
            assert "data-commune" not in html

    use(settings, what)


def test_health(settings: Settings, rasa: StubRasa, actions: StubRasa) -> None:
    """/healthz lives always; /readyz names what is missing and recovers by itself."""

    async def what(http: httpx.AsyncClient) -> None:
        assert (await http.get("/readyz")).json() == {"status": "ready", "reasons": []}
        rasa.healthy = False
        await asyncio.to_thread(actions.stop)
        (settings.var / "snapshots" / "current").unlink()
        response = await http.get("/readyz")
        assert response.status_code == 503
        assert len(response.json()["reasons"]) == 3
        assert (await http.get("/healthz")).status_code == 200
        rasa.healthy = True
        actions.start()
        (settings.var / "snapshots" / "current").write_text("20260101-abc\n")
        assert (await http.get("/readyz")).status_code == 200

    use(settings, what)


def test_metrics(settings: Settings, rasa: StubRasa) -> None:
    """/metrics counts turns, requests and refusals, with labels of the door's own only."""

    async def what(http: httpx.AsyncClient) -> str:
        await say(http, "chào")
        await say(http, "")
        await http.get("/duong-dan-la?sdt=0909123456")
        return (await http.get("/metrics")).text

    text = use(settings, what)
    assert 'motcua_turns_total{channel="chat",outcome="answered"} 1' in text
    assert 'motcua_turns_total{channel="chat",outcome="unreadable:empty"} 1' in text
    assert 'motcua_requests_total{route="other",status="404"} 1' in text
    assert 'motcua_turn_seconds_count{channel="chat"} 2' in text
    assert "motcua_waiting 0" in text
    assert "0909" not in text


def test_logs_hold_no_text(settings: Settings, rasa: StubRasa, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the access log nor the log of failures holds a message, a query string or a sender."""
    rasa.plan = [Behaviour(cut=True, stores=False), Behaviour(status=500, stores=False)]
    with caplog.at_level(logging.DEBUG):

        async def what(http: httpx.AsyncClient) -> None:
            await say(http, "câu bí mật", sender="người-gửi")
            await http.get("/?hoi=bi-mat")
            await http.get("/bi-mat")

        use(settings, what)
    own = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert len(own) > 4
    assert not any(re.search(r"b[íi].m[ậa]t|người-gửi", line) for line in own)
    lines = [json.loads(record.getMessage()) for record in caplog.records if record.name == "bot.access"]
    assert [line["path"] for line in lines] == ["/chat", "/", "other"]
    assert all(len(line["id"]) == 12 for line in lines)


def _fields(html: str) -> dict[str, str]:
    ask = html[html.index('<form id="ask"') :]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', ask))
