"""The page of the audit log: who did what, newest first. It can be read and nothing else."""

from typing import Any

from django.core.paginator import Paginator
from django.views.generic import TemplateView

from knowledge.console.staff.access import ForOfficers
from knowledge.console.staff.models import AuditEntry


class Audit(ForOfficers, TemplateView):
    """Shows the log to who may read it."""

    template_name = "base/audit.html"
    http_method_names = ["get", "head"]
    looks = "audit"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of the log."""
        pages = Paginator(AuditEntry.objects.all(), 50)
        return {**super().get_context_data(**kwargs), "page": pages.get_page(self.request.GET.get("p"))}
