"""The channel's sentences fit into Telegram and sound alike."""

import re
from pathlib import Path

from bot.telegram import updates, wording


def test_profile_fits() -> None:
    """Commands and descriptions keep Telegram's lengths, and every command is one that we know."""
    assert {name for name, _ in wording.COMMANDS} == set(updates.COMMANDS)
    assert all(re.fullmatch("[a-z]{1,32}", name) and 1 <= len(text) <= 256 for name, text in wording.COMMANDS)
    assert len(wording.DESCRIPTION) <= 512
    assert len(wording.SHORT_DESCRIPTION) <= 120


def test_polite() -> None:
    """What citizens read begins politely."""
    said = [wording.START, wording.HELP, wording.FLOOD, wording.LATE, *wording.UNREADABLE.values()]
    assert all(text.startswith("Dạ, ") for text in said)
    assert len(wording.OLD_BUTTON) <= 200


def test_profile_stands_in_the_documentation(root: Path) -> None:
    """docs/telegram.md shows the descriptions that citizens see."""
    text = (root / "docs" / "telegram.md").read_text("utf-8")
    for line in (*wording.DESCRIPTION.splitlines(), wording.SHORT_DESCRIPTION):
        assert f"> {line}" in text
