"""Distorted copies."""

import random

from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.noise import distorted, slip
from nlu.text import fold


def test_some_copies_lose_all_marks_and_some_half() -> None:
    """Over many copies there are stripped, half-stripped and untouched ones."""
    chance = random.Random(1)
    copies = [distorted("mất sổ đỏ thì làm lại thế nào", chance) for _ in range(200)]
    assert any(copy == fold(copy) for copy in copies)
    assert any(copy != fold(copy) and "so" in copy.split() for copy in copies)
    assert any("sổ đỏ" in copy for copy in copies)


def test_the_same_seed_gives_the_same_copies() -> None:
    """Builds are repeatable."""
    first, second = ([distorted("làm giấy khai sinh", random.Random(7)) for _ in range(5)] for _ in range(2))
    assert first == second


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ0123456789", max_size=12), st.integers(0, 1000))
def test_a_slip_is_small(word: str, seed: int) -> None:
    """One slip changes the length by at most one letter, and leaves short words and numbers alone."""
    changed = slip(word, random.Random(seed))
    assert abs(len(changed) - len(word)) <= 1
    if len(word) < 3 or not word.isalpha():
        assert changed == word
