"""The bot's token never stands in a log: the libraries below put it into addresses and error messages."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

_HIDDEN = "[MÃ_BOT]"
#: Their lines hold addresses with the token, or what citizens wrote; what matters of them is said by us.
_SILENT = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "telegram": logging.CRITICAL + 1}


class Hiding(logging.Formatter):
    """A formatter whose lines, tracebacks included, do not hold the secrets."""

    def __init__(self, inner: logging.Formatter, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self.inner = inner
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Format as the inner one does, without the secrets."""
        line = self.inner.format(record)
        for secret in self._secrets:
            line = line.replace(secret, _HIDDEN)
        return line


@contextmanager
def hidden(token: str, *more: str) -> Iterator[None]:
    """Keep the token, its secret half and `more` out of every log of this process for the time of a block."""
    secrets = tuple(each for each in (token, token.partition(":")[2], *more) if len(each) >= 8)
    handlers = logging.getLogger().handlers[:]
    before = [handler.formatter for handler in handlers]
    levels = {name: logging.getLogger(name).level for name in _SILENT}
    for handler, formatter in zip(handlers, before, strict=True):
        handler.setFormatter(Hiding(formatter or logging.Formatter(), secrets))
    for name, level in _SILENT.items():
        logging.getLogger(name).setLevel(level)
    try:
        yield
    finally:
        for handler, formatter in zip(handlers, before, strict=True):
            handler.setFormatter(formatter)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
