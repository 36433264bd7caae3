"""The inbox of unanswered questions."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.events import EventLog, TurnEvent
from knowledge.console.base import inbox
from knowledge.console.base.models import Guard, Guide
from knowledge.console.base.release import OPEN
from knowledge.settings import Settings
from nlu.clock import now
from tests.knowledge.console.base.conftest import MARRIAGE

Make = Callable[..., Any]


def event(question: str | None, decision: str | None = "none", commune: str | None = None, at: str = "") -> TurnEvent:
    return TurnEvent(at or now().isoformat(), "web", commune, question, "answered", 5.0, decision=decision)


def stored(var: Path, *events: TurnEvent) -> Path:
    """Write events with the front door's own writer."""
    path = var / "events.sqlite3"
    writer = EventLog(path, keep_days=20_000)
    writer.start()
    for one in events:
        writer.add(one)
    writer.stop()
    return path


def test_only_unanswered_of_late(tmp_path: Path) -> None:
    """Answered, old and empty turns are left out; the same question counts up; a commune sees its own."""
    path = stored(
        tmp_path,
        event("hỏi gì đó"),
        event("hỏi gì đó", commune="00166"),
        event("được trả lời", "answer"),
        event(None),
        event("đã lâu", at="2020-01-01T00:00:00+07:00"),
    )
    assert inbox.unanswered(path) == [("hỏi gì đó", 2)]
    assert inbox.unanswered(path, "00166") == [("hỏi gì đó", 1)]
    assert inbox.unanswered(tmp_path / "nowhere.sqlite3") == []


def test_thumbs_down_counts(tmp_path: Path) -> None:
    """An answer that somebody found wrong is in the inbox too, one that was liked is not."""
    path = tmp_path / "events.sqlite3"
    writer = EventLog(path, keep_days=20_000)
    writer.start()
    for turn, value in (("một", "down"), ("hai", "up")):
        writer.add(replace(event(f"câu {turn}", "answer"), turn=turn))
        writer.judge(turn, value, None)
    writer.stop()
    assert inbox.unanswered(path) == [("câu một", 1)]


def test_same_meaning_is_one_cluster(live: Settings) -> None:
    """Questions in other words or without marks stand together, other matters apart, the most asked first."""
    searcher = OPEN.get(live)
    rows = [("đăng ký kết hôn cần gì", 1), ("dang ky ket hon can gi", 3), ("xác nhận tình trạng độc thân", 2)]
    found = inbox.clusters(rows, searcher)
    assert [(one.count, len(one.examples)) for one in found] == [(4, 1), (2, 0)]


def test_one_click_adds_the_wording_which_becomes_a_guard(
    live: Settings, marriage: Guide, officer: Make, client_of: Make
) -> None:
    """From the inbox to the draft, to the second person, to a guard."""
    stored(live.var, event("hai đứa tụi em muốn thành vợ chồng hợp pháp"))
    author = officer("province_editor")
    client = client_of(author)
    assert "hai đứa tụi em" in client.get("/cau-chua-tra-loi/").content.decode()
    question = "hai đứa tụi em muốn thành vợ chồng hợp pháp"
    client.post("/cau-chua-tra-loi/", {"question": question, "code": MARRIAGE})
    marriage.refresh_from_db()
    assert question in marriage.get_latest_revision_as_object().phrasings
    assert question not in marriage.phrasings
    marriage.get_workflow().start(marriage, author)
    client_of(officer("reviewer")).post(f"/duyet/{marriage.pk}/", {"publish": "", "reason": "đã xem"})
    marriage.refresh_from_db()
    assert question in marriage.phrasings
    assert Guard.objects.filter(question=question, code=MARRIAGE).exists()


@pytest.mark.parametrize("role", ["commune_editor", "auditor"])
def test_others_only_look(live: Settings, marriage: Guide, officer: Make, client_of: Make, role: str) -> None:
    """Who may not edit guides sees the page and adds nothing."""
    client = client_of(officer(role))
    assert client.get("/cau-chua-tra-loi/").status_code == 200
    client.post("/cau-chua-tra-loi/", {"question": "x y", "code": MARRIAGE})
    marriage.refresh_from_db()
    assert "x y" not in marriage.get_latest_revision_as_object().phrasings


def test_what_cannot_be_added_is_told(marriage: Guide, officer: Make, submit: Make) -> None:
    """An unknown code, a wording that is there, and a guide under review are refused with a sentence."""
    author = officer("province_editor")
    with pytest.raises(ValueError, match="Không có hướng dẫn"):
        inbox.give("câu", "9.999999", author)
    with pytest.raises(ValueError, match="đã có câu này"):
        inbox.give(marriage.phrasings[0].upper(), MARRIAGE, author)
    submit(marriage, author, result="x")
    with pytest.raises(ValueError, match="đang chờ duyệt"):
        inbox.give("câu mới", MARRIAGE, author)
