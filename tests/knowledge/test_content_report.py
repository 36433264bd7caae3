"""knowledge/content_report.py"""

from pathlib import Path

import pytest

from knowledge import content_report
from knowledge.content_report import DOCUMENT, END, NO_GUIDE, START, coverage, main, rewrite
from tests.knowledge.samples import guide

GUIDES = {
    "1.000001": guide(
        field="Hộ tịch",
        life_events=["sinh-con", "hoc-hanh"],
        fees=[{"kind": "local"}, {"kind": "free", "condition": "hộ nghèo"}],
        times=[{"unit": "unknown"}],
        presence={"rule": "required"},
    ),
    "1.000002": guide(
        code="1.000002",
        field="Đất | nhà",
        life_events=["sinh-con"],
        fees=[{"kind": "local"}],
        times=[{"unit": "working_day", "quantity": 3}],
        cases=[{"papers": [{"name": "Đơn"}]}],
        authorisation={"rule": "unknown"},
    ),
}


@pytest.mark.parametrize(
    "row",
    [
        "| a fee in đồng, or free in words | 1 | 50% |",
        "| only that the province sets the fee | 1 | 50% |",
        "| time | 1 | 50% |",
        "| papers | 1 | 50% |",
        "| presence | 1 | 50% |",
        "| authorisation | 0 | 0% |",
        "| sinh-con | 2 |",
        "| Hộ tịch | 1 | 2 |",
        "| Đất \\| nhà | 1 | 0 |",
        f"| {NO_GUIDE} | 0 | 1 |",
    ],
)
def test_counts_what_is_known(row: str) -> None:
    """Unknown values are not counted as known, and phrasings count for the field of their guide."""
    tables = coverage(GUIDES, {"1.000001": ["khai sinh", "ks cho bé"], "1.000003": ["việc lạ"]})
    assert row in tables.splitlines()


def test_no_guides_make_tables_too() -> None:
    """An empty collection is not an error."""
    assert "| papers | 0 | – |" in coverage({}, {})


def test_rewrite_changes_only_what_stands_between_the_markers() -> None:
    """The text around the tables stays, and a second run changes nothing."""
    once = rewrite(f"before\n{START}\nold\n{END}\nafter\n", "new")
    assert once == f"before\n{START}\n\nnew\n\n{END}\nafter\n"
    assert rewrite(once, "new") == once


@pytest.mark.parametrize("document", ["", START, f"{END}{START}", f"{START}{END}{START}{END}"])
def test_rewrite_wants_both_markers_once(document: str) -> None:
    """Without its place the tables are not written anywhere."""
    with pytest.raises(ValueError, match="each once"):
        rewrite(document, "new")


def test_main_rewrites_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command writes the tables, or says why not and leaves the file alone."""
    monkeypatch.setattr(content_report, "load_guides", lambda: GUIDES)
    monkeypatch.setattr(content_report, "load_phrasings", dict)
    document = tmp_path / "content.md"
    document.write_text(f"{START}{END}", "utf-8")
    assert main(document) == 0
    assert "| papers | 1 | 50% |" in document.read_text("utf-8")
    document.write_text("no markers", "utf-8")
    assert main(document) == 1
    assert "error:" in capsys.readouterr().err
    assert document.read_text("utf-8") == "no markers"


def test_the_document_has_its_place_for_the_tables() -> None:
    """docs/content.md can be rewritten."""
    assert rewrite(DOCUMENT.read_text("utf-8"), "new")
