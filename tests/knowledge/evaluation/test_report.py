"""The written page."""

from datetime import date
from pathlib import Path

from knowledge.evaluation.measuring import measure
from knowledge.evaluation.questions import Question
from knowledge.evaluation.report import brief, log_batch, render, summary
from knowledge.evaluation.scale_figures import read_scale
from knowledge.search.searcher import Searcher


def test_the_page_has_every_part_and_no_question(small: Searcher, asked: list[Question]) -> None:
    """Methods, styles, decisions and cost are in; no message is quoted."""
    found = measure(small, asked)
    page = render({"small corpus": found}, len(asked), {"small corpus": found}, {"small corpus": 123.0}, read_scale())
    for part in (
        "## In short",
        "## Small corpus (6 procedures)",
        "BM25 over underthesea words",
        "| unaccented | 1 |",
        "out of scope answered",
        "123 MB",
        "## Cost at scale",
    ):
        assert part in page
    assert not any(question.question in page for question in asked)


def test_one_line_for_the_terminal(small: Searcher, asked: list[Question]) -> None:
    """The summary names corpus and figures; unknown shares are dashes."""
    found = measure(small, asked[:1])
    line = summary("small", found.by_style["all"], found.decisions)
    assert line.startswith("small: hit@1")
    assert "out of scope answered –" in line


def test_a_batch_gets_a_row_in_its_section(tmp_path: Path) -> None:
    """The section is made once, before what follows it rows are added, and the rest of the page stays."""
    page = tmp_path / "content.md"
    page.write_text("# Content\n\nText.\n", "utf-8")
    log_batch(page, "first", 10, ["a", "b", "c"], date(2026, 11, 22))
    page.write_text(page.read_text("utf-8") + "\n## After\n\nMore.\n", "utf-8")
    log_batch(page, "second | third", 20, ["d", "e", "f"], date(2026, 11, 23))
    text = page.read_text("utf-8")
    assert text.startswith("# Content\n\nText.\n\n## What the words bring\n")
    assert "| 2026-11-22 | first | 10 | a | b | c |\n| 2026-11-23 | second / third | 20 | d | e | f |\n" in text
    assert text.endswith("\n\n## After\n\nMore.\n")


def test_brief_figures_of_a_corpus_stand_in_one_line(small: Searcher, asked: list[Question]) -> None:
    """hit@1 and hit@3, then asked back, answered out of scope, refused in scope."""
    figures = brief(measure(small, asked, beside=False))
    assert figures.count(" · ") == 3
    assert " / " in figures.split(" · ")[0]
