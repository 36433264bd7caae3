"""What a turn leaves in the slots: only what changed is written, because each event is stored."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions.turn import Turn

Events = list[dict[str, Any]]

#: How many procedures the way back remembers.
_LONGEST_TRAIL = 6
#: The empty value of a slot that is a list, a mapping or a count.
_EMPTY: tuple[object, ...] = ([], {}, (), 0)


def changes(turn: Turn, **slots: Any) -> Events:
    """Return the events that set those of `slots` whose value is not yet what it shall be."""
    return [
        SlotSet(name, value or None)
        for name, value in slots.items()
        if _plain(getattr(turn, name)) != _plain(value if value not in _EMPTY else None)
    ]


def noticed(turn: Turn, tracker: Tracker) -> Events:
    """Return the event that keeps a sign of this message for the turns to come."""
    known = tracker.get_slot("reduced_mobility")
    return [SlotSet("reduced_mobility", True)] if turn.reduced_mobility and not known else []


def with_latest(trail: tuple[str, ...], code: str) -> list[str]:
    """Return `trail` with `code` as the latest procedure."""
    return [*(one for one in trail if one != code), code][-_LONGEST_TRAIL:]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value] or None
    return dict(value) or None if hasattr(value, "keys") else value or None
