"""Reading what comes in: every kind of bad input gets a Vietnamese reason, never an exception."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import wording
from bot.messages import Rejected, Unreadable, commune_code, parse_chat, parse_widget, plain, read

LIMIT = 2000


def body(**fields: object) -> bytes:
    return json.dumps(fields).encode()


def test_whole_request() -> None:
    """All four fields are read."""
    request = parse_chat(body(sender="an", message="chào", id="7", commune="00166"))
    assert (request.sender, request.message, request.id, request.commune) == ("an", "chào", "7", "00166")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", wording.BAD_JSON),
        (b"{", wording.BAD_JSON),
        (b"\xff\xfe\x00", wording.BAD_JSON),
        (b"[" * 60_000, wording.BAD_JSON),
        (b'{"sender": "an", "message": ' + b"9" * 5000 + b"}", wording.BAD_JSON),
        (b"[]", wording.NOT_OBJECT),
        (b'"x"', wording.NOT_OBJECT),
        (b"null", wording.NOT_OBJECT),
        (body(message="x"), wording.NO_SENDER),
        (body(sender=7, message="x"), wording.NO_SENDER),
        (body(sender="", message="x"), wording.NO_SENDER),
        (body(sender="  ", message="x"), wording.NO_SENDER),
        (body(sender="a" * 129, message="x"), wording.NO_SENDER),
        (body(sender="a\nb", message="x"), wording.NO_SENDER),
        (body(sender="\ud800", message="x"), wording.NO_SENDER),
        (body(sender="an"), wording.BAD_MESSAGE),
        (body(sender="an", message=None), wording.BAD_MESSAGE),
        (body(sender="an", message=["x"]), wording.BAD_MESSAGE),
        (body(sender="an", message="x", id=7), wording.BAD_ID),
        (body(sender="an", message="x", id=""), wording.BAD_ID),
        (body(sender="an", message="x", commune=166), wording.BAD_COMMUNE),
        (body(sender="an", message="x", commune="0016a"), wording.BAD_COMMUNE),
        (body(sender="an", message="x", commune="０0166"), wording.BAD_COMMUNE),
    ],
)
def test_malformed_request(raw: bytes, reason: str) -> None:
    """A malformed request is a 400 with the reason that fits."""
    with pytest.raises(Rejected) as caught:
        parse_chat(raw)
    assert (caught.value.status, caught.value.reason) == (400, reason)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_rejected(raw: bytes) -> None:
    """No bytes do anything but give a request or a reason."""
    for parse in (parse_chat, lambda raw: parse_widget(raw, "web-1")):
        try:
            request = parse(raw)
        except Rejected:
            continue
        assert request.sender


def test_widget_takes_message_or_button() -> None:
    """The page sends a message or a button; the sender is the session's, whatever the body says."""
    assert parse_widget(body(message="x", sender="other"), "web-1").sender == "web-1"
    assert parse_widget(body(button="b:1"), "web-1").button == "b:1"
    with pytest.raises(Rejected):
        parse_widget(body(button=1), "web-1")
    with pytest.raises(Rejected):
        parse_widget(body(), "web-1")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("  làm   giấy\tkhai\nsinh ", "làm giấy khai sinh"),
        (unicodedata.normalize("NFD", "phường Dịch Vọng"), "phường Dịch Vọng"),
        ("khai\u200b sinh\u2060\ufeff", "khai sinh"),
        ("khai\x00 sinh\x07", "khai sinh"),
        ("/khai sinh", "khai sinh"),
        ("<b>khai</b><script>alert(1)</script> sinh", "khai alert(1) sinh"),
        ("phí < 5 triệu và > 3 triệu", "phí < 5 triệu và > 3 triệu"),
        ("cccd 079203001234", "cccd [CCCD]"),
        ("2", "2"),
        ("số 1️⃣", "số 1⃣"),
    ],
)
def test_text_is_made_safe(text: str, result: str) -> None:
    """Text reaches Rasa in NFC, on one line, masked, without invisible characters, tags or leading slashes."""
    assert read(text, LIMIT) == result


def test_lone_surrogate_is_survived() -> None:
    """Half a character, which no encoder accepts, does not reach Rasa."""
    assert read("\ud800khai sinh", LIMIT).encode().endswith(b"khai sinh")


@pytest.mark.parametrize(
    ("text", "sentence", "name"),
    [
        ("", wording.EMPTY, "empty"),
        (" \n\t\u200b\u00a0", wording.EMPTY, "empty"),
        ("/", wording.EMPTY, "empty"),
        ("/restart", wording.COMMAND, "command"),
        (" //／ /restart", wording.COMMAND, "command"),
        ("\u200b/restart", wording.COMMAND, "command"),
        ("<b>/restart</b>", wording.COMMAND, "command"),
        ('/pick{"code": "1.001193"}', wording.COMMAND, "command"),
        ("/xoa abc", wording.COMMAND, "command"),
        ("<br><p></p>", wording.EMPTY, "empty"),
        ("😀👍🏽", wording.NO_WORDS, "wordless"),
        ("👨‍👩‍👧‍👦❤️🇻🇳", wording.NO_WORDS, "wordless"),
        ("???!…", wording.NO_WORDS, "wordless"),
    ],
)
def test_unreadable_text(text: str, sentence: str, name: str) -> None:
    """A text without words is answered with a polite sentence."""
    with pytest.raises(Unreadable) as caught:
        read(text, LIMIT)
    assert (caught.value.sentence, caught.value.name) == (sentence, name)


def test_too_long_text() -> None:
    """2,000 characters are read, one more gets a sentence that names the limit."""
    assert read("a" * LIMIT, LIMIT)
    with pytest.raises(Unreadable) as caught:
        read("a" * (LIMIT + 1), LIMIT)
    assert "2.000 ký tự" in caught.value.sentence


@given(st.text(max_size=300))
def test_no_text_becomes_a_command(text: str) -> None:
    """Whatever a citizen types, Rasa never sees a leading slash or an unclean character."""
    try:
        result = read(text, LIMIT)
    except Unreadable:
        return
    assert result
    assert not result.startswith("/")
    assert result == unicodedata.normalize("NFC", result)
    assert "\u200b" not in result
    assert result.encode()


def test_plain_keeps_slashes_inside() -> None:
    """Only leading slashes go: dates and decrees keep theirs."""
    assert plain("/123/2015/NĐ-CP") == "123/2015/NĐ-CP"


def test_commune_code() -> None:
    """Five ASCII digits are a commune code, nothing else is."""
    assert commune_code("00166") == "00166"
    assert [commune_code(value) for value in (None, "", "166", "001666", "0016x", 166)] == [None] * 6
