"""The bounded tracker store."""

import asyncio
import sqlite3
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("rasa", reason="runs in .venv-rasa")

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    Restarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.tracker_store import BoundedTrackerStore

SENDER = "người dân 1"
DOMAIN = Domain.from_yaml(
    """
version: "3.1"
slots:
  procedure: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  choices: {type: any, influence_conversation: false, mappings: [{type: custom}]}
"""
)


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run one coroutine of the store to its end."""
    return asyncio.run(coroutine)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database file in a folder that does not exist yet."""
    return tmp_path / "rasa" / "tracker.sqlite3"


@pytest.fixture
def store(database: Path) -> BoundedTrackerStore:
    """A store that answers messages with the last turn."""
    return BoundedTrackerStore(DOMAIN, db=str(database))


def say(store: BoundedTrackerStore, number: int, *events: Any, sender: str = SENDER) -> DialogueStateTracker:
    """Store one turn: a message with an id, an action with `events`, an answer, listening."""
    tracker = run(store.get_or_create_tracker(sender, append_action_listen=False))
    message = UserUttered(f"câu {number}", {"name": "ask_procedure"}, metadata={"id": f"m{number}"})
    answer = BotUttered(f"trả lời {number}", {"custom": {"kind": "guide"}})
    tracker.update_with_events(
        [ActionExecuted("action_listen"), message, ActionExecuted("action_procedure"), *events, answer], DOMAIN
    )
    run(store.save(tracker))
    return run(store.retrieve(sender))


def stored(database: Path) -> list[tuple[str, str]]:
    """What lies in the table of events: sender and kind."""
    return sqlite3.connect(database).execute("SELECT sender_id, type_name FROM events ORDER BY id").fetchall()


def test_unknown_sender_has_no_tracker(store: BoundedTrackerStore) -> None:
    """Nothing is made up for a sender who has said nothing."""
    assert run(store.retrieve("ai đó")) is None
    assert run(store.retrieve_full_tracker("ai đó")) is None


def test_events_are_stored_once_in_order(store: BoundedTrackerStore, database: Path) -> None:
    """Saving turn after turn appends what is new, and saving twice appends nothing."""
    for number in range(3):
        say(store, number, SlotSet("procedure", f"1.00{number}"))
    tracker = run(store.retrieve(SENDER))
    run(store.save(tracker))
    assert stored(database) == [(SENDER, kind) for kind in ("action", "user", "action", "slot", "bot")] * 3


def test_slots_survive_beyond_the_window(store: BoundedTrackerStore) -> None:
    """A slot that was set long ago still has its value, whatever its type."""
    say(store, 0, SlotSet("procedure", "1.001193"), SlotSet("choices", [{"code": "1.004194"}]))
    for number in range(1, 30):
        tracker = say(store, number)
    assert tracker.get_slot("procedure") == "1.001193"
    assert tracker.get_slot("choices") == [{"code": "1.004194"}]


def test_slots_can_be_forgotten(store: BoundedTrackerStore) -> None:
    """A slot set to nothing, or a reset of all, stays so beyond the window."""
    say(store, 0, SlotSet("procedure", "1.001193"), SlotSet("choices", [1]))
    say(store, 1, SlotSet("procedure", None))
    for number in range(2, 8):
        tracker = say(store, number)
    assert (tracker.get_slot("procedure"), tracker.get_slot("choices")) == (None, [1])
    say(store, 9, AllSlotsReset())
    for number in range(10, 16):
        tracker = say(store, number)
    assert tracker.get_slot("choices") is None


def test_form_survives_beyond_the_window(store: BoundedTrackerStore) -> None:
    """A form that is under way is still under way after many turns, until it ends."""
    say(store, 0, ActiveLoop("checklist_form"))
    for number in range(1, 6):
        tracker = say(store, number)
    assert tracker.active_loop_name == "checklist_form"
    say(store, 7, ActiveLoop(None))
    assert say(store, 8).active_loop_name is None


def test_what_is_read_for_a_turn_does_not_grow(store: BoundedTrackerStore) -> None:
    """The tracker that answers message 60 is as long as that of message 3."""
    lengths = [len(say(store, number, SlotSet("procedure", str(number))).events) for number in range(60)]
    assert lengths[59] == lengths[2]


def test_window_begins_with_listening_and_has_the_last_turn(store: BoundedTrackerStore) -> None:
    """After the slots the window has the last turn whole, from the listening before it, without the bot's messages."""
    for number in range(4):
        tracker = say(store, number, SlotSet("procedure", str(number)))
    kinds = [event.type_name for event in tracker.events]
    assert kinds == ["slot", "action", "user", "action", "slot"]
    assert tracker.latest_message.text == "câu 3"
    assert tracker.latest_message.metadata["id"] == "m3"


def test_api_sees_messages_and_answers(store: BoundedTrackerStore) -> None:
    """GET /conversations/<id>/tracker has the ids of messages and the answers given, the last fifty turns."""
    for number in range(60):
        say(store, number)
    tracker = run(store.retrieve_full_tracker(SENDER))
    ids = [event.metadata["id"] for event in tracker.events if isinstance(event, UserUttered)]
    answers = [event.text for event in tracker.events if isinstance(event, BotUttered)]
    assert ids == [f"m{number}" for number in range(10, 60)]
    assert answers[-1] == "trả lời 59"


def test_senders_do_not_mix(store: BoundedTrackerStore) -> None:
    """Each sender has his own slots and events."""
    say(store, 0, SlotSet("procedure", "1.001193"), sender="a")
    say(store, 1, SlotSet("procedure", "1.004194"), sender="b")
    assert run(store.retrieve("a")).get_slot("procedure") == "1.001193"
    assert run(store.retrieve("b")).get_slot("procedure") == "1.004194"


def test_tracker_that_came_from_elsewhere_is_compared(store: BoundedTrackerStore, database: Path) -> None:
    """Saving a tracker that was built by somebody else appends only what is not stored yet, as Rasa does."""
    tracker = DialogueStateTracker.from_events(SENDER, [ActionExecuted("action_listen")], DOMAIN.slots)
    run(store.save(tracker))
    again = DialogueStateTracker.from_events(
        SENDER, [ActionExecuted("action_listen"), UserUttered("chào")], DOMAIN.slots
    )
    run(store.save(again))
    assert stored(database) == [(SENDER, "action"), (SENDER, "user")]


def test_rasas_own_store_reads_what_was_stored(store: BoundedTrackerStore, database: Path) -> None:
    """The events are Rasa's own format: its store reads the same conversation."""
    for number in range(3):
        say(store, number, SlotSet("procedure", str(number)))
    stock = run(SQLTrackerStore(DOMAIN, db=str(database)).retrieve(SENDER))
    assert stock.get_slot("procedure") == "2"
    assert len([event for event in stock.events if isinstance(event, UserUttered)]) == 3


def test_database_is_cheap_to_write_and_survives_reopening(store: BoundedTrackerStore, database: Path) -> None:
    """SQLite writes ahead without a flush a turn, and another process finds the conversation."""
    say(store, 0, SlotSet("procedure", "1.001193"))
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 1
    other = BoundedTrackerStore(DOMAIN, db=str(database))
    assert run(other.retrieve(SENDER)).get_slot("procedure") == "1.001193"


def test_turn_is_stored_whole_or_not_at_all(
    store: BoundedTrackerStore, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the state cannot be written, the events of the turn are not stored either."""
    say(store, 0)
    monkeypatch.setattr("nlu.tracker_store._write_state", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        say(store, 1, SlotSet("procedure", "1.001193"))
    assert stored(database) == [(SENDER, kind) for kind in ("action", "user", "action", "bot")]


def test_a_restart_forgets_the_conversation(store: BoundedTrackerStore, database: Path) -> None:
    """Restarting deletes every row of that conversation and its slots, and leaves the others alone."""
    say(store, 1, SlotSet("procedure", "1.001193"))
    say(store, 1, sender="khác")
    tracker = run(store.retrieve_full_tracker(SENDER))
    tracker.update(Restarted(), DOMAIN)
    run(store.save(tracker))
    assert run(store.retrieve(SENDER)) is None
    assert run(store.retrieve("khác")) is not None
    with sqlite3.connect(database) as connection:
        assert [row[0] for row in connection.execute("SELECT sender_id FROM conversation_states")] in (["khác"], [])
    connection.close()
