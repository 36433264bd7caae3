"""Everyday questions."""

from pathlib import Path

import pytest

from knowledge.evaluation.everyday import failing, load_everyday
from knowledge.guide import Guide
from knowledge.search.searcher import Hit, SearchResult


def test_every_code_has_a_guide(starter_guides: dict[str, Guide]) -> None:
    """The right procedures are in the starter content."""
    assert {code for codes in load_everyday().values() for code in codes} <= set(starter_guides)


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    """A line without codes is an error that tells where."""
    (tmp_path / "bad.tsv").write_text("làm khai sinh\t1.001193\nlàm gì\n", "utf-8")
    with pytest.raises(ValueError, match="line 2"):
        load_everyday(tmp_path / "bad.tsv")


@pytest.mark.parametrize(
    ("decision", "code", "wrong"), [("answer", "1", 0), ("clarify", "1", 0), ("none", "1", 1), ("answer", "2", 1)]
)
def test_the_plain_procedure_must_come_first(decision: str, code: str, wrong: int) -> None:
    """Another procedure, or a refusal, is reported with what was expected."""
    found = SearchResult("q", decision, (Hit(code, 1.0),))  # type: ignore[arg-type]
    lines = failing(lambda _: found, {"q": ("1",)})
    assert len(lines) == wrong
    assert all("expected 1" in line for line in lines)
