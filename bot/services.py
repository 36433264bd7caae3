"""The one table of the programs that make up Một Cửa: commands, ports and health addresses.

The supervisor starts what stands here, and the compose file and the Makefile are held to it by tests.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Environment = Literal["app", "rasa"]

#: The interpreter of each environment, relative to the checkout, and the variable that overrides it.
INTERPRETERS: dict[Environment, tuple[str, str]] = {
    "app": ("MOTCUA_APP_PYTHON", ".venv/bin/python"),
    "rasa": ("MOTCUA_RASA_PYTHON", ".venv-rasa/bin/python"),
}


@dataclass(frozen=True, slots=True)
class Service:
    """One program: how it is started, where it listens and where it says that it is well."""

    name: str
    title: str
    environment: Environment
    argv: tuple[str, ...]
    port_variable: str
    default_port: int
    health: str
    #: Only the front door may be reached from outside.
    public: bool = False
    #: For staff. Citizens get their answers without it, so its trouble is not theirs.
    staff: bool = False
    #: Seconds that the program may take to become healthy.
    patience: float = 120.0

    def port(self, environ: Mapping[str, str] = os.environ) -> int:
        """Return the port to listen on; raises ValueError for a variable that is no port."""
        port = int(environ.get(self.port_variable) or self.default_port)
        if not 1 <= port <= 65535:
            raise ValueError(f"{self.port_variable}={port}")
        return port

    def health_url(self, environ: Mapping[str, str] = os.environ) -> str:
        """Return the address that answers 200 once the program is ready to work."""
        return f"http://127.0.0.1:{self.port(environ)}{self.health}"

    def interpreter(self, root: Path, environ: Mapping[str, str] = os.environ) -> Path:
        """Return the Python of this program's environment (not resolved: a venv's python is a link)."""
        variable, default = INTERPRETERS[self.environment]
        return root / (environ.get(variable) or default)

    def command(self, root: Path, environ: Mapping[str, str] = os.environ) -> list[str]:
        """Return the whole command line."""
        return [str(self.interpreter(root, environ)), *self.argv]


#: In the order in which they are started; they are stopped in the opposite order.
SERVICES: tuple[Service, ...] = (
    Service(
        name="actions",
        title="Bộ tra cứu",
        environment="app",
        argv=("-m", "actions"),
        port_variable="MOTCUA_ACTIONS_PORT",
        default_port=5055,
        health="/health",
    ),
    Service(
        name="rasa",
        title="Rasa",
        environment="rasa",
        argv=("-m", "nlu.engine", "run"),
        port_variable="MOTCUA_RASA_PORT",
        default_port=5005,
        health="/status",
        patience=240.0,
    ),
    Service(
        name="door",
        title="Cửa trước",
        environment="app",
        argv=("-m", "bot", "serve"),
        port_variable="MOTCUA_PORT",
        default_port=8000,
        health="/healthz",
        public=True,
        patience=60.0,
    ),
    Service(
        name="console",
        title="Trang của cán bộ",
        environment="app",
        argv=("-m", "knowledge", "console", "serve"),
        port_variable="MOTCUA_CONSOLE_PORT",
        default_port=8001,
        health="/healthz",
        staff=True,
        patience=90.0,
    ),
)
