"""Newer values from outside that wait beside what staff wrote: field by field into a draft, or refused."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from knowledge.console.base.differences import differences
from knowledge.console.base.labels import GUIDE
from knowledge.console.base.models import Guide
from knowledge.console.base.workflow import waiting
from knowledge.console.staff.access import ForOfficers
from knowledge.console.staff.models import Officer, log
from knowledge.guide import Guide as Contract

_SHOWN = 30


@transaction.atomic
def settle(code: str, field: str, officer: Officer, *, accept: bool) -> Guide:
    """Take the offered value into the draft, or refuse it; it waits no longer. Raises ValueError, saying why not."""
    row = Guide.objects.filter(code=code).first()
    if row is None or field not in row.offered:
        raise ValueError("Mục này đã được xử lý rồi.")
    if accept:
        if waiting(row) is not None:
            raise ValueError(f"«{row.title}» đang chờ duyệt, xin nhận mục này sau.")
        version: Guide = row.get_latest_revision_as_object()
        content = {name: value for name, value in version.content.items() if name != field}
        if row.offered[field] is not None:
            content[field] = row.offered[field]
        version.take(Contract.model_validate(content), version.phrasings)
        version.save_revision(user=officer, changed=True)
        row.refresh_from_db()
    row.offered = {name: value for name, value in row.offered.items() if name != field}
    row.save(update_fields=["offered"])
    log(officer, "nhận bản ngoài" if accept else "giữ bản của mình", code, field=GUIDE.get(field, field))
    return row


class Offers(ForOfficers, TemplateView):
    """Shows what waits; editors of guides decide."""

    template_name = "base/offers.html"
    acts = "edit_guide"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lay what is kept beside what is offered."""
        rows = Guide.objects.exclude(offered={})
        officer: Officer = self.request.user  # type: ignore[assignment]
        return {
            **super().get_context_data(**kwargs),
            "count": rows.count(),
            "guides": [(row, offered(row)) for row in rows[:_SHOWN]],
            "may_edit": officer.may("edit_guide"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Settle one field."""
        accept = "accept" in request.POST
        try:
            row = settle(
                request.POST.get("code", ""),
                request.POST.get("field", ""),
                request.user,  # type: ignore[arg-type]
                accept=accept,
            )
        except ValueError as error:
            messages.error(request, str(error))
        else:
            done = "Đã đưa vào bản nháp" if accept else "Đã giữ bản của mình ở"
            messages.success(request, f"{done} «{row.title}».")
        return redirect("offers")


def offered(row: Guide) -> list[Any]:
    """Return the differences between the draft and what outside offers."""
    version: Guide = row.get_latest_revision_as_object()
    newer = {**version.content, **row.offered}
    found = differences(version.content, newer, [], [])
    # A field that somebody has typed in meanwhile differs no more; it is still to be settled, so it is shown.
    shown = {one.field for one in found}
    return [*found, *({"field": name, "label": GUIDE.get(name, name)} for name in row.offered if name not in shown)]
