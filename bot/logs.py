"""The door's log: one JSON object a line, with the id of the request that it belongs to, never a message's text."""

import json
import logging
import sys
import time
from contextvars import ContextVar

#: The id of the request that is being answered; set by bot.web.Shell, read by the log and by the way to Rasa.
request_id: ContextVar[str] = ContextVar("request_id", default="")


class JsonLines(logging.Formatter):
    """`{"at", "level", "part", "request"?, …}`: an object that was logged as data joins in, a text is `says`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one record as one line."""
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line: dict[str, object] = {
            "at": f"{at}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "part": record.name,
        }
        if request_id.get():
            line["request"] = request_id.get()
        message = record.getMessage()
        data = _object(message) if message.startswith("{") else None
        line |= data if data is not None else {"says": message}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_json(level: int = logging.INFO) -> None:
    """Send every log of this process to stderr as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)


def _object(text: str) -> dict[str, object] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
