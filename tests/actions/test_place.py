"""actions/place.py"""

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.place import NOT_FOUND, answer_place
from actions.procedure import answer_request
from actions.toolbox import Toolbox
from actions.turn import Turn
from actions.whereabouts import NO_DISTRICTS
from tests.actions.conftest import Slots, place


def give(tools: Toolbox, text: str, *wards: str, **about: object) -> None:
    tools.resolver.known = {text: place(text, *wards, **about)}  # type: ignore[attr-defined, arg-type]


def test_a_place_goes_on_with_the_procedure_before(tools: Toolbox, said: CollectingDispatcher, slots: Slots) -> None:
    """After the question for the commune, the answer is the office there."""
    give(tools, "xã củ chi", "27553")
    events = answer_place(said, tools, Turn(text="xã củ chi", names_place=True, procedure="1.004194"))
    assert "Công an xã Củ Chi" in said.messages[0]["text"]
    assert slots(events)["places"]["residence"]["wards"] == ["27553"]


def test_a_place_alone_is_remembered(tools: Toolbox, said: CollectingDispatcher, slots: Slots) -> None:
    """Before any question, the place is noted and the person asked what they need."""
    give(tools, "phường dịch vọng", "00166", "00160", preferred="00166")
    events = answer_place(said, tools, Turn(text="phường dịch vọng", names_place=True))
    assert "phường Cầu Giấy" in said.messages[0]["text"]
    assert "cần làm việc gì" in said.messages[0]["text"]
    assert slots(events)["places"]["residence"]["wards"] == ["00166", "00160"]


def test_a_district_is_asked_about_once(tools: Toolbox, said: CollectingDispatcher) -> None:
    """A former district leads to the question for the commune, with examples from there."""
    give(tools, "huyện củ chi", "27553", level="district")
    answer_place(said, tools, Turn(text="huyện củ chi", names_place=True, procedure="1.004194"))
    assert "uận, huyện nay không còn" in said.messages[0]["text"]
    assert "xã Củ Chi" in said.messages[0]["text"]


def test_a_name_that_many_bear_is_asked_with_its_provinces(tools: Toolbox, said: CollectingDispatcher) -> None:
    """All candidates are shown with their province."""
    give(tools, "tân lập", "27553", "00166")
    answer_place(said, tools, Turn(text="tân lập", names_place=True))
    assert "xã Củ Chi (Thành phố Hồ Chí Minh)" in said.messages[0]["text"]


def test_a_place_said_with_a_request_that_is_asked_back_is_kept(
    tools: Toolbox, said: CollectingDispatcher, slots: Slots
) -> None:
    """What the place is today is said with the question, and the place stands for the pick."""
    give(tools, "phường dịch vọng", "00166", preferred="00166")
    text = "phường dịch vọng thì người mất rồi"
    tools.searcher.found = {"thì người mất rồi": ("clarify", ["1.004827", "1.000894", "1.001456"])}  # type: ignore[attr-defined]
    events = answer_request(said, tools, Turn(text=text, remainder=text, names_place=True))
    assert said.messages[0]["custom"]["kind"] == "choices"
    assert "phường Cầu Giấy" in said.messages[0]["text"]
    assert slots(events)["places"]["residence"]["wards"] == ["00166"]


def test_a_bare_name_is_a_ward_where_one_is_waited_for(
    tools: Toolbox, said: CollectingDispatcher, slots: Slots
) -> None:
    """ "Dịch vọng hậu" after the question for the ward; at another time it is searched for as it stands."""
    give(tools, "phường dịch vọng", "00166", preferred="00166")
    events = answer_request(said, tools, Turn(text="dịch vọng", remainder="dịch vọng", procedure="1.004194"))
    assert "Công an phường Cầu Giấy" in said.messages[0]["text"]
    assert slots(events)["places"]["residence"]["wards"] == ["00166"]
    answer_request(said, tools, Turn(text="dịch vọng", remainder="dịch vọng"))
    assert "Cầu Giấy" not in said.messages[1]["text"]


def test_an_office_is_no_place_to_be_asked_back_for(tools: Toolbox, said: CollectingDispatcher) -> None:
    """ "Ở phường" names no place: what is asked is answered."""
    text = "làm tạm trú ở phường hả"
    tools.searcher.found = {text: ("answer", ["1.004194"])}  # type: ignore[attr-defined]
    answer_place(said, tools, Turn(text=text, remainder=text))
    assert said.messages[0]["custom"]["code"] == "1.004194"


@pytest.mark.parametrize(
    ("text", "said_so"), [("tạm trú nộp ở quận hay phường", True), ("tạm trú cho quân đội, cơ quan nào", False)]
)
def test_districts_are_no_offices_any_more(
    tools: Toolbox, said: CollectingDispatcher, text: str, said_so: bool
) -> None:
    """Whoever asks for one without its name reads that, too."""
    tools.searcher.found = {text: ("answer", ["1.004194"])}  # type: ignore[attr-defined]
    answer_request(said, tools, Turn(text=text, remainder=text))
    assert (NO_DISTRICTS in said.messages[0]["text"]) == said_so


def test_no_place_is_said_to_be_unknown(tools: Toolbox, said: CollectingDispatcher) -> None:
    """Words that are no place do not become one."""
    assert answer_place(said, tools, Turn(text="ở đây nè")) == []
    assert said.messages[0]["text"] == NOT_FOUND
