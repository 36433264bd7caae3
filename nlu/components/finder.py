"""The process's one finder of places, and reading a message with what it finds."""

from __future__ import annotations

from typing import Any, Protocol

from nlu.components.readings import Readings, read


class PlaceFinder(Protocol):
    """Something that finds places in a sentence: `nlu.places.Resolver`, or a stand-in in tests."""

    def find(self, text: str) -> list[Any]: ...


_FINDER: PlaceFinder | None = None


def shared_finder() -> PlaceFinder:
    """Return the process's one resolver of places: its tables take a moment to load."""
    global _FINDER
    if _FINDER is None:
        from nlu.places import Resolver

        _FINDER = Resolver.load()
    return _FINDER


def read_with_places(text: str, places: list[Any]) -> Readings:
    """Read `text` by rules, leaving aside what `places` explain."""
    return read(text, tuple((place.start, place.end) for place in places))
