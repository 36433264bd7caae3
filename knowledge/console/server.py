"""The console's web server: uvicorn over Django, in one process."""

import os
import warnings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knowledge.console.settings")

import uvicorn
from django.core.asgi import get_asgi_application

from knowledge.console.config import config

# WhiteNoise hands out files of a few kB as plain iterators; that costs nothing here.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume")

application = get_asgi_application()


def serve() -> int:
    """Serve until told to stop; return the exit status."""
    chosen = config()
    server = uvicorn.Server(
        uvicorn.Config(
            application,
            host=chosen.console_host,
            port=chosen.console_port,
            access_log=False,
            log_config=None,
            server_header=False,
            lifespan="off",
            proxy_headers=chosen.console_https,
            timeout_graceful_shutdown=10,
            timeout_keep_alive=15,
        )
    )
    server.run()
    return 0 if server.started else 1
