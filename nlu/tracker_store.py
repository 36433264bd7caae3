"""Where Rasa keeps conversations: SQL, cheap to write, and read in bounded pieces.

Rasa's own SQLTrackerStore reads the whole conversation at every turn, through a new connection, and
commits with two disk flushes. This one keeps the state (slots, form at hand) beside the events and
reads only the last turns, so that turn 200 costs what turn 3 costs. The stored events are the same.

Loaded by Rasa from endpoints.yml (Python 3.10 only).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, Restarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import StaticPool

#: Events that one turn stores, generously: a message, its slots, two actions, the answers.
_EVENTS_PER_TURN = 20
#: What a tracker remembers of the database: how many of its events are stored, and the state beside them.
_STORED = "_motcua_stored_events"
_STATE = "_motcua_stored_state"

_METADATA = sa.MetaData()
_EVENTS = SQLTrackerStore.SQLEvent.__table__
_STATES = sa.Table(
    "conversation_states",
    _METADATA,
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
)
_LAST_EVENTS = (
    sa.select(_EVENTS.c.type_name, _EVENTS.c.data)
    .where(_EVENTS.c.sender_id == sa.bindparam("sender"), _EVENTS.c.type_name != sa.bindparam("without"))
    .order_by(_EVENTS.c.id.desc())
    .limit(sa.bindparam("limit"))
)
_READ_STATE = sa.select(_STATES.c.state).where(_STATES.c.sender_id == sa.bindparam("sender"))
_UPDATE_STATE = (
    sa.update(_STATES).where(_STATES.c.sender_id == sa.bindparam("sender")).values(state=sa.bindparam("new"))
)


class BoundedTrackerStore(SQLTrackerStore):
    """An SQL tracker store whose turns cost the same however long the conversation is.

    `history_turns` turns are read to answer a message: enough for rules, whose longest looks back one turn.
    `api_turns` are read for GET /conversations/<id>/tracker.
    What was said in a turn is either stored whole or not at all. With SQLite (WAL, synchronous=NORMAL) a
    killed process loses nothing; a power cut may lose the last turns, never the file.
    """

    engine: Engine

    def __init__(
        self,
        domain: Domain | None = None,
        dialect: str = "sqlite",
        host: str | None = None,
        port: int | None = None,
        db: str = "tracker.sqlite3",
        username: str | None = None,
        password: str | None = None,
        event_broker: EventBroker | None = None,
        login_db: str | None = None,
        query: dict[str, Any] | None = None,
        history_turns: int = 1,
        api_turns: int = 50,
        **kwargs: Any,
    ) -> None:
        """Open the database, creating it and its folder when they are missing."""
        if dialect == "sqlite":
            Path(db).parent.mkdir(parents=True, exist_ok=True)
        super().__init__(domain, dialect, host, port, db, username, password, event_broker, login_db, query, **kwargs)
        self._history_turns = history_turns
        self._api_turns = api_turns
        if self.engine.dialect.name == "sqlite":
            self._use_one_quick_connection()
        _METADATA.create_all(self.engine)
        with self.engine.begin() as connection:
            connection.execute(sa.text("CREATE INDEX IF NOT EXISTS ix_events_sender_order ON events (sender_id, id)"))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker with its state and the last `history_turns` turns, without the bot's messages."""
        return self._read(sender_id, self._history_turns, without=BotUttered.type_name)

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """Return the tracker with its state and everything that was said in the last `api_turns` turns."""
        return self._read(conversation_id, self._api_turns)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store what is new in `tracker`, and its state, in one transaction."""
        await self.stream_events(tracker)
        new = self._new_events(tracker)
        if any(isinstance(event, Restarted) for event in new):
            self._forget(tracker.sender_id)
        elif new:
            state = _state(tracker)
            with self.engine.begin() as connection:
                connection.execute(sa.insert(_EVENTS), [_row(tracker.sender_id, event) for event in new])
                if state != getattr(tracker, _STATE, None):
                    _write_state(connection, tracker.sender_id, state)
            setattr(tracker, _STATE, state)
        setattr(tracker, _STORED, len(tracker.events))

    def _forget(self, sender_id: str) -> None:
        """Delete all rows of a conversation that was restarted: nobody restarts but to be forgotten."""
        with self.engine.begin() as connection:
            for table in (_EVENTS, _STATES):
                connection.execute(sa.delete(table).where(table.c.sender_id == sender_id))

    def _read(self, sender_id: str, turns: int, without: str = "") -> DialogueStateTracker | None:
        with self.engine.connect() as connection:
            limit = turns * _EVENTS_PER_TURN
            rows = connection.execute(_LAST_EVENTS, {"sender": sender_id, "without": without, "limit": limit})
            last = rows.all()[::-1]
            state = connection.execute(_READ_STATE, {"sender": sender_id}).scalar()
        if not last:
            return None
        events = [json.loads(data) for _, data in _last_turns(last, turns)]
        tracker = DialogueStateTracker.from_dict(
            sender_id, _state_events(json.loads(state or "{}")) + events, self.domain.slots
        )
        setattr(tracker, _STORED, len(tracker.events))
        setattr(tracker, _STATE, state)
        return tracker

    def _new_events(self, tracker: DialogueStateTracker) -> list[Event]:
        """Return the events that are not stored; a tracker that did not come from here is compared as Rasa does."""
        stored = getattr(tracker, _STORED, None)
        if stored is not None or not tracker.events:
            return list(tracker.events)[stored:]
        with self.session_scope() as session:
            return list(self._additional_events(session, tracker))

    def _use_one_quick_connection(self) -> None:
        """Keep one connection open: Rasa's event loop is its only user, and opening one costs more than a turn."""
        url = self.engine.url
        self.engine.dispose()
        self.engine = sa.create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
        self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)
        with self.engine.connect() as connection:
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "secure_delete=ON"):
                connection.exec_driver_sql(f"PRAGMA {pragma}")


def _last_turns(rows: Sequence[Any], turns: int) -> Sequence[Any]:
    """Cut `rows` (oldest first) so that they begin with the `action_listen` before the last `turns` messages."""
    starts = [place for place, (kind, _) in enumerate(rows) if kind == UserUttered.type_name]
    if len(starts) < turns:
        return rows
    start = starts[-turns]
    listens = start > 0 and rows[start - 1][0] == ActionExecuted.type_name
    return rows[start - 1 if listens else start :]


def _row(sender_id: str, event: Event) -> dict[str, Any]:
    data = event.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data, ensure_ascii=False),
    }


def _state(tracker: DialogueStateTracker) -> str:
    """Return the slots and the form at hand: what readers need that do not read all events."""
    slots = {name: slot.value for name, slot in tracker.slots.items() if slot.value != slot.initial_value}
    return json.dumps({"slots": slots, "loop": tracker.active_loop_name}, ensure_ascii=False)


def _write_state(connection: Connection, sender_id: str, state: str) -> None:
    if not connection.execute(_UPDATE_STATE, {"sender": sender_id, "new": state}).rowcount:
        connection.execute(sa.insert(_STATES), {"sender_id": sender_id, "state": state})


def _state_events(state: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the events that bring a fresh tracker into `state`; later events of the same slots agree with it."""
    events: list[Event] = [SlotSet(name, value) for name, value in state.get("slots", {}).items()]
    if state.get("loop"):
        events.append(ActiveLoop(state["loop"]))
    return [event.as_dict() for event in events]
