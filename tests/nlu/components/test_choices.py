"""Picking from a list by words."""

import pytest

from nlu.components.choices import find_choice
from nlu.components.folding import folded
from nlu.components.variants import unaccented

PICKS = [
    ("2", 2),
    ("2.", 2),
    ("số 3", 3),
    ("cái thứ hai", 2),
    ("cái đầu tiên", 1),
    ("thứ ba", 3),
    ("chọn số 1 đi", 1),
    ("dạ em chọn cái thứ hai ạ", 2),
    ("trường hợp 2", 2),
    ("hai", 2),
    ("cái cuối", "last"),
    ("cái cuối cùng nhé", "last"),
    ("cái giữa", "middle"),
    ("khác", "other"),
    ("cái khác", "other"),
    ("không cái nào cả", "other"),
    ("không rõ", "other"),
]
NO_PICKS = [
    "2 vợ chồng có cần đi không",
    "khai sinh",
    "10",
    "12345",
    "ở đâu",
    "con thứ hai chưa khai sinh",
    "",
    "số điện thoại",
    "khác tỉnh",
]


@pytest.mark.parametrize(("message", "choice"), PICKS)
def test_pick_is_read(message: str, choice: int | str) -> None:
    """Numbers, ordinals, the last one and "other" are read, with and without accents."""
    assert find_choice(folded(message)) == find_choice(folded(unaccented(message))) == choice


@pytest.mark.parametrize("message", NO_PICKS)
def test_what_says_more_is_no_pick(message: str) -> None:
    """A message that says anything else is not a pick."""
    assert find_choice(folded(message)) is None
