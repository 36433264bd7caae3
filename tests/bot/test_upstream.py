"""The small HTTP client: keep-alive, and the two failures that must be told apart."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from bot import upstream
from bot.upstream import Refused, Uncertain, Upstream
from tests.bot.stub_rasa import free_port

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def with_server(handler: Handler, use: Callable[[Upstream], Awaitable[None]]) -> int:
    """Serve raw bytes with `handler`, use a client on it, and return the number of connections."""
    connections = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        try:
            await handler(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    client = Upstream(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/base/", timeout=1.0)
    try:
        await use(client)
    finally:
        client.close()
        server.close()
    return connections


def answering(*answers: bytes) -> Handler:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            head = await reader.readuntil(b"\r\n\r\n")
            if b"Content-Length: " in head:
                await reader.readexactly(int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0]))
            for byte in (answer[:20], answer[20:]):
                writer.write(byte)
                await writer.drain()
                await asyncio.sleep(0)
        await reader.read(1)

    return handler


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n3\r\nabc\r\n0\r\n\r\n"
CLOSING = b"HTTP/1.1 500 No\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno"


def test_connections_are_kept() -> None:
    """Requests that follow each other share a connection; lengths and chunks are both understood."""

    async def use(client: Upstream) -> None:
        assert (await client.get("/a")).body == b"ok"
        assert (await client.post("/a", b"{}")).body == b"okabc"
        assert (await client.get("/a")).status == 200

    assert asyncio.run(with_server(answering(OK, CHUNKED, OK), use)) == 1


def test_closing_answer_ends_the_connection() -> None:
    """A server that closes gets a new connection for the next request."""

    async def use(client: Upstream) -> None:
        assert (await client.get("/a")).status == 500
        assert (await client.get("/a")).status == 500

    assert asyncio.run(with_server(answering(CLOSING), use)) == 2


def test_requests_at_once_have_connections_of_their_own() -> None:
    """Answers of requests at the same time are not mixed up."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            path = (await reader.readuntil(b"\r\n\r\n")).split()[1]
            await asyncio.sleep(0.01)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(path), path))

    async def use(client: Upstream) -> None:
        for _ in range(2):
            answers = await asyncio.gather(*(client.get(f"/{number}") for number in range(20)))
            assert [answer.body for answer in answers] == [b"/base/%d" % number for number in range(20)]

    assert asyncio.run(with_server(echo, use)) == 20


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", b"nonsense\r\n\r\n" + b"x" * 50]
)
def test_cut_or_broken_answer_is_uncertain(answer: bytes) -> None:
    """No answer, half an answer and nonsense are uncertain."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)

    async def use(client: Upstream) -> None:
        with pytest.raises(Uncertain):
            await client.get("/a")

    asyncio.run(with_server(handler, use))


def test_time_out_is_uncertain_and_cuts_the_connection() -> None:
    """After the time-out the other side sees the connection end, so that it gives the work up."""
    seen: list[bytes] = []

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        seen.append(await reader.read(1))

    async def use(client: Upstream) -> None:
        started = time.perf_counter()
        with pytest.raises(Uncertain, match=r"within 0\.1 s"):
            await client.get("/a", 0.1)
        assert time.perf_counter() - started < 0.5
        await asyncio.sleep(0.05)

    asyncio.run(with_server(handler, use))
    assert seen == [b""]


def test_nobody_there_is_refused() -> None:
    """Where nothing listens the request was certainly not received."""

    async def use() -> None:
        with pytest.raises(Refused):
            await Upstream(f"http://127.0.0.1:{free_port()}", 1).get("/")

    asyncio.run(use())


def test_idle_connections_grow_old(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that was idle for long is not used again: the other side may be about to close it."""
    monkeypatch.setattr(upstream, "IDLE_SECONDS", 0.01)

    async def use(client: Upstream) -> None:
        await client.get("/a")
        await asyncio.sleep(0.03)
        await client.get("/a")

    assert asyncio.run(with_server(answering(OK, OK), use)) == 2


def test_only_plain_http() -> None:
    """Another scheme is an error when the client is made, not when it is used."""
    with pytest.raises(ValueError, match="plain http"):
        Upstream("https://example.vn", 1)
