"""Cleaning official text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.cleaning import lines, names_removed_tier, plain, without_removed_tiers


def test_mark_up_and_scripts_go() -> None:
    """Tags go, scripts and styles go with their content, entities become characters."""
    text = "<p>Nộp t&#7841;i <b>xã</b></p><script>alert('x')</script><style>p{}</style><br>Hết &amp; xong"
    assert lines(text) == "Nộp tại xã\nHết & xong"
    assert plain(text) == "Nộp tại xã Hết & xong"


@pytest.mark.parametrize("value", [None, 3, ["x"], {"a": 1}])
def test_what_is_no_text_is_empty(value: object) -> None:
    """Other types give no text."""
    assert plain(value) == ""


def test_decomposed_letters_and_hard_spaces() -> None:
    """Text comes out in NFC with plain spaces."""
    assert plain("Thu\u0309\xa0 tu\u0323c") == "Thủ tục"


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    """Any text is cleaned into one line without control characters."""
    assert "\n" not in plain(text)


@pytest.mark.parametrize("text", ["UBND cấp huyện", "thị trấn A", "quận 1", "Thị xã B", "phòng Tư pháp huyện"])
def test_removed_tiers_are_seen(text: str) -> None:
    """Districts, towns and the like are recognised."""
    assert names_removed_tier(text)


@pytest.mark.parametrize("text", ["quân đội", "cấp xã, cấp tỉnh", "quán ăn", "khuyến khích", "chuyện"])
def test_other_words_are_not(text: str) -> None:
    """Words that only look alike are left alone."""
    assert not names_removed_tier(text)


def test_only_the_sentence_goes() -> None:
    """The sentence on a removed tier is left out and returned, the others stay."""
    kept, left_out = without_removed_tiers("Nộp tại xã. Hoặc tại UBND huyện. Mang căn cước.")
    assert kept == "Nộp tại xã. Mang căn cước."
    assert left_out == ["Hoặc tại UBND huyện."]


def test_sentences_on_provincial_portals_go() -> None:
    """A province's own portal takes no papers any more; what the record says beside it stays."""
    kept, left_out = without_removed_tiers("Nộp trực tiếp. Hoặc trên dichvucong.thanhhoa.gov.vn.")
    assert (kept, left_out) == ("Nộp trực tiếp.", ["Hoặc trên dichvucong.thanhhoa.gov.vn."])
