"""Masking of personal numbers, both ways: what must go and what must stay. All numbers are invented."""

import csv
import string
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.privacy import TOKENS, mask

CASES = Path(__file__).with_name("privacy_cases.tsv")


def _cases() -> list[tuple[str, str]]:
    rows = csv.reader(CASES.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    next(rows)
    return [(row[0], row[0] if row[1] == "=" else row[1]) for row in rows if row and not row[0].startswith("#")]


def test_table_is_large_and_two_sided() -> None:
    """The table has three hundred rows, and both kinds in plenty."""
    cases = _cases()
    kept = sum(text == masked for text, masked in cases)
    assert len(cases) >= 300
    assert kept > 120
    assert len(cases) - kept > 120


@pytest.mark.parametrize(("text", "masked"), _cases())
def test_case(text: str, masked: str) -> None:
    """Each sentence of the table is masked as the table says."""
    assert mask(text) == masked


@pytest.mark.parametrize(("text", "masked"), _cases())
def test_masking_twice_changes_nothing(text: str, masked: str) -> None:
    """A masked text is left as it is."""
    assert mask(masked) == masked


@pytest.mark.parametrize(("text", "masked"), _cases())
def test_decomposed_text_is_masked_alike(text: str, masked: str) -> None:
    """NFD input, which some keyboards type, loses the same numbers."""
    decomposed = unicodedata.normalize("NFD", text)
    assert unicodedata.normalize("NFC", mask(decomposed)) == unicodedata.normalize("NFC", masked)


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\t", "\u2028", " \n "])
def test_line_breaks_hide_nothing(gap: str) -> None:
    """A number that goes on in the next line is one number."""
    assert mask(f"gọi 0909{gap}123{gap}456") == "gọi [SĐT]"
    assert mask(f"căn cước 079203{gap}001234 nhé") == "căn cước [CCCD] nhé"


def test_tokens_have_no_spaces() -> None:
    """Every token is one piece for the tokenizer."""
    assert all(token.startswith("[") and token.endswith("]") and " " not in token for token in TOKENS)


_digits = st.text(string.digits, min_size=7, max_size=7)
_gap = st.sampled_from(["", " ", ".", "-", "\u200b", "\u2060"])
_word = st.sampled_from(["sđt", "gọi em", "số của tôi", "làm giấy", "mình là", ""])


@given(_digits, _gap, _word, _word)
def test_no_mobile_number_survives(digits: str, gap: str, before: str, after: str) -> None:
    """Whatever its digits and separators, a mobile number leaves no run of its digits behind."""
    number = gap.join(("090" + digits[0], digits[1:4], digits[4:]))
    masked = mask(f"{before} {number} {after}")
    assert digits[1:4] not in masked
    assert digits[4:] not in masked


@given(st.text(string.digits, min_size=9, max_size=9), _gap, _word, _word)
def test_no_citizen_number_survives(digits: str, gap: str, before: str, after: str) -> None:
    """Whatever its digits and separators, a twelve-digit citizen number leaves nothing behind."""
    number = gap.join(("079", digits[:3], digits[3:6], digits[6:]))
    masked = mask(f"{before} {number} {after}")
    assert digits[3:6] not in masked
    assert "[" in masked


@given(st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    """No text breaks the masking, and masking twice is the same as masking once."""
    assert mask(mask(text)) == mask(text)


@given(st.text(st.sampled_from("0123456789 .-/@oOđk+()[]:aàsinh ngày\u200b"), max_size=80))
def test_number_soup_is_survived(text: str) -> None:
    """Heaps of digits and separators neither break the masking nor need a second pass."""
    assert mask(mask(text)) == mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "0 " * 1000,
        "1.2" * 700,
        "a@" * 1000,
        "sinh " * 400,
        "12-" * 700,
        "A A " * 500,
        "oI0 " * 500,
        "một hai " * 250,
        "29a-1 " * 330,
    ],
)
def test_hostile_text_is_quick(text: str) -> None:
    """The longest text that the door lets in takes well under a tenth of a second."""
    started = time.process_time()
    mask(text)
    assert time.process_time() - started < 0.1
