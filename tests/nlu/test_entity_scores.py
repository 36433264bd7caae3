"""Judging what rules read."""

import random
from pathlib import Path

import pytest

from nlu.entity_scores import Judged, Tally, judge, names_in, read_judged
from nlu.evaluation import SPELLINGS


def test_the_judged_messages_are_many_and_readable() -> None:
    """Every line has a message and known names."""
    judged = read_judged()
    kinds = {name.partition(":")[0] for one in judged for name in one.names}
    assert len(judged) >= 70
    assert kinds == {"aspect", "place", "choice", "same_question", "correction", "you"}
    assert sum(not one.names for one in judged) >= 15


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    """A line without names is told with its number."""
    path = tmp_path / "judged.txt"
    path.write_text("# x\nkhông có gì\n", "utf-8")
    with pytest.raises(ValueError, match="line 2"):
        read_judged(path)


def test_what_is_read_has_names() -> None:
    """Aspects and picks carry their values."""
    assert names_in("còn lệ phí bao nhiêu") == ["aspect:fee"]
    assert names_in("số 2") == ["choice:2"]


def test_the_value_must_be_right() -> None:
    """A wrong aspect counts as there and as read, but not as right."""

    def same(text: str, chance: random.Random) -> str:
        return text

    found = judge([Judged("lệ phí bao nhiêu", ("aspect:time",))], {"as written": same})
    assert found["as written"]["aspect"] == Tally(there=1, read=1, right=0)
    assert Tally(2, 2, 1).f1 == 0.5
    assert Tally(0, 0, 0).f1 == 1.0


def test_rules_read_what_people_write() -> None:
    """A floor: aspects and places are read in messages that no rule was fitted to, with accents and without."""
    found = judge(read_judged(), {name: SPELLINGS[name] for name in ("accented", "stripped")})
    for tallies in found.values():
        assert tallies["aspect"].f1 > 0.85
        assert tallies["place"].f1 > 0.85
