"""The console's settings, read from MOTCUA_… variables; the defaults run on one machine without a network."""

import os
import secrets
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

_SECRET_BYTES = 48


class ConsoleSettings(BaseSettings):
    """What an operator may set for the console. Paths are relative to the working folder unless absolute."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_", frozen=True, extra="ignore")

    var: Path = Path("var")
    console_host: str = "127.0.0.1"
    console_port: int = Field(default=8001, ge=1, le=65535)
    #: Empty: SQLite in var/console/base.sqlite3. Else postgresql://user:password@host:port/name.
    database_url: str = ""
    #: The addresses that staff type, with scheme, separated by commas: https://quantri.example.vn
    console_origins: str = ""
    #: Set when a proxy in front speaks HTTPS: cookies are then sent over HTTPS only.
    console_https: bool = False
    #: Minutes without a click after which somebody has to log in again.
    console_session_minutes: int = Field(default=120, ge=5)
    #: Wrong passwords after which an account is closed to an address, and for how many minutes.
    console_login_tries: int = Field(default=5, ge=2)
    console_login_minutes: int = Field(default=15, ge=1)

    @property
    def folder(self) -> Path:
        """Where the console keeps what lasts."""
        return self.var.absolute() / "console"

    @property
    def origins(self) -> list[str]:
        """The addresses under which staff may reach the console."""
        given = [part.strip().rstrip("/") for part in self.console_origins.split(",") if part.strip()]
        return given or [f"http://{host}:{self.console_port}" for host in ("127.0.0.1", "localhost", "[::1]")]

    @property
    def hosts(self) -> list[str]:
        """The host names of `origins`, and this machine's own for the health check."""
        named = [urlsplit(origin).hostname or "" for origin in self.origins]
        return list(
            dict.fromkeys([*(f"[{name}]" if ":" in name else name for name in named), "127.0.0.1", "localhost"])
        )

    def database(self) -> dict[str, Any]:
        """Return Django's description of the base. Raises ValueError for an address that it cannot read."""
        if not self.database_url:
            return {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": self.folder / "base.sqlite3",
                # Writers queue instead of failing half-way; readers go on while somebody writes.
                "OPTIONS": {
                    "timeout": 20,
                    "transaction_mode": "IMMEDIATE",
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
                },
            }
        parts = urlsplit(self.database_url)
        if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
            raise ValueError("MOTCUA_DATABASE_URL must look like postgresql://user:password@host:5432/name")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_HEALTH_CHECKS": True,
        }

    def secret_key(self) -> str:
        """Return the key that signs sessions, made on the first start and readable by the owner only."""
        path = self.folder / "secret"
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f"secret.{os.getpid()}.{secrets.token_hex(4)}")
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as stream:
                stream.write(secrets.token_urlsafe(_SECRET_BYTES))
            try:
                # Linked, not renamed: of two programs that start at once, both take the key of the first.
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text("utf-8").strip()


@cache
def config() -> ConsoleSettings:
    """Return the settings as the environment gave them when they were first asked for."""
    return ConsoleSettings()
