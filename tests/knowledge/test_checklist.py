"""knowledge/checklist.py"""

import pytest

from knowledge.checklist import MOST_QUESTIONS, checklist_card, checklist_text, next_step, read_answers
from knowledge.guide import Guide


def answered(guide: Guide, *picks: int) -> dict[str, str]:
    """Return the answers after picking these options, the first ones after that."""
    answers: dict[str, str] = {}
    for number in range(MOST_QUESTIONS + 1):
        step = next_step(guide, answers)
        if step is None:
            break
        pick = picks[number] if number < len(picks) else 0
        answers = read_answers(step.options[min(pick, len(step.options) - 1)][0])
    return answers


def test_every_guide_ends_in_a_list(starter_guides: dict[str, Guide]) -> None:
    """Whatever is picked, after at most three questions with two to five choices there is a list with a source."""
    for guide in starter_guides.values():
        for pick in range(5):
            answers: dict[str, str] = {}
            asked = 0
            while step := next_step(guide, answers):
                assert 2 <= len(step.options) <= 5, guide.code
                assert step.question.endswith("?"), guide.code
                asked += 1
                answers = read_answers(step.options[min(pick, len(step.options) - 1)][0])
            assert asked <= MOST_QUESTIONS, guide.code
            assert "Nguồn:" in checklist_text(checklist_card(guide, answers))


def test_the_papers_are_those_of_the_guide(starter_guides: dict[str, Guide]) -> None:
    """Every paper of a list is a stated paper of the guide, once."""
    for guide in starter_guides.values():
        stated = [paper for case in guide.cases for paper in case.papers if paper.certainty == "stated"]
        listed = [paper for case in checklist_card(guide, answered(guide)).papers for paper in case.papers]
        assert all(paper in stated for paper in listed), guide.code
        assert len(listed) <= len(stated), guide.code


def test_a_case_brings_its_own_papers_only(starter_guides: dict[str, Guide]) -> None:
    """Re-registration with a copy asks for the copy; without one, not."""
    guide = starter_guides["1.004884"]
    with_copy = checklist_text(checklist_card(guide, answered(guide, 0, 1)))
    without = checklist_text(checklist_card(guide, answered(guide, 1, 1)))
    assert "Bản sao Giấy khai sinh được cấp hợp lệ" in with_copy
    assert "Bản sao Giấy khai sinh được cấp hợp lệ" not in without
    assert "trường hợp «còn bản sao Giấy khai sinh»" in with_copy


def test_originals_copies_and_papers_only_shown_are_told_apart(starter_guides: dict[str, Guide]) -> None:
    """The groups of the list say what is handed in and what is only shown, and what data may replace."""
    guide = starter_guides["1.004884"]
    groups = {case.name for case in checklist_card(guide, answered(guide, 0, 1)).papers}
    assert {"Nộp bản chính", "Nộp bản sao", "Chỉ mang theo để xuất trình", "Dữ liệu đã có thì không cần"} <= groups


def test_a_no_leaves_the_paper_out(starter_guides: dict[str, Guide]) -> None:
    """Who does not send somebody else needs no authorisation."""
    guide = starter_guides["1.004837"]
    assert "uỷ quyền" in checklist_text(checklist_card(guide, answered(guide, 0, 0))).lower()
    assert "Văn bản uỷ quyền" not in checklist_text(checklist_card(guide, answered(guide, 0, 1)))


def test_many_cases_are_asked_in_pages(starter_guides: dict[str, Guide]) -> None:
    """Permanent residence has more cases than a question holds; the last choice leads to the rest."""
    guide = starter_guides["1.004222"]
    first = next_step(guide, {})
    assert first is not None
    second = next_step(guide, read_answers(first.options[-1][0]))
    assert second is not None
    assert {label for _, label in first.options[:-1]}.isdisjoint({label for _, label in second.options[:-1]})


@pytest.mark.parametrize("text", ["", "x", "case", "case=99", "case=abc;top1=yes", ";;=;", "more=3"])
def test_damaged_answers_still_give_a_list(starter_guides: dict[str, Guide], text: str) -> None:
    """What an old button carries is read as far as it goes."""
    guide = starter_guides["1.004884"]
    assert checklist_text(checklist_card(guide, read_answers(text)))


def test_a_guide_without_cases_has_nothing_to_ask(starter_guides: dict[str, Guide]) -> None:
    """One nameless case without conditions: the list comes at once."""
    plain = [
        guide
        for guide in starter_guides.values()
        if [case.name for case in guide.cases] == [""] and not any(paper.condition for paper in guide.cases[0].papers)
    ]
    assert plain
    assert all(next_step(guide, {}) is None for guide in plain)
