"""The console's settings."""

import os
import stat
from pathlib import Path

import pytest

from knowledge.console.config import ConsoleSettings


def test_default_base_is_a_file_below_var(tmp_path: Path) -> None:
    """Without a setting the base is one SQLite file in var/console."""
    described = ConsoleSettings(var=tmp_path).database()
    assert described["ENGINE"].endswith("sqlite3")
    assert described["NAME"] == tmp_path / "console" / "base.sqlite3"


def test_postgresql_by_its_address() -> None:
    """An address chooses PostgreSQL; what is percent-encoded in it is decoded."""
    described = ConsoleSettings(database_url="postgresql://an:b%40c@db:5433/motcua").database()
    assert (described["ENGINE"], described["NAME"]) == ("django.db.backends.postgresql", "motcua")
    assert (described["USER"], described["PASSWORD"], described["HOST"], described["PORT"]) == (
        "an",
        "b@c",
        "db",
        "5433",
    )


@pytest.mark.parametrize("address", ["mysql://a/b", "postgresql://host", "base.sqlite3"])
def test_other_addresses_are_refused(address: str) -> None:
    """What is no PostgreSQL address is an error that shows one."""
    with pytest.raises(ValueError, match="postgresql://user"):
        ConsoleSettings(database_url=address).database()


def test_secret_is_made_once_for_its_owner(tmp_path: Path) -> None:
    """The key is long, stays the same, and nobody else can read it."""
    settings = ConsoleSettings(var=tmp_path)
    first = settings.secret_key()
    assert len(first) >= 50
    assert settings.secret_key() == first
    assert stat.S_IMODE(os.stat(tmp_path / "console" / "secret").st_mode) == 0o600


def test_hosts_follow_the_addresses_of_staff() -> None:
    """Only the named hosts are answered, and this machine for the health check."""
    settings = ConsoleSettings(console_origins="https://canbo.example.vn/, https://[::1]:9000")
    assert settings.origins == ["https://canbo.example.vn", "https://[::1]:9000"]
    assert settings.hosts == ["canbo.example.vn", "[::1]", "127.0.0.1", "localhost"]
