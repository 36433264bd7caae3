"""Django's settings: what a security check would ask."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[3]


def test_deploy_check_is_clean(tmp_path: Path) -> None:
    """`check --deploy` finds nothing where a proxy speaks HTTPS."""
    environ = {
        **os.environ,
        "MOTCUA_VAR": str(tmp_path),
        "MOTCUA_CONSOLE_HTTPS": "true",
        "MOTCUA_CONSOLE_ORIGINS": "https://canbo.example.vn",
    }
    argv = [sys.executable, "-m", "knowledge", "console", "manage", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(argv, cwd=ROOT, env=environ, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout


def test_passwords_are_argon2() -> None:
    """New passwords are hashed with argon2, and short ones are refused."""
    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert any(each.get("OPTIONS", {}).get("min_length", 0) >= 10 for each in settings.AUTH_PASSWORD_VALIDATORS)


def test_models_and_migrations_agree(migrated: Path) -> None:
    """No model was changed without its migration."""
    from django.core.management import call_command

    call_command("makemigrations", "staff", "base", check=True, dry_run=True, verbosity=0)
