"""Officers and the audit log."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from knowledge.console.staff.models import AuditEntry, Officer, log


def test_commune_editor_needs_a_commune(base: None) -> None:
    """Without a commune's code, or with a wrong one, the account is refused at that field."""
    for ward in ("", "123", "abcde"):
        with pytest.raises(ValidationError) as refused:
            Officer(username="a", role="commune_editor", ward=ward).clean()
        assert "ward" in refused.value.message_dict


def test_who_left_may_nothing(officer: Callable[..., Any]) -> None:
    """An account that is closed may do nothing, whatever its role."""
    assert not officer("administrator", is_active=False).may("view")


@pytest.mark.parametrize("statement", ["UPDATE staff_auditentry SET who = 'x'", "DELETE FROM staff_auditentry"])
def test_log_only_grows(base: None, statement: str) -> None:
    """The database refuses to change or remove a line of the log."""
    log("lan", "thử", "1.001193", fee=8000)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.get().detail == {"fee": 8000}
