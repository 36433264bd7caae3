"""Is what stands behind the door there? The reasons why not, in Vietnamese, for /readyz and for citizens."""

import asyncio
import sqlite3
from pathlib import Path

from bot import wording
from bot.journal import Journal
from bot.rasas import Rasas
from bot.settings import Settings
from bot.upstream import Refused, Uncertain, Upstream
from knowledge.snapshot import SnapshotError, current

_TIMEOUT = 3.0


class Health:
    """Looks at Rasa, the action server, the snapshot and the journal."""

    def __init__(self, settings: Settings, rasas: Rasas, journal: Journal) -> None:
        self._var = settings.var
        self._rasas = rasas
        self._actions = Upstream(settings.actions, _TIMEOUT)
        self._journal = journal

    async def reasons(self) -> list[str]:
        """Return why the door cannot answer questions now; an empty list when it can."""
        looks = (self._status(server, "/status") for server in self._rasas.servers)
        actions, *rasas = await asyncio.gather(self.actions(), *looks)
        found = []
        if 404 in rasas:
            found.append(wording.NOT_READY_RASA_API)
        elif set(rasas) != {200}:
            found.append(wording.NOT_READY_RASA)
        if not actions:
            found.append(wording.NOT_READY_ACTIONS)
        if not has_snapshot(self._var):
            found.append(wording.NOT_READY_SNAPSHOT)
        try:
            self._journal.check()
        except sqlite3.Error:
            found.append(wording.NOT_READY_JOURNAL)
        return found

    async def actions(self) -> bool:
        """Tell whether the action server answers."""
        return await self._status(self._actions, "/health") == 200

    def close(self) -> None:
        """Close the connections."""
        self._actions.close()

    @staticmethod
    async def _status(server: Upstream, path: str) -> int | None:
        try:
            return (await server.get(path, _TIMEOUT)).status
        except (Refused, Uncertain):
            return None


def has_snapshot(var: Path) -> bool:
    """Tell whether a snapshot is published in `var`."""
    try:
        return current(var).is_dir()
    except (SnapshotError, OSError, ValueError):
        return False
