"""From the base to citizens."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from knowledge.console.base import release
from knowledge.console.base.models import Guard, Guide, Publication
from knowledge.console.base.release import Approved, Broken, look, publish, roll_back
from knowledge.console.staff.models import AuditEntry
from knowledge.effects import Asked, answer_without_itself
from knowledge.settings import Settings
from knowledge.snapshot import Snapshot, SnapshotError, current, names
from nlu.clock import today
from tests.knowledge.console.base.conftest import MARRIAGE

Make = Callable[..., Any]


def test_base_like_the_snapshot_publishes_nothing(live: Settings, filled: Make) -> None:
    """Where base and snapshot say the same, nothing new goes live."""
    before = current(live.var)
    assert publish(Approved(), "lan", "") is None
    assert current(live.var) == before


def test_fee_goes_live_without_touching_the_index(live: Settings, marriage: Guide) -> None:
    """A changed fee is in the live snapshot; nothing is encoded and no answer differs."""
    text = {**marriage.content, "fees": [{"kind": "amount", "amount": 8000}]}
    made = publish(Approved({MARRIAGE: (text, marriage.phrasings)}), "lan", "phí mới")
    assert made is not None
    assert (made.codes, made.effects, made.who) == ([MARRIAGE], [], "lan")
    guide = Snapshot.load(current(live.var)).guides[MARRIAGE]
    assert guide.fees[0].amount == 8000
    assert AuditEntry.objects.filter(what="công bố", who="lan").exists()


def test_broken_guard_needs_a_reason(live: Settings, marriage: Guide) -> None:
    """A question that would lose its procedure stops the publication, until somebody says why that is right."""
    question = next(
        asked
        for asked in marriage.phrasings
        if answer_without_itself(release.OPEN.get(live), Asked(asked, MARRIAGE)) == (MARRIAGE, "answer")
    )
    Guard.objects.create(question=question, code=MARRIAGE)
    text = {
        **marriage.content,
        "name": "Việc khác",
        "short_name": "việc khác",
        "aliases": [],
        "summary": "",
        "result": "",
    }
    approved = Approved({MARRIAGE: (text, [])})
    before = current(live.var)
    with pytest.raises(Broken) as refused:
        publish(approved, "lan", "")
    assert question in {effect.question for effect in refused.value.effects}
    assert current(live.var) == before
    assert not Publication.objects.exists()
    made = publish(approved, "lan", "", reason="Thủ tục đã đổi tên")
    assert made is not None
    assert made.reason == "Thủ tục đã đổi tên"
    assert any(effect["broken"] for effect in made.effects)


def test_look_leaves_nothing(live: Settings, marriage: Guide) -> None:
    """Looking at what would change makes no snapshot and leaves no candidate."""
    known = names(live.var)
    seen = look(Approved({MARRIAGE: (marriage.content, [*marriage.phrasings, "câu chưa ai hỏi"])}), "lan")
    assert seen.asked > 0
    assert names(live.var) == known
    assert list((live.var / "candidates").iterdir()) == []


def test_failure_before_going_live_takes_the_base_back(live: Settings, marriage: Guide) -> None:
    """When the base cannot record the approval, nothing goes live."""
    before = current(live.var)

    def fail() -> None:
        raise ValueError("không ghi được")

    text = {**marriage.content, "result": "x"}
    with pytest.raises(ValueError, match="không ghi được"):
        publish(Approved({MARRIAGE: (text, marriage.phrasings)}), "lan", "", "vì", fail)
    assert current(live.var) == before
    assert not Publication.objects.exists()


def test_one_step_back_and_forth(live: Settings, marriage: Guide) -> None:
    """Any snapshot can be made current again; the one in use cannot, and each time is written down."""
    first = current(live.var).name
    made = publish(Approved({MARRIAGE: ({**marriage.content, "result": "x"}, marriage.phrasings)}), "lan", "", "vì")
    assert made is not None
    roll_back(first, "hoa", "nhầm")
    assert current(live.var).name == first
    with pytest.raises(SnapshotError, match="đang được dùng"):
        roll_back(first, "hoa")
    roll_back(made.snapshot, "hoa")
    assert [(row.kind, row.who) for row in Publication.objects.all()][:2] == [("rollback", "hoa"), ("rollback", "hoa")]


@pytest.mark.parametrize(("field", "days"), [("effective_to", -1), ("effective_from", 1)])
def test_guides_out_of_force_leave(live: Settings, marriage: Guide, field: str, days: int) -> None:
    """A guide whose time is over, or has not come, is not published; on its day it is there."""
    day = today() + timedelta(days=days)
    marriage.take(marriage.guide().model_copy(update={field: day}), marriage.phrasings)
    marriage.save()
    assert MARRIAGE not in Approved().digests()
    marriage.take(marriage.guide().model_copy(update={field: today()}), marriage.phrasings)
    marriage.save()
    assert MARRIAGE in Approved().digests()


def test_drafts_do_not_go_out(live: Settings, marriage: Guide, officer: Make, submit: Make) -> None:
    """What waits for review is not in the next snapshot."""
    submit(marriage, officer("province_editor"), result="chưa duyệt")
    entry = next(iter(Approved().entries([MARRIAGE])))
    assert entry.guide.result != "chưa duyệt"
