"""Permissions from roles: Django's and Wagtail's questions are answered from the one table of roles."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from knowledge.console.staff.roles import MAY

#: Django's permission names that an action of a role brings. What stands nowhere here, nobody may.
_GIVES: dict[str, tuple[str, ...]] = {
    "view": ("wagtailadmin.access_admin", "base.view_guide"),
    "edit_guide": ("base.add_guide", "base.change_guide", "base.lock_guide", "base.unlock_guide"),
    "people": ("staff.view_officer", "staff.add_officer", "staff.change_officer"),
}


class RoleBackend(ModelBackend):
    """Checks passwords as Django does, and permissions by role; groups and single permissions count for nothing."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return the permissions of the user's role."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        actions = MAY.get(user_obj.role, frozenset())
        return {name for action in actions for name in _GIVES.get(action, ())}

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Nobody has permissions of his own."""
        return set()

    get_group_permissions = get_all_permissions

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Return whether the user's role brings `perm`."""
        return perm in self.get_all_permissions(user_obj, obj)
