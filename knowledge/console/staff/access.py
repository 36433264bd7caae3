"""Who may open a page: one gate before every view of the console."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from knowledge.console.staff.models import Officer
from knowledge.console.staff.roles import Action


class ForOfficers:
    """Lets in officers who may do what the page is for: `looks` to open it, `acts` (or the same) to send its form."""

    looks: Action = "view"
    acts: Action | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Send others away. Raises PermissionDenied."""
        officer = request.user
        action = (self.acts if request.method == "POST" else None) or self.looks
        if not (isinstance(officer, Officer) and officer.may(action)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
