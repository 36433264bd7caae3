"""Folded text with offsets into what was written."""

import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nlu.components.folding import folded


@given(st.text(max_size=60), st.sampled_from(["NFC", "NFD"]))
def test_every_slice_leads_back_into_the_message(text: str, form: str) -> None:
    """Slices of the folded text are slices of the message, in the same order, and together they are all of it."""
    message = unicodedata.normalize(form, text)
    found = folded(message)
    spans = [found.span(place, place + 1) for place in range(len(found.text))]
    assert all(0 <= start < end <= len(message) for start, end in spans)
    assert all(before[1] == after[0] for before, after in pairwise(spans))
    if spans:
        assert (spans[0][0], spans[-1][1]) == (0, len(message))


def test_composed_and_decomposed_fold_alike() -> None:
    """The folded text does not tell how the message was encoded."""
    message = "Lệ phí  bao\tnhiêu?"
    assert folded(message).text == folded(unicodedata.normalize("NFD", message)).text == "le phi bao nhieu?"


def test_slice_of_a_decomposed_message_keeps_its_marks() -> None:
    """Combining marks stay with the letter that they belong to."""
    message = unicodedata.normalize("NFD", "còn lệ phí?")
    found = folded(message)
    start = found.text.index("le phi")
    assert unicodedata.normalize("NFC", message[slice(*found.span(start, start + 6))]) == "lệ phí"
