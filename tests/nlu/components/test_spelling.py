"""Patterns with accents over text with and without."""

import pytest

from nlu.components.spelling import either_spelling, plain


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("cháy nhà", "cháy nhà", True),
        ("cháy nhà", "Chay  NHA rồi", True),
        ("cháy nhà", "chạy nhà", False),
        ("đâm!", "dam", False),
        ("đâm!", "đâm", True),
        ("hoả hoạn", "hỏa hoạn", True),
        ("hỏa hoạn", "hoả hoạn", True),
        ("gọi ~ai", "gọi số của ai", True),
        ("gọi ~ai", "gọi một hai ba bốn ai", False),
        ("(an|ngu)", "ngủ", False),
        ("lan", "Lan Anh", True),
        ("lan", "lanh", False),
    ],
)
def test_words_match_with_their_accents_or_none(pattern: str, text: str, found: bool) -> None:
    """A word is found as it is written or without marks, never with other marks, and only whole."""
    assert bool(either_spelling(pattern).search(plain(text))) is found
