"""Two versions side by side."""

import pytest

from knowledge.console.base.differences import differences, lines, marked
from knowledge.starter import load_guides

GUIDES = load_guides()


def test_only_what_differs() -> None:
    """Fields that are alike are not shown; wordings count as a field."""
    found = differences({"name": "A", "result": "x"}, {"name": "A", "result": "y"}, ["câu"], ["câu", "nữa"])
    assert [one.field for one in found] == ["result", "phrasings"]


def test_changed_words_are_marked_and_escaped() -> None:
    """Words that went and came are marked; letters of mark-up are shown as they are."""
    left, right = marked(["phí 8.000 <b>"], ["phí 9.000 <b>"])
    assert "<del>8.000 </del>" in left
    assert "<ins>9.000 </ins>" in right
    assert "&lt;b&gt;" in left


@pytest.mark.parametrize("code", sorted(GUIDES)[::12])
def test_every_field_can_be_read(code: str) -> None:
    """Each field of a guide that ships becomes lines of text without a brace."""
    content = GUIDES[code].model_dump(mode="json", exclude_defaults=True)
    for field, value in content.items():
        for line in lines(field, value):
            assert isinstance(line, str)
            assert "{" not in line, field
