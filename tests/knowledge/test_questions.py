"""knowledge/questions.py and the questions that ship"""

from pathlib import Path

import pytest

from knowledge.guide import Guide
from knowledge.questions import Question, load_questions, load_texts, question_for
from knowledge.starter import CONTENT, ContentError
from knowledge.tiers import removed_tier


@pytest.fixture(scope="module")
def questions(starter_guides: dict[str, Guide]) -> tuple[Question, ...]:
    return load_questions(CONTENT, starter_guides)


def test_the_seventeen_general_requests_have_a_question(questions: tuple[Question, ...]) -> None:
    """Each of the requests that the policy names is asked back about in its own words."""
    asked = {ask for question in questions for ask in question.asks}
    assert asked >= {
        "làm sổ đỏ", "làm căn cước", "làm giấy khai sinh", "đăng ký cư trú", "tiền mai táng", "trợ cấp hàng tháng",
        "công chứng giấy tờ", "làm lại giấy bị mất", "giấy xác nhận", "giấy phép kinh doanh", "giấy phép xây dựng",
        "sang tên", "lý lịch", "kt", "giám hộ", "giấy tờ cho con", "nghỉ bán",
    }  # fmt: skip


def test_all_choices_have_guides(questions: tuple[Question, ...], starter_guides: dict[str, Guide]) -> None:
    """What ships offers only procedures that ship; a choice without one has a text."""
    raw = load_questions(CONTENT, {code for question in questions for code in question.codes})
    assert raw == questions
    assert all(code in starter_guides for question in questions for code in question.codes)
    assert all(choice.code or choice.text for question in questions for choice in question.choices)


def test_a_request_stands_under_one_question(questions: tuple[Question, ...]) -> None:
    """No wording is asked about in two ways."""
    asks = [ask for question in questions for ask in question.asks]
    assert len(asks) == len(set(asks))


def test_no_removed_tier_is_named(questions: tuple[Question, ...]) -> None:
    """Questions, labels and texts send nobody to a former district."""
    said = [
        text for one in questions for text in (one.question, *(choice.label + choice.text for choice in one.choices))
    ]
    said += [text.text for text in load_texts(CONTENT)]
    assert [text for text in said if removed_tier(text)] == []


def test_choices_that_a_snapshot_lacks_are_left_out() -> None:
    """A question with fewer than two choices left is not asked."""
    assert load_questions(CONTENT, {"1.013831", "1.013076"})[0].codes == ("1.013831", "1.013076")
    assert load_questions(CONTENT, {"1.013076"}) == ()


def test_the_question_for_what_the_search_offers(questions: tuple[Question, ...]) -> None:
    """Most of the offered procedures must be among the choices."""
    found = question_for(questions, ["1.004884", "1.001193"])
    assert found is not None
    assert "2.000635" in found.codes
    assert question_for(questions, ["1.004884", "1.012784", "1.000894"]) is None
    assert question_for(questions, []) is None


@pytest.mark.parametrize("text", ["- asks: [", "just words", "- {asks: [a], question: b, choices: []}"])
def test_a_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    """The error names the file."""
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "general.yml").write_text(text, "utf-8")
    with pytest.raises(ContentError, match=r"general\.yml"):
        load_questions(tmp_path, ())
