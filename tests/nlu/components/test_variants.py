"""Other spellings of the same message."""

import random

from hypothesis import given
from hypothesis import strategies as st

from nlu.components.variants import chatty, copies, half_accented, mistyped, unaccented

MESSAGE = "Đăng ký khai sinh bao nhiêu tiền vậy"


def test_unaccented_keeps_case_and_length() -> None:
    """Marks go, letters stay."""
    assert unaccented(MESSAGE) == "Dang ky khai sinh bao nhieu tien vay"


@given(st.text(max_size=60))
def test_unaccented_twice_is_unaccented_once(text: str) -> None:
    """A message without marks does not change any more."""
    assert unaccented(unaccented(text)) == unaccented(text)


def test_half_accented_loses_some_marks_only() -> None:
    """Some words keep their marks, some lose them, none changes otherwise."""
    found = half_accented(MESSAGE, random.Random(1))
    assert unaccented(found) == unaccented(MESSAGE)
    assert found not in (MESSAGE, unaccented(MESSAGE))


def test_chat_words_replace_whole_words() -> None:
    """ "bao nhiêu" becomes what people write in chats; parts of words stay."""
    found = chatty("không khí bao nhiêu", random.Random(0))
    assert "bao nhiêu" not in found
    assert found.endswith(("bn", "bnhiu", "bao nhiu"))


@given(st.integers())
def test_mistyped_changes_a_longer_word(seed: int) -> None:
    """At least one syllable of three letters or more gets a slip; short words and numbers stay."""
    found = mistyped("ở khai 123", random.Random(seed))
    assert found.startswith("ở ")
    assert found.endswith(" 123")
    assert 3 <= len(found.split()[1]) <= 5


def test_copies_are_the_same_at_every_run() -> None:
    """Training is repeatable: the copies depend on the text alone, and none equals it."""
    assert copies(MESSAGE) == copies(MESSAGE)
    assert unaccented(MESSAGE) in copies(MESSAGE)
    assert MESSAGE not in copies(MESSAGE)
