"""Wagtail's questions about permissions on the base, answered from the table of roles. Nobody publishes past review."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from knowledge.console.staff.models import Officer
from knowledge.console.staff.roles import MAY, Action

_NEEDS: dict[str, Action] = {
    "view": "view",
    "choose": "view",
    "add": "edit_guide",
    "change": "edit_guide",
    "lock": "edit_guide",
    "unlock": "review",
}


class GuidePolicy(BasePermissionPolicy):
    """Guides: read by all roles, written by editors, published and withdrawn by review only, never deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether the user's role allows Wagtail's `action`."""
        needed = _NEEDS.get(action)
        return isinstance(user, Officer) and needed is not None and user.may(needed)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Officer]:
        """Return the people whose role allows one of `actions`."""
        needed = {_NEEDS[action] for action in actions if action in _NEEDS}
        roles = [role for role, may in MAY.items() if needed & may]
        return Officer.objects.filter(is_active=True, role__in=roles)
