"""The inbox: what people asked and got no answer to, put together by meaning; one click gives a wording to a guide."""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from knowledge.console.base.models import Guide
from knowledge.console.base.release import OPEN
from knowledge.console.base.workflow import waiting
from knowledge.console.staff.access import ForOfficers
from knowledge.console.staff.models import Officer, log
from knowledge.search.searcher import Searcher
from knowledge.settings import settings
from knowledge.snapshot import SnapshotError
from nlu.clock import now
from nlu.text import fold

_DAYS = 30
_MOST = 2000
_SHOWN = 40
#: Cosine from which two questions count as one; the search's own vectors of short questions lie wide apart.
_ALIKE = 0.72
_UNANSWERED = """
SELECT question, COUNT(*) FROM turn_event
WHERE question IS NOT NULL AND at >= ? AND (decision = 'none' OR feedback IN ('down', '👎'))
      AND (? = '' OR commune = ?)
GROUP BY question ORDER BY COUNT(*) DESC, MAX(at) DESC LIMIT ?
"""


@dataclass(frozen=True)
class Cluster:
    """Questions with one meaning: the one asked most, how often all were, some others, guides they may be about."""

    question: str
    count: int
    examples: tuple[str, ...]
    guides: tuple[Guide, ...] = ()


def unanswered(path: Path, ward: str = "") -> list[tuple[str, int]]:
    """Return masked questions without an answer in the last days and how often each was asked, most first.

    `ward` keeps those of one commune. Without a store of events there are none.
    """
    if not path.exists():
        return []
    since = (now() - timedelta(days=_DAYS)).isoformat(timespec="milliseconds")
    store = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)
    try:
        return store.execute(_UNANSWERED, (since, ward, ward, _MOST)).fetchall()
    except sqlite3.OperationalError:
        # Just made and still without its table.
        return []
    finally:
        store.close()


def clusters(rows: Sequence[tuple[str, int]], searcher: Searcher) -> list[Cluster]:
    """Put questions together by meaning, those asked most first."""
    vectors = searcher.index.embedder.questions([searcher.index.analyser.analyse(text) for text, _ in rows])
    heads: list[int] = []
    members: dict[int, list[int]] = {}
    for number in range(len(rows)):
        near = vectors[heads] @ vectors[number] if heads else np.zeros(0)
        best = int(np.argmax(near)) if len(near) else -1
        head = heads[best] if best >= 0 and near[best] >= _ALIKE else number
        if head == number:
            heads.append(number)
        members.setdefault(head, []).append(number)
    found = [
        Cluster(
            rows[head][0],
            sum(rows[each][1] for each in inside),
            tuple(rows[each][0] for each in inside[1:6]),
        )
        for head, inside in members.items()
    ]
    return sorted(found, key=lambda cluster: -cluster.count)


def with_guides(cluster: Cluster, searcher: Searcher) -> Cluster:
    """Add the guides that the questions may be about, the likeliest first."""
    votes: dict[str, float] = defaultdict(float)
    for text in (cluster.question, *cluster.examples):
        for hit in searcher.search(text, limit=3).results:
            votes[hit.code] += hit.score
    codes = sorted(votes, key=lambda code: -votes[code])[:3]
    rows = {row.code: row for row in Guide.objects.filter(code__in=codes).only("code", "title")}
    guides = tuple(rows[code] for code in codes if code in rows)
    return Cluster(cluster.question, cluster.count, cluster.examples, guides)


def give(question: str, code: str, officer: Officer) -> Guide:
    """Add a wording to the draft of a guide. Raises ValueError, saying why, when that cannot be done now."""
    row = Guide.objects.filter(code=code.strip()).first()
    if row is None:
        raise ValueError(f"Không có hướng dẫn {code}.")
    if waiting(row) is not None:
        raise ValueError(f"«{row.title}» đang chờ duyệt, xin thêm câu này sau.")
    version: Guide = row.get_latest_revision_as_object()
    if fold(question) in {fold(phrase) for phrase in version.phrasings}:
        raise ValueError("Hướng dẫn đã có câu này.")
    version.phrasings = [*version.phrasings, question]
    version.save_revision(user=officer, changed=True)
    log(officer, "thêm câu hỏi", row.code, question=question)
    return row


class Inbox(ForOfficers, TemplateView):
    """Shows the clusters to everybody; editors of guides give a wording to one."""

    template_name = "base/inbox.html"
    acts = "edit_guide"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read, cluster, and guess the guides of the first ones."""
        officer: Officer = self.request.user
        chosen = settings()
        context = {**super().get_context_data(**kwargs), "may_edit": officer.may("edit_guide"), "days": _DAYS}
        rows = unanswered(chosen.var / "events.sqlite3", officer.ward if officer.role == "commune_editor" else "")
        try:
            searcher = OPEN.get(chosen)
        except SnapshotError as error:
            return {**context, "problem": str(error)}
        found = clusters(rows, searcher) if rows else []
        return {
            **context,
            "clusters": [with_guides(one, searcher) for one in found[:40]],
            "more": max(0, len(found) - 40),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add the wording and open the draft."""
        try:
            row = give(request.POST.get("question", "").strip(), request.POST.get("code", ""), request.user)
        except ValueError as error:
            messages.error(request, str(error))
            return redirect("inbox")
        messages.success(request, f"Đã thêm câu vào bản nháp «{row.title}». Xin xem lại rồi gửi duyệt.")
        return redirect("wagtailsnippets_base_guide:edit", row.pk)
