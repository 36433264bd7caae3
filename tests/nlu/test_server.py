"""How Rasa's server is set up."""

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from nlu import engine, server

pytestmark = pytest.mark.rasa


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> engine.Settings:
    """Settings with a folder of their own, written to the environment as the engine does."""
    for name in ("MOTCUA_VAR", "MOTCUA_ACTIONS_WEBHOOK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.environ", dict(os.environ))
    chosen = engine.Settings(var=tmp_path, actions_url="http://127.0.0.1:5999/webhook")
    engine.prepare_environment(chosen)
    return chosen


def test_endpoints_follow_the_settings(settings: engine.Settings) -> None:
    """The action server's address and the folder of conversations come from the settings."""
    found = server.endpoints(settings)
    assert found.action.url == "http://127.0.0.1:5999/webhook"
    assert found.tracker_store.type == "nlu.tracker_store.BoundedTrackerStore"
    assert found.tracker_store.kwargs["db"] == str(settings.var / "rasa" / "tracker.sqlite3")


def test_without_our_store_rasas_own_is_used(settings: engine.Settings) -> None:
    """Switched off, our store leaves its place to Rasa's, with another file."""
    stock = engine.Settings(var=settings.var, actions_url=settings.actions_url, steps=())
    found = server.endpoints(stock)
    assert found.tracker_store.type == "sql"
    assert found.tracker_store.kwargs["db"].endswith("stock-tracker.sqlite3")


def test_log_of_an_error_has_no_values_of_variables(root: Path, tmp_path: Path) -> None:
    """An error is logged with its place in the code, without what the variables held."""
    code = (
        "from nlu import engine, server; import structlog\n"
        "settings = engine.Settings.from_environment(); engine.prepare_environment(settings)\n"
        "server.import_rasa(settings)\n"
        "def answer(text):\n    return 1 / len(text[:0])\n"
        "try:\n    answer('bi mat')\n"
        "except ZeroDivisionError:\n    structlog.get_logger().exception('failed')\n"
    )
    environment = {**os.environ, "MOTCUA_VAR": str(tmp_path)}
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True)
    log = result.stdout + result.stderr
    assert "ZeroDivisionError" in log
    assert "bi mat" not in log


@pytest.mark.parametrize(
    ("category", "filename", "shown"),
    [
        (DeprecationWarning, "lib/site-packages/sanic/app.py", False),
        (DeprecationWarning, "nlu/tracker_store.py", True),
        (UserWarning, "lib/site-packages/rasa/core.py", True),
    ],
)
def test_only_warnings_that_can_be_acted_on_are_shown(
    capsys: pytest.CaptureFixture[str], category: type[Warning], filename: str, shown: bool
) -> None:
    """Deprecations inside pinned libraries are silent; ours, and what Rasa says of the data, are not."""
    server._show_warning("take care", category, filename, 1)
    assert ("take care" in capsys.readouterr().err) is shown


def test_warning_that_rasa_repeats_at_every_start_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    """The hook stands where Python calls it, and leaves out Rasa's note on slots that we do not have."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = server._show_warning
        warnings.warn("Slot auto-fill has been removed in 3.0", UserWarning, stacklevel=1)
        warnings.warn("something else", UserWarning, stacklevel=1)
    shown = capsys.readouterr().err
    assert "something else" in shown
    assert "auto-fill" not in shown
