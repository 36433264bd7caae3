"""Permissions from roles."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client


def test_nobody_publishes_or_deletes_past_review(officer: Callable[..., Any]) -> None:
    """No role has Wagtail's permission to publish or delete a guide directly."""
    for role in ("commune_editor", "province_editor", "reviewer", "administrator", "auditor"):
        one = officer(role)
        assert one.has_perm("wagtailadmin.access_admin"), role
        assert not one.has_perm("base.publish_guide"), role
        assert not one.has_perm("base.delete_guide"), role


def test_groups_count_for_nothing(officer: Callable[..., Any]) -> None:
    """A permission given to a group or to a person gives nothing: roles are the one truth."""
    from django.contrib.auth.models import Group, Permission

    one = officer("auditor")
    group = Group.objects.create(name="x")
    group.permissions.set(Permission.objects.filter(codename="change_guide"))
    one.groups.add(group)
    one.user_permissions.set(Permission.objects.filter(codename="change_guide"))
    assert not one.has_perm("base.change_guide")


def test_login_is_closed_after_wrong_passwords(officer: Callable[..., Any], settings_tries: int) -> None:
    """After some wrong passwords the right one does not help either, and the page says so in Vietnamese."""
    one = officer("auditor", username="lan")
    one.set_password("hoa-sen-xanh-2026")
    one.save()
    client = Client()
    for _ in range(settings_tries):
        client.post("/login/", {"username": "lan", "password": "wrong"})
    answer = client.post("/login/", {"username": "lan", "password": "hoa-sen-xanh-2026"})
    assert answer.status_code == 429
    assert "Tạm khóa đăng nhập" in answer.content.decode()


@pytest.fixture
def settings_tries() -> int:
    """How many wrong passwords are borne."""
    from django.conf import settings

    return int(settings.AXES_FAILURE_LIMIT)
