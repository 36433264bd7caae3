"""knowledge/lint.py"""

import pytest

from knowledge.guide import Guide
from knowledge.lint import Finding, lint, lint_guide
from knowledge.starter import load_phrasings
from tests.knowledge.samples import TODAY, guide, rule_book


def findings(**fields: object) -> list[Finding]:
    return lint_guide(guide(**fields), rule_book(), TODAY, {"1.000001", "1.000002"})


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"fees": [{"kind": "local", "source": "nowhere"}]}, "sources"),
        ({"checked_by": "Ai đó"}, "checked_by"),
        ({"status": "reviewed"}, "checked_by"),
        ({"authority": {"office": "district_committee"}}, "reception"),
        ({"fees": [{"kind": "amount", "amount": 5, "valid_to": "2025-01-01"}]}, "fees"),
        ({"fees": [{"kind": "amount", "amount": 5, "certainty": "likely"}]}, "certainty"),
        ({"notes": [{"text": "Chắc là vậy.", "certainty": "likely"}]}, "notes"),
        ({"notes": [{"text": "Không rõ.", "certainty": "unknown"}]}, "certainty"),
        ({"siblings": [{"code": "9.999999", "question": "?", "here": "a", "there": "b"}]}, "siblings"),
        ({"siblings": [{"code": "1.000001", "question": "?", "here": "a", "there": "b"}]}, "siblings"),
        ({"summary": "Nộp ở Ủy ban nhân dân huyện."}, "summary"),
        ({"summary": "Nộp trên dichvucong.hanoi.gov.vn."}, "summary"),
    ],
)
def test_faults_are_errors(fields: dict[str, object], field: str) -> None:
    """Each fault stops publication and names its field."""
    assert [(finding.level, finding.field) for finding in findings(**fields)] == [("error", field)]


def test_a_clean_guide_has_no_findings() -> None:
    """The lint has nothing to say about a guide in order."""
    assert findings(fees=[{"kind": "local"}]) == []


def test_a_fee_that_ends_without_a_successor_is_a_warning() -> None:
    """Staff hear in time that a fee will be unknown."""
    fee = {"kind": "amount", "amount": 35000, "valid_to": "2026-12-31"}
    later = {"kind": "amount", "amount": 70000, "valid_from": "2027-01-01"}
    assert [finding.level for finding in findings(fees=[fee])] == ["warning"]
    assert findings(fees=[fee, later]) == []


def test_an_end_within_sixty_days_is_a_warning() -> None:
    """A guide or legal text that ends soon is reported."""
    assert [finding.level for finding in findings(effective_to="2027-01-10")] == ["warning"]
    assert findings(effective_to="2027-12-31") == []


def test_a_phrasing_belongs_to_one_guide() -> None:
    """The same words under two codes are an error, also when only accents differ."""
    found = lint({}, {"1.000001": ["làm tạm trú"], "1.000002": ["lam tam tru"]}, rule_book(), TODAY)
    assert [(finding.code, finding.field) for finding in found] == [("1.000002", "phrasings")]


def test_an_everyday_name_belongs_to_one_guide() -> None:
    """Two guides with one alias cannot be told apart by it."""
    guides = {code: guide(code=code, short_name=code, aliases=["sao y"]) for code in ("1.000001", "1.000002")}
    found = lint(guides, {}, rule_book(), TODAY)
    assert [(finding.code, finding.field) for finding in found] == [("1.000002", "aliases")]


def test_the_content_that_ships_has_no_errors(shared_codes: frozenset[str], starter_guides: dict[str, Guide]) -> None:
    """Every starter guide passes the lint that staff have to pass."""
    found = lint(starter_guides, load_phrasings(), rule_book(), TODAY, shared_codes)
    assert [finding for finding in found if finding.level == "error"] == []
