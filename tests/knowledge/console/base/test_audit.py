"""The page of the audit log."""

from collections.abc import Callable
from typing import Any

import pytest

from knowledge.console.staff.models import AuditEntry, log

Make = Callable[..., Any]


@pytest.mark.parametrize("role", ["commune_editor", "province_editor", "reviewer", "administrator", "auditor"])
def test_read_by_two_roles_and_changed_by_none(officer: Make, client_of: Make, role: str) -> None:
    """Auditors and administrators read it; what is sent to the page changes nothing, and text is never mark-up."""
    log("lan", "công bố", "<b>1.001193</b>", reason="phí mới")
    client = client_of(officer(role))
    answer = client.get("/nhat-ky/")
    may = role in ("administrator", "auditor")
    assert (answer.status_code == 200) is may
    if may:
        text = answer.content.decode()
        assert "phí mới" in text
        assert "&lt;b&gt;1.001193" in text
    client.post("/nhat-ky/", {"delete": "1"})
    assert AuditEntry.objects.filter(who="lan").count() == 1
