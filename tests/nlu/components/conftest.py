"""What the tests of the components share: a stand-in for the resolver of places, and Rasa's messages."""

from dataclasses import dataclass

import pytest

from nlu.components import finder


@dataclass(frozen=True)
class PlaceStandIn:
    """A place as nlu.places describes it."""

    text: str
    start: int
    end: int
    level: str = "ward"
    province: str | None = "01"
    candidates: tuple[str, ...] = ("00166",)
    preferred: str | None = "00166"
    ask: bool = False
    role: str | None = None


class FinderStandIn:
    """Finds "phường Cầu Giấy" (lived in) and "quận Cầu Giấy" (no unit any more)."""

    def find(self, text: str) -> list[PlaceStandIn]:
        """Find the two places that the tests speak of."""
        found = []
        for name, extra in (
            ("phường Cầu Giấy", {"role": "residence"}),
            ("quận Cầu Giấy", {"level": "district", "candidates": ("00166", "00160"), "preferred": None, "ask": True}),
        ):
            start = text.find(name)
            if start >= 0:
                found.append(PlaceStandIn(name, start, start + len(name), **extra))
        return found


@pytest.fixture
def finder_stand_in(monkeypatch: pytest.MonkeyPatch) -> FinderStandIn:
    """Put the stand-in where the components look for the process's resolver."""
    stand_in = FinderStandIn()
    monkeypatch.setattr(finder, "_FINDER", stand_in)
    return stand_in
