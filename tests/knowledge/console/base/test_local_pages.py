"""The pages of local facts."""

from collections.abc import Callable
from typing import Any

import pytest

from knowledge.console.base.models import LocalFact
from knowledge.settings import Settings
from tests.knowledge.console.base.test_local import told
from tests.knowledge.console.base.test_local_form import SAID

Make = Callable[..., Any]
ROLES = ("commune_editor", "province_editor", "reviewer", "administrator", "auditor")


def test_from_form_to_citizens(live: Settings, filled: Make, officer: Make, client_of: Make) -> None:
    """A commune editor's hours, submitted by form, are told to citizens after a reviewer's one click."""
    editor, reviewer = client_of(officer("commune_editor")), client_of(officer("reviewer"))
    assert "Gửi duyệt" in editor.get("/dia-phuong/moi/").content.decode()
    assert editor.post("/dia-phuong/moi/", {**SAID, "submit": ""}).status_code == 302
    row = LocalFact.objects.get()
    assert 'name="publish"' in reviewer.get("/dia-phuong/").content.decode()
    assert 'name="publish"' not in editor.get("/dia-phuong/").content.decode()
    reviewer.post(f"/dia-phuong/{row.pk}/", {"publish": ""})
    assert told(live) == SAID["text"]
    assert SAID["text"] in editor.get(f"/dia-phuong/moi/?tu={row.pk}").content.decode()


def test_urgent_button(live: Settings, filled: Make, officer: Make, client_of: Make) -> None:
    """With the right, one click publishes hours and marks them; a fee is not taken that way, and none without it."""
    one = client_of(officer("commune_editor", urgent=True))
    one.post("/dia-phuong/moi/", {**SAID, "urgent": ""})
    assert told(live) == SAID["text"]
    assert "xem lại trước" in client_of(officer("auditor")).get("/dia-phuong/").content.decode()
    refused = one.post("/dia-phuong/moi/", {**SAID, "field": "address", "urgent": ""})
    assert "được đăng khẩn" in refused.content.decode()
    without = client_of(officer("commune_editor"))
    assert "Đăng khẩn</button>" not in without.get("/dia-phuong/moi/").content.decode()
    without.post("/dia-phuong/moi/", {**SAID, "text": "khác", "urgent": ""})
    assert told(live) == SAID["text"]


@pytest.mark.parametrize("role", ROLES)
def test_decisions_by_role(live: Settings, filled: Make, officer: Make, client_of: Make, fact: Make, role: str) -> None:
    """Only second persons decide, whatever is posted; everybody else changes nothing."""
    client = client_of(officer(role))
    for action in ("publish", "refuse", "withdraw", "again"):
        row = fact(officer("province_editor"))
        if action in ("withdraw", "again"):
            LocalFact.objects.filter(pk=row.pk).update(state="live", review_by="2026-11-25")
        before = LocalFact.objects.values("state", "review_by").get(pk=row.pk)
        client.post(f"/dia-phuong/{row.pk}/", {action: ""})
        changed = LocalFact.objects.values("state", "review_by").get(pk=row.pk) != before
        assert changed is (role in ("reviewer", "administrator")), action
        row.delete()


def test_other_communes_facts_are_not_there(officer: Make, client_of: Make, fact: Make) -> None:
    """A commune editor neither opens nor decides another commune's fact."""
    row = fact(officer("province_editor"), unit="00004")
    client = client_of(officer("commune_editor"))
    assert client.get(f"/dia-phuong/moi/?tu={row.pk}").status_code == 404
    assert client.post(f"/dia-phuong/{row.pk}/", {"publish": ""}).status_code == 404
