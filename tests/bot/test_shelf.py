"""The guides as the public pages read them."""

from pathlib import Path

import pytest

from bot.shelf import LIFE_EVENTS, Shelf, by_life_event, event_title, open_shelf
from knowledge.snapshot import current
from knowledge.starter import load_guides
from tests.bot.content import publish


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """The small snapshot's shelf."""
    publish(tmp_path)
    return open_shelf(current(tmp_path))


def test_listed_are_in_force(shelf: Shelf) -> None:
    """Drafts, repealed and future procedures are not listed."""
    assert [guide.code for guide in shelf.listed()] == ["1.001193", "1.000002"]


def test_search_puts_the_named_one_first(shelf: Shelf) -> None:
    """With and without marks, by name, by people's wording and by code; foreign words find nothing."""
    for query in ("đăng ký khai sinh", "dang ky khai sinh", "làm giấy khai sinh cho bé", "mã 1.001193"):
        assert shelf.search(query)[0].code == "1.001193", query
    assert shelf.search("đăng ký lại")[0].code == "1.000002"
    for query in ("máy bay", "", "9.999999", "1.000005"):
        assert shelf.search(query) == [], query


def test_every_life_event_of_the_content_has_a_name() -> None:
    """The names of life events cover what the guides use."""
    used = {event for guide in load_guides().values() for event in guide.life_events}
    assert used <= set(LIFE_EVENTS)
    assert event_title("viec-la") == "Viec la"


def test_each_guide_is_under_a_life_event(shelf: Shelf) -> None:
    """Nothing is lost in the grouping."""
    grouped = by_life_event(shelf.guides.values())
    assert {guide.code for group in grouped.values() for guide in group} == set(shelf.guides)
