"""The process's one finder of places."""

from nlu.components.finder import read_with_places, shared_finder
from tests.nlu.components.conftest import FinderStandIn


def test_finder_is_shared(finder_stand_in: FinderStandIn) -> None:
    """Whoever asks gets the same finder: its tables are loaded once."""
    assert shared_finder() is finder_stand_in
    assert shared_finder() is shared_finder()


def test_places_are_explained(finder_stand_in: FinderStandIn) -> None:
    """What the finder found is no topic of the message."""
    message = "tôi ở phường Cầu Giấy"
    assert read_with_places(message, finder_stand_in.find(message)).rest == 0
