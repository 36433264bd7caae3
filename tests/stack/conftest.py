"""One start of the real assistant for all end-to-end tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stack.launch import RASA, Stack, prepare, start_ours
from tests.stack.processes import ROOT


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The running assistant: action server, Rasa and front door. Skips, saying why, without the Rasa environment."""
    if not Path(RASA).exists():
        pytest.skip(f"needs the Rasa environment ({RASA}): run `make setup`")
    var = ROOT / "var" / "test"
    prepare(var)
    running = start_ours(var)
    yield running
    running.stop()
