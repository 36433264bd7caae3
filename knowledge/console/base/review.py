"""The page on which the second person decides: what differs, what citizens would see, which answers would change."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from knowledge.console.base.differences import differences
from knowledge.console.base.models import Guard, Guide
from knowledge.console.base.release import Approved, Broken, look, publish
from knowledge.console.base.showing import shown
from knowledge.console.base.workflow import authors, may_decide, waiting
from knowledge.console.staff.access import ForOfficers
from knowledge.console.staff.models import Officer, log
from knowledge.publishing import Busy
from knowledge.snapshot import SnapshotError
from nlu.clock import today


class Decision(forms.Form):
    """What the reviewer says."""

    confirmed = forms.BooleanField(
        label="Tôi đã đối chiếu cả hướng dẫn với nguồn (người dân sẽ thấy «cán bộ xác nhận»)", required=False
    )
    reason = forms.CharField(
        label="Vì sao các câu trên đổi câu trả lời là đúng", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    comment = forms.CharField(label="Lời nhắn", required=False, widget=forms.Textarea(attrs={"rows": 2}))


class Review(ForOfficers, TemplateView):
    """Shows and decides one guide that waits; whether somebody may decide is asked again when it happens."""

    template_name = "base/review.html"
    form: Decision | None = None
    broken: tuple[Any, ...] = ()

    @cached_property
    def row(self) -> Guide:
        """The guide; 404 when there is none."""
        found: Guide = get_object_or_404(Guide, pk=self.kwargs["pk"])
        return found

    @cached_property
    def version(self) -> Guide:
        """What its author wants it to be."""
        found: Guide = self.row.get_latest_revision_as_object()
        return found

    @cached_property
    def task(self) -> Any:
        """The review it waits for, None when it waits for none."""
        return waiting(self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Put together what the reviewer reads."""
        new = not self.row.live
        old = Guide() if new else self.row
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "new": new,
            "task": self.task,
            "may_decide": self.task is not None and may_decide(self.row, self.request.user),
            "is_author": self.request.user.pk in authors(self.row),
            "written_by": Officer.objects.filter(pk__in=authors(self.row)),
            "differences": differences(old.content, self.version.content, old.phrasings, self.version.phrasings),
            "before": None if new else shown(self.row),
            "shown": shown(self.version),
            "form": self.form or Decision(initial={"confirmed": self.version.content.get("status") == "draft"}),
            "broken": self.broken,
            "edit_url": reverse("wagtailsnippets_base_guide:edit", args=[self.row.pk]),
            "effects_url": reverse("effects", args=[self.row.pk]),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Publish or give back."""
        if self.task is None:
            messages.warning(request, "Bài này không còn chờ duyệt.")
            return redirect("wagtailadmin_home")
        if not may_decide(self.row, request.user):
            raise PermissionDenied("Người soạn không tự duyệt bài của mình.")
        self.form = Decision(request.POST)
        self.form.is_valid()
        if "reject" in request.POST:
            return self._give_back(request)
        return self._publish(request)

    def _give_back(self, request: HttpRequest) -> HttpResponse:
        assert self.task is not None
        assert self.form is not None
        comment = self.form.cleaned_data["comment"]
        self.task.task.specific.on_action(self.task, request.user, "reject", comment=comment)
        log(request.user, "trả lại", self.row.code, comment=comment)
        messages.success(request, f"Đã trả lại «{self.row.title}» cho người soạn.")
        return redirect("wagtailadmin_home")

    def _publish(self, request: HttpRequest) -> HttpResponse:
        assert self.form is not None
        said = self.form.cleaned_data
        text = confirmed(self.version.content, request.user, today()) if said["confirmed"] else self.version.content
        if text.get("status") == "draft":
            self.form.add_error("confirmed", "Hướng dẫn mới chỉ được công bố khi đã đối chiếu với nguồn.")
            return self.render_to_response(self.get_context_data())
        approved = Approved({self.row.code: (text, self.version.phrasings)})
        try:
            made = publish(
                approved,
                str(request.user),
                f"{self.row.code}: {said['comment']}".strip(": "),
                said["reason"],
                lambda: self._approve(request.user, text, said["comment"]),
            )
        except Broken as refusal:
            self.broken = tuple(refusal.effects)
            self.form.add_error("reason", "Có câu hỏi sẽ mất câu trả lời đúng. Xin ghi lý do, hoặc trả lại để sửa.")
            return self.render_to_response(self.get_context_data())
        except (SnapshotError, Busy, OSError) as error:
            messages.error(request, f"Chưa công bố được, bản cũ vẫn đang trả lời. {error}")
            return self.render_to_response(self.get_context_data())
        seconds = f" sau {made.seconds:.1f} giây".replace(".", ",") if made else ""
        messages.success(request, f"Đã công bố «{self.row.title}»{seconds}. Người dân thấy ngay trong vài giây.")
        return redirect("wagtailadmin_home")

    def _approve(self, user: Any, text: dict[str, Any], comment: str) -> None:
        """Let the version become the row: runs in the transaction that turns the pointer."""
        assert self.task is not None
        if text != self.version.content:
            self.version.take(_contract(text), self.version.phrasings)
            self.version.save_revision(user=user, log_action=False)
        self.task.task.specific.on_action(self.task, user, "approve", comment=comment)
        _guard(self.row, self.version, user)
        live = Guide.objects.get(pk=self.row.pk)
        live.take(_contract(live.content), live.phrasings)
        live.save(update_fields=["content", "phrasings", "digest", "folded", "title", "status", "field", "event"])


def _guard(before: Guide, after: Guide, user: Any) -> None:
    """Let wordings that staff added become guards, and those that they took out be none any more."""
    old, new = set(before.phrasings), set(after.phrasings)
    Guard.objects.filter(code=after.code, question__in=old - new).delete()
    fresh = [Guard(question=text, code=after.code, added_by=str(user)) for text in after.phrasings if text not in old]
    Guard.objects.bulk_create([one for one in fresh if len(one.question) <= 500], ignore_conflicts=True)


def confirmed(content: dict[str, Any], officer: Any, day: date) -> dict[str, Any]:
    """Return a guide's text with the officer's confirmation."""
    return {**content, "status": "reviewed", "checked_by": str(officer), "checked_on": day.isoformat()}


def _contract(content: dict[str, Any]) -> Any:
    from knowledge.guide import Guide as Contract

    return Contract.model_validate(content)


class Effects(ForOfficers, TemplateView):
    """Which questions would be answered differently; asked for by the page after it is shown."""

    template_name = "base/effects.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Make a candidate, ask it, throw it away."""
        row = get_object_or_404(Guide, pk=kwargs["pk"])
        version: Guide = row.get_latest_revision_as_object()
        try:
            seen = look(Approved({row.code: (version.content, version.phrasings)}), str(self.request.user))
        except (SnapshotError, Busy, OSError) as error:
            return {"problem": str(error)}
        return {"effects": seen.effects, "asked": seen.asked, "broken": len(seen.broken)}
