"""The page on which the second person decides."""

from collections.abc import Callable
from typing import Any

import pytest

from knowledge.console.base.models import Guide
from knowledge.settings import Settings
from knowledge.snapshot import Snapshot, current
from tests.knowledge.console.base.conftest import MARRIAGE

Make = Callable[..., Any]
FEE = [{"kind": "amount", "amount": 12000}]


def test_second_person_publishes(live: Settings, marriage: Guide, officer: Make, submit: Make, client_of: Make) -> None:
    """The reviewer sees the difference and the card, and one click makes it live, confirmed by name and day."""
    row = submit(marriage, officer("province_editor"), fees=FEE)
    client = client_of(officer("reviewer", last_name="Trần", first_name="Bình"))
    page = client.get(f"/duyet/{row.pk}/").content.decode()
    assert "12.000" in page
    assert "Phí, lệ phí" in page
    answer = client.post(f"/duyet/{row.pk}/", {"publish": "", "confirmed": "on"})
    assert answer.status_code == 302
    guide = Snapshot.load(current(live.var)).guides[MARRIAGE]
    assert guide.fees[0].amount == 12000
    assert (guide.status, guide.checked_by) == ("reviewed", "Bình Trần")
    row.refresh_from_db()
    assert row.content["fees"] == FEE
    assert not row.has_unpublished_changes
    assert row.digest == Guide.objects.get(pk=row.pk).digest


def test_author_is_refused(live: Settings, marriage: Guide, officer: Make, submit: Make, client_of: Make) -> None:
    """The author's page has no button, and the address itself refuses."""
    author = officer("reviewer")
    row = submit(marriage, author, fees=FEE)
    client = client_of(author)
    assert "người khác sẽ duyệt" in client.get(f"/duyet/{row.pk}/").content.decode()
    before = current(live.var)
    client.post(f"/duyet/{row.pk}/", {"publish": ""})
    row.refresh_from_db()
    assert current(live.var) == before
    assert row.content.get("fees") != FEE
    assert row.workflow_in_progress


@pytest.mark.parametrize("role", ["commune_editor", "province_editor", "auditor"])
def test_other_roles_are_refused(
    live: Settings, marriage: Guide, officer: Make, submit: Make, client_of: Make, role: str
) -> None:
    """Roles without the right publish nothing."""
    row = submit(marriage, officer("province_editor"), fees=FEE)
    before = current(live.var)
    client_of(officer(role)).post(f"/duyet/{row.pk}/", {"publish": ""})
    assert current(live.var) == before


def test_given_back(live: Settings, marriage: Guide, officer: Make, submit: Make, client_of: Make) -> None:
    """A reviewer gives it back with a word; the author may go on, and nothing went live."""
    row = submit(marriage, officer("province_editor"), fees=FEE)
    before = current(live.var)
    client_of(officer("reviewer")).post(f"/duyet/{row.pk}/", {"reject": "", "comment": "Thiếu nguồn"})
    row.refresh_from_db()
    assert not row.workflow_in_progress
    assert row.current_workflow_state.current_task_state.comment == "Thiếu nguồn"
    assert current(live.var) == before


def test_new_guide_needs_the_confirmation(
    live: Settings, marriage: Guide, officer: Make, submit: Make, client_of: Make
) -> None:
    """A draft that was never live goes out only when the reviewer has compared it with its source."""
    row = submit(marriage, officer("province_editor"), status="draft")
    client = client_of(officer("reviewer"))
    answer = client.post(f"/duyet/{row.pk}/", {"publish": ""})
    assert "đã đối chiếu" in answer.content.decode()
    row.refresh_from_db()
    assert row.workflow_in_progress


def test_damaged_snapshot_is_told(
    live: Settings, marriage: Guide, officer: Make, submit: Make, client_of: Make
) -> None:
    """When nothing can be published the page says so, and the approval is not recorded."""
    row = submit(marriage, officer("province_editor"), fees=FEE)
    (current(live.var) / "guides.jsonl").write_text("{}\n")
    answer = client_of(officer("reviewer")).post(f"/duyet/{row.pk}/", {"publish": ""})
    assert "Chưa công bố được, bản cũ vẫn đang trả lời" in answer.content.decode()
    row.refresh_from_db()
    assert row.workflow_in_progress


def test_effects_are_shown(live: Settings, marriage: Guide, officer: Make, submit: Make, client_of: Make) -> None:
    """The part of the page that asks the candidate says how many questions it asked."""
    row = submit(
        marriage, officer("province_editor"), phrasings=[*marriage.phrasings, "hai đứa về một nhà làm giấy gì"]
    )
    shown = client_of(officer("reviewer")).get(f"/duyet/{row.pk}/anh-huong/").content.decode()
    assert "Đã hỏi" in shown
