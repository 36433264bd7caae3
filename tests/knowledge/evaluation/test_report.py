"""The written page."""

from knowledge.evaluation.measuring import measure
from knowledge.evaluation.questions import Question
from knowledge.evaluation.report import render, summary
from knowledge.search.searcher import Searcher


def test_the_page_has_every_part_and_no_question(small: Searcher, asked: list[Question]) -> None:
    """Methods, styles, decisions and cost are in; no message is quoted."""
    found = measure(small, asked)
    page = render({"small corpus": found}, len(asked), {"small corpus": found}, {"small corpus": 123.0})
    for part in (
        "## In short",
        "## Small corpus (6 procedures)",
        "BM25 over underthesea words",
        "| unaccented | 1 |",
        "out of scope answered",
        "123 MB",
    ):
        assert part in page
    assert not any(question.question in page for question in asked)


def test_one_line_for_the_terminal(small: Searcher, asked: list[Question]) -> None:
    """The summary names corpus and figures; unknown shares are dashes."""
    found = measure(small, asked[:1])
    line = summary("small", found.by_style["all"], found.decisions)
    assert line.startswith("small: hit@1")
    assert "out of scope answered –" in line
