"""The table of roles."""

from typing import get_args

from knowledge.console.staff.roles import MAY, NAMES, Action, Role


def test_each_role_is_named_and_may_see() -> None:
    """Every role has a name and may look; only administrators handle people."""
    assert set(MAY) == set(NAMES) == set(get_args(Role))
    assert all("view" in may for may in MAY.values())
    assert [role for role, may in MAY.items() if "people" in may] == ["administrator"]


def test_auditors_change_nothing() -> None:
    """Who only checks may change nothing, and each action belongs to some role."""
    assert MAY["auditor"] <= {"view", "audit"}
    assert set().union(*MAY.values()) == set(get_args(Action))
