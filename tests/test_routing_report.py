"""docs/routing.md is what the rules say."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "routing_report.py"


def test_the_page_agrees_with_the_rules() -> None:
    """Whoever changes a rule writes the page again."""
    assert subprocess.run([sys.executable, SCRIPT, "--check"]).returncode == 0
