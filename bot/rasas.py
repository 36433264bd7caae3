"""Several Rasa processes: each sender always talks to the same one, which alone knows that conversation."""

import hashlib
from collections.abc import Sequence

from bot.upstream import Upstream


class Rasas:
    """Rendezvous hashing: when a process is added or taken away, only the senders of that one move."""

    def __init__(self, servers: Sequence[Upstream]) -> None:
        if not servers:
            raise ValueError("needs at least one Rasa")
        self.servers = tuple(servers)

    def of(self, conversation: str) -> Upstream:
        """Return the process that a conversation belongs to, whatever the order in which they are listed."""
        if len(self.servers) == 1:
            return self.servers[0]
        return max(self.servers, key=lambda server: _weight(server.url, conversation))

    def close(self) -> None:
        """Close all connections."""
        for server in self.servers:
            server.close()


def _weight(url: str, conversation: str) -> bytes:
    return hashlib.blake2b(f"{url}\0{conversation}".encode(), digest_size=8).digest()
