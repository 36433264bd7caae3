"""Second person."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from knowledge.console.base.models import Guide
from knowledge.console.base.workflow import authors, may_decide, waiting

Make = Callable[..., Any]


@pytest.mark.parametrize("role", ["reviewer", "administrator"])
def test_author_never_decides(marriage: Guide, officer: Make, submit: Make, role: str) -> None:
    """Who wrote or submitted it may not publish it, whatever the role; the task itself refuses."""
    author = officer(role)
    row = submit(marriage, author, result="x")
    assert authors(row) == {author.pk}
    assert not may_decide(row, author)
    task = waiting(row)
    assert task is not None
    for action in ("approve", "reject"):
        with pytest.raises(PermissionDenied):
            task.task.specific.on_action(task, author, action)


def test_earlier_author_does_not_decide_either(marriage: Guide, officer: Make, submit: Make) -> None:
    """Somebody who wrote a part of the draft does not publish it after another has submitted it."""
    first, second = officer("reviewer"), officer("reviewer")
    version = marriage.get_latest_revision_as_object()
    version.content = {**version.content, "summary": "phần đầu"}
    version.save_revision(user=first, changed=True)
    row = submit(marriage, second, result="x")
    assert authors(row) == {first.pk, second.pk}
    assert may_decide(row, officer("reviewer"))


@pytest.mark.parametrize("role", ["commune_editor", "province_editor", "auditor"])
def test_others_do_not_decide(marriage: Guide, officer: Make, submit: Make, role: str) -> None:
    """Roles without the right to review decide nothing."""
    row = submit(marriage, officer("province_editor"), result="x")
    assert not may_decide(row, officer(role))


def test_what_is_reviewed_is_locked(marriage: Guide, officer: Make, submit: Make) -> None:
    """While it waits nobody changes it, not even a reviewer."""
    row = submit(marriage, officer("province_editor"), result="x")
    assert row.get_lock().for_user(officer("reviewer"))
