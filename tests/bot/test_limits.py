"""Rate limits, and which address a request comes from."""

from ipaddress import ip_network

import pytest

from bot import limits
from bot.limits import Limiter, address_key, client_address, is_loopback


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_burst_then_wait_then_again() -> None:
    """A minute's worth may come at once; then one waits, and is told how long."""
    clock = Clock()
    limiter = Limiter(6, clock)
    assert [limiter.wait("an") for _ in range(7)] == [0] * 6 + [10]
    assert limiter.wait("binh") == 0
    clock.now = 9.0
    assert limiter.wait("an") == 1
    clock.now = 10.0
    assert limiter.wait("an") == 0
    clock.now = 1000.0
    assert [limiter.wait("an") for _ in range(7)] == [0] * 6 + [10]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound the key that was quiet longest is forgotten."""
    monkeypatch.setattr(limits, "_MOST_BUCKETS", 3)
    limiter = Limiter(1, Clock())
    for key in "abcd":
        assert limiter.wait(key) == 0
    assert limiter.wait("d") > 0
    assert limiter.wait("a") == 0


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", None, "203.0.113.7"),
        ("203.0.113.7", "127.0.0.1", "203.0.113.7"),
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "127.0.0.1, 203.0.113.7", "203.0.113.7"),
        ("10.0.0.2", "198.51.100.1, 203.0.113.7, 10.0.0.9", "203.0.113.7"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("::1", "2001:db8::1", "2001:db8::1"),
    ],
)
def test_client_address(peer: str, forwarded: str | None, address: str) -> None:
    """X-Forwarded-For counts from this machine and from listed proxies only, read from the right."""
    assert client_address(peer, forwarded, (ip_network("10.0.0.0/24"),)) == address


def test_loopback() -> None:
    """Loopback in all its spellings, and nothing else."""
    assert all(map(is_loopback, ("127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1")))
    assert not any(map(is_loopback, ("10.0.0.1", "localhost", "", "unknown", "2001:db8::1")))


def test_address_key() -> None:
    """An IPv6 subscriber is one key however many addresses he uses."""
    assert address_key("2001:db8::1") == address_key("2001:db8::ffff:2") != address_key("2001:db8:0:1::1")
    assert address_key("::ffff:203.0.113.7") == address_key("203.0.113.7")
    assert address_key("odd:thing") == "odd:thing"
