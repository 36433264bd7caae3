"""Second person: what one officer submits, another one publishes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from wagtail.models import Task, TaskState, Workflow, WorkflowContentType, WorkflowState, WorkflowTask

from knowledge.console.base.models import Guide
from knowledge.console.staff.models import Officer

NAME = "Người thứ hai duyệt"


class SecondPerson(Task):
    """The one step between a draft and citizens. The page that publishes is knowledge.console.base.review."""

    class Meta:
        verbose_name = "người thứ hai duyệt"
        verbose_name_plural = "người thứ hai duyệt"

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Approve or reject. Raises PermissionDenied for an author and for who may not review."""
        if not may_decide(task_state.workflow_state.content_object, user):
            raise PermissionDenied("Người soạn không tự duyệt bài của mình.")
        super().on_action(task_state, user, action_name, **kwargs)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """Return what may be done from the editor: giving back. Approval has a page of its own."""
        return [("reject", "Trả lại để sửa", True)] if may_decide(obj, user) else []

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Let reviewers open it."""
        return isinstance(user, Officer) and user.may("review")

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Nobody changes what is being reviewed; the author may take it back first."""
        return True

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        """Return what waits for this user."""
        waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task=self.task_ptr)
        if not (isinstance(user, Officer) and user.may("review")):
            return waiting.none()
        mine = [state.pk for state in waiting if not may_decide(state.workflow_state.content_object, user)]
        return waiting.exclude(pk__in=mine)

    @classmethod
    def get_description(cls) -> str:
        """Return what the step is for."""
        return "Người duyệt xem thay đổi và công bố; người soạn không tự duyệt."


def authors(row: Guide) -> set[int]:
    """Return the people who wrote what is not published yet: authors of its revisions and who submitted it."""
    fresh = row.revisions.all()
    if row.live_revision_id:
        fresh = fresh.filter(pk__gt=row.live_revision_id)
    task = waiting(row)
    if task is not None:
        # What was submitted. A reviewer's confirmation comes after it and is no writing.
        fresh = fresh.filter(pk__lte=task.revision_id)
    found = set(fresh.exclude(user=None).values_list("user_id", flat=True))
    state = row.current_workflow_state
    return found | ({state.requested_by_id} if state and state.requested_by_id else set())


def may_decide(row: Guide, user: Any) -> bool:
    """Return whether `user` may publish or give back what waits in `row`."""
    return isinstance(user, Officer) and user.may("review") and user.pk not in authors(row)


def waiting(row: Guide) -> TaskState | None:
    """Return the review that `row` waits for, None when it waits for none."""
    state: WorkflowState | None = row.current_workflow_state
    found: TaskState | None = (
        state.current_task_state if state and state.status == WorkflowState.STATUS_IN_PROGRESS else None
    )
    return found


def ensure_workflow(**kwargs: Any) -> None:
    """Make the workflow and assign it to guides; runs after each migration."""
    from django.contrib.contenttypes.models import ContentType

    workflow, _ = Workflow.objects.get_or_create(name=NAME)
    task = SecondPerson.objects.first() or SecondPerson.objects.create(name=NAME)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr, defaults={"sort_order": 0})
    WorkflowContentType.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(Guide), defaults={"workflow": workflow}
    )
