"""The console's command line."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from knowledge.console import command

ROOT = Path(__file__).resolve().parents[3]


def test_first_administrator_is_made_once(base: None) -> None:
    """The first start makes an administrator who must change the password; later ones make nobody."""
    from knowledge.console.staff.models import Officer

    password = command.prepare()
    first = Officer.objects.get()
    assert first.check_password(password)
    assert (first.role, first.must_change_password, first.is_superuser) == ("administrator", True, False)
    assert command.prepare() == ""
    assert Officer.objects.count() == 1


def test_lost_password(officer: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """A new password is shown once for an account that exists; another name is an error."""
    lan = officer(username="lan")
    assert command.main(["password", "lan"]) == 0
    shown = capsys.readouterr().out.split()[-1]
    lan.refresh_from_db()
    assert lan.check_password(shown)
    assert lan.must_change_password
    assert command.main(["password", "nobody"]) == 1


def test_other_commands_stay_light() -> None:
    """The commands of the knowledge room do not load Django."""
    code = "import sys, knowledge.__main__; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_release_is_followed(base: None) -> None:
    """The starter content comes in with the first start, and a second start changes nothing."""
    assert command.follow_release()["new"] > 100
    again = command.follow_release()
    assert again["new"] == again["updated"] == 0
