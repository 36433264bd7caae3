"""Bringing what comes from outside into the base."""

from collections.abc import Callable
from typing import Any

from knowledge.console.base.models import Guide
from tests.knowledge.console.base.conftest import MARRIAGE

Import = Callable[..., Any]


def test_again_changes_nothing(filled: Import) -> None:
    """A second import of the same changes no row."""
    report = filled()
    assert (report.new, report.updated, report.differing) == ([], [], {})
    assert len(report.unchanged) == Guide.objects.count()


def test_untouched_guides_follow(filled: Import) -> None:
    """A guide that nobody touched takes over what a new release says, its new wordings too."""
    report = filled(guides={MARRIAGE: {"result": "Giấy mới"}}, phrasings={MARRIAGE: ("câu của bản mới",)})
    row = Guide.objects.get(code=MARRIAGE)
    assert report.updated == [MARRIAGE]
    assert row.content["result"] == "Giấy mới"
    assert "câu của bản mới" in row.phrasings
    assert not row.edited


def test_what_staff_changed_stays_and_the_newer_value_is_offered(filled: Import, marriage: Guide) -> None:
    """A field that staff changed is kept, the release's newer value waits beside it, other fields follow."""
    marriage.take(marriage.guide().model_copy(update={"result": "Của cán bộ"}), marriage.phrasings)
    marriage.save()
    report = filled(guides={MARRIAGE: {"result": "Của bản mới", "summary": "Tóm tắt mới"}})
    marriage.refresh_from_db()
    assert report.differing == {MARRIAGE: ["result"]}
    assert (marriage.content["result"], marriage.content["summary"]) == ("Của cán bộ", "Tóm tắt mới")
    assert marriage.offered == {"result": "Của bản mới"}
    assert filled(guides={MARRIAGE: {"result": "Của bản mới", "summary": "Tóm tắt mới"}}).differing == {}


def test_open_draft_is_not_overwritten(filled: Import, marriage: Guide, officer: Any, submit: Any) -> None:
    """While somebody works on a guide, what is new is only offered."""
    submit(marriage, officer("province_editor"), result="Đang sửa")
    filled(guides={MARRIAGE: {"summary": "Tóm tắt mới"}})
    marriage.refresh_from_db()
    assert marriage.offered == {"summary": "Tóm tắt mới"}
    assert marriage.get_latest_revision_as_object().content["result"] == "Đang sửa"


def test_removed_wording_does_not_come_back(filled: Import, marriage: Guide) -> None:
    """A wording that staff took out stays out, whatever later releases bring."""
    gone, *kept = marriage.phrasings
    marriage.take(marriage.guide(), kept)
    marriage.save()
    filled(phrasings={MARRIAGE: (gone, *kept, "câu mới")})
    marriage.refresh_from_db()
    assert gone not in marriage.phrasings
    assert "câu mới" in marriage.phrasings
