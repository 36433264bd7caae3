"""`python -m bot serve`: run the front door with uvicorn until SIGTERM, then let the turns under way end."""

import sqlite3
import sys

import uvicorn

from bot.app import create_app
from bot.logs import log_json
from bot.settings import Settings


def serve(settings: Settings) -> int:
    """Serve until told to stop; return the exit status."""
    log_json()
    try:
        app = create_app(settings)
    except (OSError, ValueError, sqlite3.Error) as error:
        print(f"Không mở được dữ liệu trong {settings.var}: {error}", file=sys.stderr)
        return 1
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        # Its own access log would show query strings; ours (bot.web) shows route names only.
        access_log=False,
        log_config=None,
        server_header=False,
        # Addresses are read from X-Forwarded-For by bot.limits, which knows whom to believe.
        proxy_headers=False,
        timeout_graceful_shutdown=settings.drain_seconds,
        timeout_keep_alive=15,
        h11_max_incomplete_event_size=64 * 1024,
        backlog=1024,
    )
    server = uvicorn.Server(config)
    server.run()
    return 0 if server.started else 1
