"""Turn events: masked, complete, written after the answer and never in its way."""

import asyncio
import json
import os
import sqlite3
import stat
import time
from pathlib import Path
from typing import Any

import pytest

from bot.events import EventLog, turn_event
from bot.settings import Settings
from tests.bot.conftest import door, say
from tests.bot.stub_rasa import Behaviour, StubRasa

CARD = {"kind": "guide", "code": "1.001193", "decision": "answer", "scores": [0.9, 0.2], "snapshot": "s1"}


def rows(path: Path) -> list[dict[str, Any]]:
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    return [dict(row) for row in database.execute("SELECT * FROM turn_event ORDER BY id")]


def event(question: str = "x") -> Any:
    return turn_event("chat", None, question, "answered", 1.0, [])


def test_fields_come_from_the_cards() -> None:
    """Kind, decision, codes (choices too), scores and snapshot are read from the replies' cards."""
    replies = [
        {"text": "a", "custom": CARD},
        {"text": "b", "custom": {"kind": "choices", "choices": [{"code": "2.000635"}]}},
    ]
    made = turn_event("widget", "00166", "khai sinh", "answered", 12.34, replies)
    assert (made.kind, made.decision, made.snapshot, made.latency_ms) == ("guide", "answer", "s1", 12.3)
    assert json.loads(made.codes) == ["1.001193", "2.000635"]
    assert json.loads(made.scores) == [0.9, 0.2]


def test_time_is_vietnams(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time has Vietnam's offset and follows MOTCUA_NOW."""
    monkeypatch.setenv("MOTCUA_NOW", "2026-01-02T03:04:05")
    assert event().at == "2026-01-02T03:04:05.000+07:00"


def test_events_of_the_door(settings: Settings, rasa: StubRasa) -> None:
    """Each turn leaves one masked row: answers, unreadable texts and failures; a duplicate leaves none."""
    rasa.plan = [Behaviour(replies=[{"text": "a"}, {"custom": CARD}])]

    async def run() -> None:
        async with door(settings) as http:
            await say(http, "cccd 079203001234 khai sinh", id="m1", commune="00166")
            await say(http, "cccd 079203001234 khai sinh", id="m1", commune="00166")
            await say(http, "😀")
            await asyncio.to_thread(rasa.stop)
            await say(http, "thuế")

    asyncio.run(run())
    found = rows(settings.var / "events.sqlite3")
    assert [(row["question"], row["outcome"]) for row in found] == [
        ("cccd [CCCD] khai sinh", "answered"),
        (None, "unreadable:wordless"),
        ("thuế", "failed:rasa-down"),
    ]
    assert (found[0]["channel"], found[0]["commune"], found[0]["codes"]) == ("chat", "00166", '["1.001193"]')
    assert found[2]["kind"] == "failure"
    assert "sender" not in found[0]
    for file in settings.var.glob("*.sqlite3*"):
        assert b"079203001234" not in file.read_bytes(), file


def test_locked_store_delays_nobody(tmp_path: Path) -> None:
    """While the store is locked add() returns at once, and the events are written when it is free."""
    log = EventLog(tmp_path / "e.sqlite3", 90)
    log.start()
    log.add(event("một"))
    time.sleep(0.8)
    with sqlite3.connect(log.path, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        started = time.perf_counter()
        for _ in range(100):
            log.add(event("hai"))
        assert time.perf_counter() - started < 0.2
        time.sleep(0.6)
        other.execute("ROLLBACK")
    log.stop()
    assert len(rows(log.path)) == 101


def test_too_many_are_counted() -> None:
    """What cannot be kept is counted, not waited for."""
    log = EventLog(Path("unused"), 90, most_waiting=2)
    for _ in range(5):
        log.add(event())
    assert log.dropped == 3


def test_retention(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Events older than the time to keep are removed."""
    path = tmp_path / "e.sqlite3"
    monkeypatch.setenv("MOTCUA_NOW", "2026-01-01")
    for when in ("2026-01-01", "2026-03-01"):
        monkeypatch.setenv("MOTCUA_NOW", when)
        log = EventLog(path, 30)
        log.add(event(when))
        log.start()
        log.stop()
    monkeypatch.setenv("MOTCUA_NOW", "2026-03-02")
    log = EventLog(path, 30)
    log.start()
    log.stop()
    assert [row["question"] for row in rows(path)] == ["2026-03-01"]
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
