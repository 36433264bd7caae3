"""Progress of long work: one changing line on a terminal, a plain line now and then elsewhere."""

import sys
import time
from types import TracebackType
from typing import Self, TextIO

_EVERY = 10.0
_REDRAW = 0.1


class Progress:
    """Says how far work is, on standard error. A total of 0 means that nobody knows it."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._started = time.monotonic()
        self._said = float("-inf")
        self._what = ""

    def say(self, what: str, done: int, total: int) -> None:
        """Report a step; most calls print nothing, a new kind of work always does."""
        now = time.monotonic()
        if (
            what == self._what
            and now - self._said < (_REDRAW if self._terminal else _EVERY)
            and not (total and done == total)
        ):
            return
        self._what, self._said = what, now
        far = f"{done}/{total}" if total > 1 else f"{done}" if done else "…"
        line = f"{now - self._started:6.1f} s  {what} {far}"
        self._stream.write(f"\r\x1b[K{line}" if self._terminal else f"{line}\n")
        self._stream.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._terminal:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
