"""Newer values from outside: into a draft, or refused."""

from collections.abc import Callable
from typing import Any

import pytest

from knowledge.console.base.models import Guide
from knowledge.console.base.offers import settle
from knowledge.console.staff.models import AuditEntry
from tests.knowledge.console.base.conftest import MARRIAGE

Make = Callable[..., Any]


@pytest.fixture
def offered(marriage: Guide) -> Guide:
    """The guide on marriage with two newer values waiting."""
    marriage.offered = {"result": "Giấy mới", "summary": None}
    marriage.save()
    return marriage


def test_accepted_value_is_in_the_draft_only(offered: Guide, officer: Make) -> None:
    """What is taken stands in a draft by the officer, citizens' text stays, and it waits no longer."""
    before, editor = dict(offered.content), officer("province_editor")
    settle(MARRIAGE, "result", editor, accept=True)
    settle(MARRIAGE, "summary", editor, accept=True)
    offered.refresh_from_db()
    draft = offered.get_latest_revision_as_object()
    assert (draft.content["result"], "summary" in draft.content) == ("Giấy mới", False)
    assert draft.latest_revision.user == editor
    assert (offered.content, offered.offered) == (before, {})
    with pytest.raises(ValueError, match="đã được xử lý"):
        settle(MARRIAGE, "result", editor, accept=True)


def test_refused_value_changes_nothing(offered: Guide, officer: Make) -> None:
    """What is refused leaves no draft, is written down, and waits no longer."""
    settle(MARRIAGE, "result", officer("reviewer"), accept=False)
    offered.refresh_from_db()
    assert list(offered.offered) == ["summary"]
    assert not offered.has_unpublished_changes
    assert AuditEntry.objects.filter(what="giữ bản của mình", about=MARRIAGE).exists()


def test_not_while_somebody_reviews(offered: Guide, officer: Make, submit: Make) -> None:
    """What a reviewer is reading does not change."""
    submit(offered, officer("province_editor"), result="đang chờ")
    with pytest.raises(ValueError, match="đang chờ duyệt"):
        settle(MARRIAGE, "result", officer("reviewer"), accept=True)


@pytest.mark.parametrize(
    ("role", "done"), [("commune_editor", False), ("province_editor", True), ("reviewer", True), ("auditor", False)]
)
def test_page_by_role(offered: Guide, officer: Make, client_of: Make, role: str, done: bool) -> None:
    """Everybody sees both values; only editors of guides have the buttons, and only their clicks count."""
    client = client_of(officer(role))
    page = client.get("/khac-ben-ngoai/").content.decode()
    assert "Giấy" in page
    assert ('name="accept"' in page) is done
    client.post("/khac-ben-ngoai/", {"code": MARRIAGE, "field": "result", "accept": ""})
    offered.refresh_from_db()
    assert ("result" not in offered.offered) is done
