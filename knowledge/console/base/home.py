"""The first page: what waits for this officer, what this officer has begun, what is in use."""

from typing import Any

from wagtail.admin.ui.components import Component
from wagtail.models import TaskState

from knowledge.console.base import local
from knowledge.console.base.models import Guide
from knowledge.console.base.workflow import may_decide
from knowledge.console.staff.models import Officer
from knowledge.settings import settings
from knowledge.snapshot import Manifest, SnapshotError, current


class Waiting(Component):
    """What waits, in three short lists."""

    name = "waiting"
    template_name = "base/home.html"
    order = 10

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Look it up."""
        officer: Officer = parent_context["request"].user
        waiting = [
            state.workflow_state.content_object
            for state in TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("workflow_state")
        ]
        mine = Guide.objects.filter(has_unpublished_changes=True, latest_revision__user=officer)
        try:
            manifest = Manifest.read(current(settings().var))
        except SnapshotError:
            manifest = None
        facts = local.visible(officer)
        return {
            "offers": Guide.objects.exclude(offered={}).count(),
            "facts_waiting": facts.filter(state="waiting").count(),
            "facts_again": facts.filter(state="live", review_by__isnull=False).count(),
            "to_decide": [row for row in waiting if may_decide(row, officer)],
            "sent": [row for row in waiting if row.current_workflow_state.requested_by_id == officer.pk],
            "drafts": [row for row in mine.order_by("-updated_at")[:20] if row not in waiting],
            "manifest": manifest,
            "guides": Guide.objects.filter(live=True).count(),
            "may_edit": officer.may("edit_guide"),
            "may_review": officer.may("review"),
        }
