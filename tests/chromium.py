"""The one way in which tests start a browser."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: make dev")


@contextmanager
def chromium() -> Iterator[Any]:
    """Run one headless Chromium: MOTCUA_CHROMIUM, the system's, or playwright's own. Skips, saying why, without one.

    Its loop runs until it is closed, so a fixture must not keep it for tests that start loops of their own.
    """
    program = os.environ.get("MOTCUA_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with playwright.sync_playwright() as tool:
        try:
            browser = tool.chromium.launch(executable_path=program, args=["--no-sandbox"])
        except playwright.Error as error:
            pytest.skip(f"needs a Chromium ({str(error).splitlines()[0]}); set MOTCUA_CHROMIUM")
        yield browser
        browser.close()
