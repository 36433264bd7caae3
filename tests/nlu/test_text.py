"""nlu/text.py"""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from nlu.text import clean, fold, nfc, syllables


def test_clean_leaves_one_line_of_visible_text() -> None:
    """Control and invisible characters, doubled spaces and line breaks go; decomposed letters are composed."""
    assert clean("khai\u200b  sinh\x00\n ở\u0301 đâu") == unicodedata.normalize("NFC", "khai sinh ở\u0301 đâu")
    assert clean(unicodedata.normalize("NFD", "Dịch Vọng")) == "Dịch Vọng"


def test_clean_replaces_lone_surrogates() -> None:
    """Half an emoji becomes U+FFFD, so that the text can always be encoded."""
    assert clean("a\ud83db") == "a\ufffdb"


def test_fold_takes_the_marks_away() -> None:
    """Accented and typed-without-accents text meet; đ is d."""
    assert fold("Đường Láng, phường Ô Chợ Dừa") == "duong lang, phuong o cho dua"


@given(st.text())
def test_fold_keeps_offsets_of_composed_text(text: str) -> None:
    """For NFC text each character gives one character."""
    assert len(fold(nfc(text))) == len(nfc(text))


@given(st.text())
def test_clean_is_stable_and_encodable(text: str) -> None:
    """Cleaning twice is cleaning once, and the result fits UTF-8."""
    once = clean(text)
    assert clean(once) == once
    once.encode("utf-8")


def test_syllables_keep_codes_whole() -> None:
    """A procedure's code and a decree's number are one piece each."""
    assert syllables("Mẫu CT01, mã 1.001193, 123/2015/NĐ-CP") == ["mau", "ct01", "ma", "1.001193", "123/2015/nd-cp"]
