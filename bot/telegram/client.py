"""The library's bot, set up for us: our pace, our time-outs, and updates as plain data."""

from typing import Any

from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.telegram.pace import Pace
from bot.telegram.updates import ALLOWED

_BATCH = 100


class Client(ExtBot):  # type: ignore[misc]
    """Talks to the Bot API at `api`, for example https://api.telegram.org."""

    def __init__(self, token: str, api: str, per_second: float) -> None:
        super().__init__(
            token,
            base_url=f"{api.rstrip('/')}/bot",
            request=_requests(connections=32),
            get_updates_request=_requests(connections=1),
            rate_limiter=Pace(per_second),
        )

    async def raw_updates(self, offset: int | None, seconds: int) -> list[dict[str, Any]]:
        """Return the updates from `offset` on, waiting up to `seconds` for the first; raises TelegramError.

        The library's get_updates reads a whole batch or nothing, so that one update which it cannot read would hold up
        all others for ever. Here each is read by itself, later.
        """
        data = {"offset": offset, "limit": _BATCH, "timeout": seconds, "allowed_updates": ALLOWED}
        found: Any = await self._post("getUpdates", data, read_timeout=seconds + 10)
        return [update for update in found if isinstance(update, dict) and isinstance(update.get("update_id"), int)]


def _requests(connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections, connect_timeout=10.0, read_timeout=20.0, write_timeout=20.0, pool_timeout=60.0
    )
