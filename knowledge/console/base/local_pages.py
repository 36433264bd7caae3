"""The pages of local facts: what waits, what is in use, and the form; each address asks the same rules."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, TemplateView

from knowledge.console.base import local
from knowledge.console.base.checking import rule_book
from knowledge.console.base.labels import choices
from knowledge.console.base.local_form import LocalForm, initial_of, unit_name
from knowledge.console.base.models import LocalFact
from knowledge.console.staff.access import ForOfficers
from knowledge.console.staff.models import Officer, log
from knowledge.publishing import Busy
from knowledge.snapshot import SnapshotError
from nlu.clock import today

_PROBLEMS = (SnapshotError, Busy, OSError)
_SCOPES = {"province": "nhận cho mọi nơi trong tỉnh", "commune": "chỉ xã có thẩm quyền nhận"}
_HOME = {"yes": "có phục vụ tại nhà", "ask": "xin hỏi trước về phục vụ tại nhà", "no": "không phục vụ tại nhà"}


def said(fact: LocalFact) -> dict[str, Any]:
    """Return what a row of the list shows."""
    row = fact.override()
    kinds = choices("Fee", "kind")
    fees = "; ".join(f"{one.amount:,} đồng".replace(",", ".") if one.amount else kinds[one.kind] for one in row.fees)
    text = " – ".join(filter(None, (row.text, fees, _SCOPES.get(row.scope or ""), _HOME.get(row.home_service or ""))))
    office = rule_book().offices.get(row.office)
    return {
        "fact": fact,
        "place": unit_name(row.ward or row.unit),
        "about": row.code or (office.name if office else ""),
        "text": text,
        "row": row,
        "over": row.valid_to is not None and row.valid_to < today(),
        "late": fact.review_by is not None and fact.review_by < today(),
    }


class LocalFacts(ForOfficers, TemplateView):
    """What waits, what must be looked at again, what is in use, what was given back."""

    template_name = "base/local.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Look it up."""
        officer: Officer = self.request.user  # type: ignore[assignment]
        rows = local.visible(officer)

        def listed(found: Any) -> list[dict[str, Any]]:
            return [
                said(fact)
                | {
                    "may_decide": local.may_decide(officer, fact),
                    "may_withdraw": local.may_withdraw(officer, fact),
                    "may_write": local.may_write(officer, fact.unit),
                }
                for fact in found
            ]

        return {
            **super().get_context_data(**kwargs),
            "waiting": listed(rows.filter(state="waiting")),
            "again": listed(rows.filter(state="live", review_by__isnull=False).order_by("review_by")),
            "live": listed(rows.filter(state="live", review_by__isnull=True)[:200]),
            "refused": listed(rows.filter(state="refused")[:20]),
            "may_add": officer.may("edit_local"),
        }


class LocalFactForm(ForOfficers, FormView):
    """Writes a new fact, or a new version of one (`?tu=<row>`)."""

    template_name = "base/local_form.html"
    form_class = LocalForm
    looks = "edit_local"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Bind a commune editor to the own commune; fill in what is to be changed."""
        officer: Officer = self.request.user  # type: ignore[assignment]
        kwargs = {**super().get_form_kwargs(), "own": officer.ward if officer.role == "commune_editor" else ""}
        if pk := self.request.GET.get("tu", ""):
            fact = get_object_or_404(local.visible(officer), pk=pk if pk.isdigit() else 0)
            kwargs["initial"] = {**kwargs.get("initial", {}), **initial_of(fact.override())}
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether the urgent way is open."""
        return {**super().get_context_data(**kwargs), "urgent": self.request.user.urgent}  # type: ignore[union-attr]

    def form_valid(self, form: LocalForm) -> HttpResponse:
        """Keep it; publish at once where it is urgent and may be."""
        made, officer = form.made, self.request.user
        assert made is not None
        if not (isinstance(officer, Officer) and local.may_write(officer, made.unit)):
            raise PermissionDenied("Anh/chị chỉ sửa được dữ liệu của xã mình.")
        urgent = "urgent" in self.request.POST
        if urgent and not local.may_publish_urgently(officer, made.unit, made.field):
            form.add_error("field", "Chỉ giờ làm việc, số điện thoại, thông báo của xã được đăng khẩn.")
            return self.form_invalid(form)
        fact = LocalFact(
            unit=made.unit,
            field=made.field,
            content=made.model_dump(mode="json", exclude_defaults=True),
            written_by=officer,
        )
        fact.save()
        log(officer, "gửi dữ liệu địa phương", str(fact), content=fact.content)
        if urgent:
            _try(self.request, lambda: local.publish_fact(fact, officer), "Đã đăng. Người khác xem lại trong 3 ngày.")
        else:
            messages.success(self.request, "Đã gửi. Người duyệt xem rồi công bố.")
        return redirect("local")


class LocalFactDecision(ForOfficers, TemplateView):
    """Takes decisions on one fact; what each needs is asked where it happens."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Publish, give back, withdraw, or write down that it was looked at."""
        officer: Officer = request.user  # type: ignore[assignment]
        fact = get_object_or_404(local.visible(officer), pk=kwargs["pk"])
        comment = request.POST.get("comment", "").strip()[:300]
        ways: dict[str, tuple[Callable[[], None], str]] = {
            "publish": (lambda: local.publish_fact(fact, officer, comment), "Đã công bố."),
            "refuse": (lambda: local.refuse(fact, officer, comment), "Đã trả lại."),
            "withdraw": (lambda: local.withdraw(fact, officer, comment), "Đã rút."),
            "again": (lambda: local.look_again(fact, officer), "Đã ghi là xem lại rồi."),
        }
        chosen = next((way for name, way in ways.items() if name in request.POST), None)
        if chosen is not None:
            _try(request, *chosen)
        return redirect("local")


def _try(request: HttpRequest, act: Callable[[], None], done: str) -> None:
    """Do it and say so, or say why not. A refusal for want of rights is one."""
    try:
        act()
    except PermissionError as error:
        raise PermissionDenied(str(error)) from error
    except _PROBLEMS as error:
        messages.error(request, f"Chưa làm được, bản cũ vẫn đang trả lời. {error}")
    else:
        messages.success(request, done)
