"""Local facts of the base: who may write and decide them, which are in force, and what becomes of a decision."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from knowledge.console.base.models import LocalFact
from knowledge.console.staff.models import Officer, log
from knowledge.overrides import Override
from knowledge.overrides import _overlap as overlap
from knowledge.snapshot import SnapshotError
from nlu.clock import now, today

#: What a commune may publish by one person who has the urgent right.
URGENT = frozenset({"hours", "phone", "notice"})
#: Somebody else looks at it within these days.
LOOK_AGAIN = timedelta(days=3)


def may_write(officer: Any, unit: str) -> bool:
    """Return whether `officer` may write facts of `unit`: a commune editor of the own commune only."""
    if not (isinstance(officer, Officer) and officer.may("edit_local")):
        return False
    return officer.role != "commune_editor" or (bool(officer.ward) and unit == officer.ward)


def may_publish_urgently(officer: Any, unit: str, field: str) -> bool:
    """Return whether `officer` may publish this fact alone: a commune's hours, telephone or notice."""
    return may_write(officer, unit) and officer.urgent and len(unit) == 5 and field in URGENT


def may_decide(officer: Any, fact: LocalFact) -> bool:
    """Return whether `officer` is the second person for `fact`."""
    return isinstance(officer, Officer) and officer.may("review") and officer.pk != fact.written_by_id


def may_withdraw(officer: Any, fact: LocalFact) -> bool:
    """Return whether `officer` may take back a live fact: the second person, or who may publish such alone."""
    return fact.state == "live" and (may_decide(officer, fact) or may_publish_urgently(officer, fact.unit, fact.field))


def visible(officer: Officer) -> QuerySet[LocalFact]:
    """Return what `officer` sees: a commune editor the own commune's facts, others all."""
    rows = LocalFact.objects.select_related("written_by", "decided_by")
    return rows.filter(unit=officer.ward or "-") if officer.role == "commune_editor" else rows


def in_force(coming: LocalFact | None = None, leaving: LocalFact | None = None) -> Sequence[Override]:
    """Return the live facts that have not ended, with `coming` in the place of those that it replaces."""
    gone = {fact.pk for fact in (coming, leaving) if fact is not None}
    gone |= {fact.pk for fact in (replaced(coming) if coming else ())}
    rows = [fact.override() for fact in LocalFact.objects.filter(state="live").order_by("pk") if fact.pk not in gone]
    rows += [coming.override()] if coming else []
    return [row for row in rows if row.valid_to is None or row.valid_to >= today()]


def replaced(coming: LocalFact) -> list[LocalFact]:
    """Return the live facts that are about the same thing at the same time."""
    new = coming.override()
    same = LocalFact.objects.filter(state="live", unit=coming.unit, field=coming.field).exclude(pk=coming.pk)
    return [fact for fact in same if fact.override().about == new.about and overlap(fact.override(), new)]


def publish_fact(fact: LocalFact, officer: Officer, comment: str = "") -> None:
    """Let a waiting fact go live, decided by `officer`; by its author alone where it is urgent.

    Raises PermissionError, and SnapshotError or Busy with nothing changed.
    """
    from knowledge.console.base.release import Approved, publish

    alone = officer.pk == fact.written_by_id
    if not (may_publish_urgently(officer, fact.unit, fact.field) if alone else may_decide(officer, fact)):
        raise PermissionError("Người soạn không tự duyệt bài của mình.")
    fact.content = {**fact.content, "checked_by": str(officer), "checked_on": today().isoformat()}

    def approve() -> None:
        older = replaced(fact)
        _settle(
            fact,
            "waiting",
            officer,
            "live",
            comment=comment,
            content=fact.content,
            urgent=alone,
            review_by=today() + LOOK_AGAIN if alone else None,
        )
        for one in older:
            _settle(one, "live", officer, "ended")
        log(officer, "đăng khẩn" if alone else "công bố dữ liệu địa phương", str(fact), content=fact.content)

    publish(Approved(coming=fact), str(officer), f"{fact}", before_live=approve)


def withdraw(fact: LocalFact, officer: Officer, comment: str = "") -> None:
    """Take a live fact back. Raises PermissionError, and SnapshotError or Busy with nothing changed."""
    from knowledge.console.base.release import Approved, publish

    if not may_withdraw(officer, fact):
        raise PermissionError("Anh/chị không rút được mục này.")

    def end() -> None:
        _settle(fact, "live", officer, "ended", comment=comment, review_by=None)
        log(officer, "rút dữ liệu địa phương", str(fact), comment=comment)

    publish(Approved(leaving=fact), str(officer), f"rút {fact}", before_live=end)


@transaction.atomic
def refuse(fact: LocalFact, officer: Officer, comment: str = "") -> None:
    """Give a waiting fact back. Raises PermissionError or SnapshotError."""
    if not may_decide(officer, fact):
        raise PermissionError("Người soạn không tự duyệt bài của mình.")
    _settle(fact, "waiting", officer, "refused", comment=comment)
    log(officer, "trả lại dữ liệu địa phương", str(fact), comment=comment)


@transaction.atomic
def look_again(fact: LocalFact, officer: Officer) -> None:
    """Write down that a second person has seen what was published urgently. Raises PermissionError or SnapshotError."""
    if not may_decide(officer, fact) or fact.review_by is None:
        raise PermissionError("Người đăng không tự xem lại bài của mình.")
    _settle(fact, "live", officer, "live", review_by=None)
    log(officer, "đã xem lại bài đăng khẩn", str(fact))


def _settle(fact: LocalFact, before: str, officer: Officer, state: str, **fields: Any) -> None:
    """Change the state in one step, so that of two decisions only the first counts."""
    changed = LocalFact.objects.filter(pk=fact.pk, state=before).update(
        state=state, decided_by=officer, decided_at=now(), **fields
    )
    if not changed:
        raise SnapshotError("Mục này đã có người xử lý rồi.")
