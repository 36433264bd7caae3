"""Rate limits in memory: a bucket of tokens for each session and each address."""

import math
import time
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
_MOST_BUCKETS = 50_000


class Limiter:
    """Allows `per_minute` calls a minute for each key, and bursts of as many as a minute's worth."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst = float(per_minute)
        self._rate = per_minute / 60.0
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def wait(self, key: str) -> int:
        """Take one token; return 0 when the call may go on, else the whole seconds until it may."""
        now = self._clock()
        tokens, then = self._buckets.pop(key, (self._burst, now))
        tokens = min(self._burst, tokens + (now - then) * self._rate)
        allowed = tokens >= 1.0
        # Put back at the end, so that the dictionary stays in the order of last use.
        self._buckets[key] = (tokens - 1.0 if allowed else tokens, now)
        if len(self._buckets) > _MOST_BUCKETS:
            del self._buckets[next(iter(self._buckets))]
        return 0 if allowed else max(1, math.ceil((1.0 - tokens) / self._rate))


def client_address(peer: str, forwarded: str | None, proxies: tuple[Network, ...]) -> str:
    """Return the address that a request comes from.

    X-Forwarded-For is believed only from a loopback peer or a listed proxy, and read from the right: the
    first address that is not itself a listed proxy is the client.
    """
    address = peer
    for hop in reversed((forwarded or "").split(",")) if forwarded else ():
        if not believed(address, proxies):
            break
        address = hop.strip() or address
    return address


def believed(address: str, proxies: tuple[Network, ...]) -> bool:
    """Tell whether what an address says about a request is believed: this machine and the listed proxies."""
    return is_loopback(address) or _within(address, proxies)


def is_loopback(address: str) -> bool:
    """Tell whether an address is this machine's own."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return bool((mapped or parsed).is_loopback)


def address_key(address: str) -> str:
    """Return the key of an address for limiting: an IPv6 subscriber owns a whole /64."""
    if ":" not in address:
        return address
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    mapped = getattr(parsed, "ipv4_mapped", None)
    return str(mapped) if mapped else str(ip_network(f"{parsed}/64", strict=False))


def _within(address: str, networks: tuple[Network, ...]) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)
