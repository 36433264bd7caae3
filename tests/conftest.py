"""What every test may use. Light: it is loaded in both environments."""

import importlib.util
import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
HAS_RASA = importlib.util.find_spec("rasa") is not None

# Modules that import Rasa when they are collected; elsewhere the marker is enough.
RASA_TESTS = ("tests/nlu/components", "tests/nlu/test_engine.py")

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave the tests of Rasa's components to .venv-rasa."""
    if HAS_RASA:
        return None
    return any(collection_path == ROOT / each for each in RASA_TESTS) or None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests marked `rasa` where Rasa is not installed."""
    if HAS_RASA:
        return
    left_out = [item for item in items if item.get_closest_marker("rasa")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("rasa")]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data beside the checkout; tests that need it skip, saying why, without it."""
    folder = Path(os.environ.get("MOTCUA_SHARED") or ROOT.parent / "shared")
    if not (folder / "data").is_dir():
        pytest.skip(f"needs the shared folder ({folder}); set MOTCUA_SHARED")
    return folder
