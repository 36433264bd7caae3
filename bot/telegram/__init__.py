"""Telegram: the same door for people who write to a bot. Imported only when a token is set."""

import os

# The library's durations as they will be in its next major version, instead of a warning about numbers of seconds.
os.environ.setdefault("PTB_TIMEDELTA", "1")
