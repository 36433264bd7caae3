"""The page of snapshots: which one answers, and one click back to any other."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from knowledge.console.base.models import Publication
from knowledge.console.base.release import roll_back
from knowledge.console.staff.access import ForOfficers
from knowledge.console.staff.models import Officer
from knowledge.publishing import Busy
from knowledge.settings import settings
from knowledge.snapshot import Manifest, SnapshotError, current, names, snapshots_folder


class Snapshots(ForOfficers, TemplateView):
    """Lists snapshots, newest first; going back to one needs its right."""

    template_name = "base/snapshots.html"
    acts = "roll_back"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read the manifests."""
        var = settings().var
        try:
            active = current(var).name
        except SnapshotError:
            active = ""
        rows = [Manifest.read(snapshots_folder(var) / name) for name in reversed(names(var))]
        return {
            **super().get_context_data(**kwargs),
            "rows": [{"manifest": row, "active": row.name == active} for row in rows],
            "publications": Publication.objects.all()[:50],
            "may_roll_back": isinstance(self.request.user, Officer) and self.request.user.may("roll_back"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go back."""
        name = request.POST.get("name", "")
        try:
            roll_back(name, str(request.user), request.POST.get("reason", ""))
        except (SnapshotError, Busy, OSError) as error:
            messages.error(request, f"Chưa quay lại được. {error}")
        else:
            messages.success(request, f"Trợ lý đang trả lời theo bản {name}.")
        return redirect("snapshots")
