"""What is missing behind the door."""

import asyncio
from pathlib import Path

from bot import wording
from bot.health import Health, has_snapshot
from bot.journal import Journal
from bot.rasas import Rasas
from bot.settings import Settings
from bot.upstream import Upstream
from tests.bot.stub_rasa import StubRasa, free_port


def reasons(settings: Settings) -> list[str]:
    async def run() -> list[str]:
        journal = Journal(settings.var / "j")
        health = Health(settings, Rasas([Upstream(settings.rasa, 1)]), journal)
        found = await health.reasons()
        health.close()
        journal.close()
        return found

    return asyncio.run(run())


def test_nothing_is_missing(settings: Settings) -> None:
    """With Rasa, actions, snapshot and journal there is no reason."""
    assert reasons(settings) == []


def test_each_part_is_named(settings: Settings, rasa: StubRasa) -> None:
    """A part that is not there or not well has its own reason."""
    nowhere = f"http://127.0.0.1:{free_port()}"
    assert reasons(settings.model_copy(update={"actions_url": nowhere})) == [wording.NOT_READY_ACTIONS]
    assert reasons(settings.model_copy(update={"rasa_url": nowhere})) == [wording.NOT_READY_RASA]
    rasa.healthy = False
    assert reasons(settings) == [wording.NOT_READY_RASA]


def test_snapshot_must_be_published(tmp_path: Path) -> None:
    """A pointer that is missing, empty or leads nowhere is no snapshot."""
    assert not has_snapshot(tmp_path)
    (tmp_path / "snapshots").mkdir()
    pointer = tmp_path / "snapshots" / "current"
    for text in ("", "../x", "gone\n"):
        pointer.write_text(text)
        assert not has_snapshot(tmp_path)
    (tmp_path / "snapshots" / "s1").mkdir()
    pointer.write_text("s1\n")
    assert has_snapshot(tmp_path)
