"""Rasa's server as this assistant runs it: imported light, made cheap, quiet in its log.

Python 3.10 only; `nlu.engine` prepares the environment first.
"""

from __future__ import annotations

import logging
import sys
import warnings
from pathlib import Path
from typing import Any, TextIO

from nlu.engine import Settings

ROOT = Path(__file__).resolve().parent.parent


def import_rasa(settings: Settings) -> None:
    """Import Rasa, without the libraries that the configuration does not need, and set up its logging."""
    if "light imports" in settings.steps:
        from nlu import light_imports

        light_imports.install(ROOT / "config.yml")
    warnings.showwarning = _show_warning
    import rasa.core.run  # noqa: F401
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    # Rasa's lower levels repeat what citizens write.
    level = logging.getLevelName(settings.log_level)
    configure_logging_and_warnings(level, None, warn_only_once=True, filter_repeated_logs=True)
    _leave_variables_out_of_tracebacks()
    configure_structlog(level)


def _leave_variables_out_of_tracebacks() -> None:
    """structlog writes the values of all variables beside an error: what citizens wrote, thirty kilobytes at a time."""
    import structlog  # type: ignore[import-not-found]

    transformer = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    structlog.processors.dict_tracebacks = structlog.processors.ExceptionRenderer(transformer)


def serve(settings: Settings, model: Path) -> None:
    """Start Rasa's server with `model`; returns when the server has stopped."""
    import_rasa(settings)
    from rasa.core.run import serve_application

    from nlu import cheap_turn

    cheap_turn.apply(step for step in settings.steps if step in cheap_turn.STEPS)
    serve_application(
        model_path=str(model),
        interface=settings.host,
        port=settings.port,
        credentials=str(ROOT / "credentials.yml"),
        endpoints=endpoints(settings),
        enable_api=True,
    )


def endpoints(settings: Settings) -> Any:
    """Return Rasa's endpoints: endpoints.yml, but Rasa's own tracker store when ours is switched off."""
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig

    found = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    if "bounded store" not in settings.steps:
        database = settings.var / "rasa" / "stock-tracker.sqlite3"
        database.parent.mkdir(parents=True, exist_ok=True)
        found.tracker_store = EndpointConfig(type="sql", dialect="sqlite", db=str(database))
    return found


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Show a warning, unless it is a deprecation inside Rasa's pinned libraries: nobody here can act on those."""
    theirs = "site-packages" in filename or filename.startswith("<frozen")
    if theirs and issubclass(category, (DeprecationWarning, PendingDeprecationWarning, FutureWarning)):
        return
    if "Slot auto-fill has been removed" in str(message):
        return
    print(warnings.formatwarning(message, category, filename, lineno, line), end="", file=file or sys.stderr)
