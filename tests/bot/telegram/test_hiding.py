"""No token in any log."""

import io
import logging

from bot.logs import JsonLines
from bot.telegram.hiding import hidden

TOKEN = "4242:quite-a-secret"


def test_hidden_everywhere() -> None:
    """Messages, arguments and tracebacks lose the token and its secret half, until the block ends."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        with hidden(TOKEN, "the-hook-secret"):
            logging.getLogger("x").error("POST https://api.telegram.org/bot%s/getMe", TOKEN)
            logging.getLogger("x").error("quite-a-secret and the-hook-secret")
            try:
                raise ValueError(f"bad url bot{TOKEN}")
            except ValueError:
                logging.getLogger("x").exception("failed")
        shown = stream.getvalue()
        assert "quite-a-secret" not in shown
        assert "the-hook-secret" not in shown
        assert shown.count("[MÃ_BOT]") >= 4
        logging.getLogger("x").error("quite-a-secret")
        assert "quite-a-secret" in stream.getvalue()
    finally:
        root.removeHandler(handler)


def test_chatty_libraries_are_silent() -> None:
    """The HTTP library's lines with addresses and the bot library's lines with messages are not written."""
    before = logging.getLogger("httpx").level
    with hidden(TOKEN):
        assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
        assert not logging.getLogger("telegram.ext.ExtBot").isEnabledFor(logging.CRITICAL)
    assert logging.getLogger("httpx").level == before


def test_short_words_stay() -> None:
    """What is too short to be a secret is not replaced all over the log."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger().addHandler(handler)
    try:
        with hidden("", "a"):
            logging.getLogger("x").error("a word")
    finally:
        logging.getLogger().removeHandler(handler)
    assert stream.getvalue() == "a word\n"
