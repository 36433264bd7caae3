"""The action server: Rasa asks it for every answer that needs knowledge."""

import logging
from http import HTTPStatus

from rasa_sdk.endpoint import create_app
from sanic import HTTPResponse, Request, Sanic
from sanic.response import json

from actions.registry import executor
from actions.settings import Settings
from actions.toolbox import Toolbox, open_toolbox
from knowledge.snapshot import SnapshotReader

logger = logging.getLogger(__name__)


def build_app(reader: SnapshotReader[Toolbox]) -> Sanic:
    """Return the server's application; it answers with the snapshot that `reader` holds."""
    app = create_app(executor(reader.get), cors_origins=None)

    @app.get("/readyz")
    async def readyz(request: Request) -> HTTPResponse:
        """Tell whether a snapshot is loaded, which one, and why a newer one was refused."""
        try:
            tools = reader.get()
        except Exception as error:
            return json({"status": "unavailable", "problem": str(error)}, status=HTTPStatus.SERVICE_UNAVAILABLE)
        return json({"status": "ok", "snapshot": tools.name, "problem": reader.problem})

    return app


def serve(settings: Settings) -> None:
    """Load the current snapshot and serve until stopped. Raises SnapshotError when there is none."""
    reader = SnapshotReader(settings.var, open_toolbox, settings.snapshot_poll)
    tools = reader.get()
    tools.searcher.search("làm giấy khai sinh")
    logger.info("snapshot %s, %d guides", tools.name, len(tools.guides))
    app = build_app(reader)
    app.run(
        host=settings.actions_host,
        port=settings.actions_port,
        single_process=True,
        access_log=False,
        motd=False,
    )
