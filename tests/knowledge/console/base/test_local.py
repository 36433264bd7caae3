"""Local facts of the base: rights, and what a decision does to what citizens read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from knowledge.console.base import local
from knowledge.console.base.models import LocalFact
from knowledge.console.staff.models import AuditEntry
from knowledge.overrides import Overrides, read_overrides
from knowledge.settings import Settings
from knowledge.snapshot import SnapshotError, current
from nlu.clock import today

Make = Callable[..., Any]
OWN, OTHER, PROVINCE = "00166", "00004", "01"

#: Role -> may write (own commune, another, the province), may decide what somebody else wrote.
RIGHTS: dict[str, tuple[bool, bool, bool, bool]] = {
    "commune_editor": (True, False, False, False),
    "province_editor": (True, True, True, False),
    "reviewer": (True, True, True, True),
    "administrator": (True, True, True, True),
    "auditor": (False, False, False, False),
}


def told(settings: Settings) -> str:
    """The centre's hours as citizens read them."""
    rows = Overrides(read_overrides(current(settings.var) / "overrides.jsonl"))
    found = rows.office("hours", "commune_centre", OWN, PROVINCE, today())
    return found.text if found else ""


@pytest.mark.parametrize("role", RIGHTS)
def test_role_by_right(officer: Make, fact: Make, role: str) -> None:
    """Each role writes and decides what the table names, nobody decides his own, and closed accounts do nothing."""
    one, row = officer(role), fact(officer("province_editor"))
    write = tuple(local.may_write(one, unit) for unit in (OWN, OTHER, PROVINCE))
    assert (*write, local.may_decide(one, row)) == RIGHTS[role]
    assert not local.may_decide(one, fact(one))
    one.is_active = False
    assert not local.may_write(one, OWN)
    assert not local.may_decide(one, row)


@pytest.mark.parametrize("role", RIGHTS)
def test_urgent_right(officer: Make, role: str) -> None:
    """Only with the right, only a commune's hours, telephone or notice, and only where one may write."""
    one = officer(role, urgent=True)
    assert local.may_publish_urgently(one, OWN, "hours") is RIGHTS[role][0]
    assert local.may_publish_urgently(one, OTHER, "notice") is RIGHTS[role][1]
    assert not local.may_publish_urgently(one, PROVINCE, "hours")
    assert not local.may_publish_urgently(one, OWN, "fee")
    assert not local.may_publish_urgently(officer(role), OWN, "hours")


def test_commune_editors_see_their_own(officer: Make, fact: Make) -> None:
    """A commune editor's list holds the own commune's facts only."""
    author = officer("province_editor")
    mine = fact(author)
    fact(author, unit=OTHER)
    assert list(local.visible(officer("commune_editor"))) == [mine]
    assert local.visible(officer("auditor")).count() == 2


def test_second_person_publishes_and_withdraws(live: Settings, filled: Make, officer: Make, fact: Make) -> None:
    """The author is refused; the reviewer's click reaches citizens, a newer version replaces it, withdrawn it goes."""
    author, reviewer = officer("commune_editor"), officer("reviewer")
    first = fact(author)
    with pytest.raises(PermissionError):
        local.publish_fact(first, author)
    assert told(live) == ""
    local.publish_fact(first, reviewer)
    assert told(live) == "Sáng 7:30–11:30"
    second = fact(author, text="Sáng 8:00–11:30")
    local.publish_fact(second, reviewer)
    assert told(live) == "Sáng 8:00–11:30"
    assert list(LocalFact.objects.order_by("pk").values_list("state", flat=True)) == ["ended", "live"]
    second.refresh_from_db()
    local.withdraw(second, reviewer)
    assert told(live) == ""


def test_urgent_fact_is_logged_and_looked_at_again(live: Settings, filled: Make, officer: Make, fact: Make) -> None:
    """One person publishes; it is logged, has its day, and only somebody else can write down having seen it."""
    author = officer("commune_editor", urgent=True)
    row = fact(author)
    local.publish_fact(row, author)
    row.refresh_from_db()
    assert told(live) == "Sáng 7:30–11:30"
    assert (row.urgent, row.review_by) == (True, today() + timedelta(days=3))
    assert AuditEntry.objects.filter(what="đăng khẩn", who=str(author)).exists()
    with pytest.raises(PermissionError):
        local.look_again(row, author)
    local.look_again(row, officer("reviewer"))
    row.refresh_from_db()
    assert (row.state, row.review_by) == ("live", None)


def test_of_two_decisions_the_first_counts(live: Settings, filled: Make, officer: Make, fact: Make) -> None:
    """A fact given back by one reviewer is not published by another who still has the old page."""
    row = fact(officer("province_editor"))
    stale = LocalFact.objects.get(pk=row.pk)
    local.refuse(row, officer("reviewer"), "sai giờ")
    before = current(live.var)
    with pytest.raises(SnapshotError, match="đã có người xử lý"):
        local.publish_fact(stale, officer("administrator"))
    assert current(live.var) == before


def test_ended_facts_stay_home(officer: Make, fact: Make) -> None:
    """A live fact whose last day is over is not given to the next snapshot."""
    LocalFact.objects.filter(pk=fact(officer("reviewer"), valid_to=today() - timedelta(days=1)).pk).update(state="live")
    kept = fact(officer("reviewer"), field="phone", text="0123 456 789")
    LocalFact.objects.filter(pk=kept.pk).update(state="live")
    assert [row.field for row in local.in_force()] == ["phone"]
