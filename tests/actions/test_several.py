"""actions/several.py"""

from types import SimpleNamespace

from rasa_sdk.executor import CollectingDispatcher

from actions.procedure import answer_request
from actions.several import linked_for, requests_of
from actions.toolbox import Toolbox
from actions.turn import Turn
from tests.actions.conftest import Slots

FOUND = {
    "khai sinh cần gì": ("answer", ["1.001193"]),
    "kết hôn cần gì": ("answer", ["1.000894"]),
    "khai tử cần gì": ("answer", ["1.000656"]),
    "tạm trú cần gì": ("answer", ["1.004194"]),
    "đăng ký kết hôn": ("answer", ["1.000894"]),
    "làm hộ chiếu": ("answer", ["1.001456"]),
    "em mới cưới": ("answer", ["1.000894"]),
    "đăng ký khai sinh": ("answer", ["1.001193"]),
    "nhập khẩu": ("answer", ["1.004222"]),
}
FOUR = "khai sinh cần gì, kết hôn cần gì, khai tử cần gì, tạm trú cần gì"


def test_three_are_answered_and_the_fourth_is_named(tools: Toolbox, said: CollectingDispatcher, slots: Slots) -> None:
    """Each answer is brief; the one that is left waits with its aspect and a button."""
    tools.searcher.found = FOUND  # type: ignore[attr-defined]
    events = answer_request(said, tools, Turn(text=FOUR, remainder="khai sinh, kết hôn, khai tử, tạm trú"))
    assert [message["custom"].get("code") for message in said.messages[:3]] == ["1.001193", "1.000894", "1.000656"]
    assert all(len(message["text"].splitlines()[0].split()) <= 60 for message in said.messages[:3])
    assert "đăng ký tạm trú" in said.messages[3]["text"]
    assert [button["title"] for button in said.messages[3]["buttons"]] == ["Đăng ký tạm trú"]
    assert [one["code"] for one in slots(events)["waiting"]] == ["1.004194"]
    assert slots(events)["trail"] == ["1.001193", "1.000894", "1.000656"]


def test_what_waits_is_taken_up(tools: Toolbox, said: CollectingDispatcher, slots: Slots) -> None:
    """ "Tạm trú luôn" and "còn cái kia" answer the request that was named only, with what was asked of it."""
    waiting = ({"code": "1.004194", "label": "Đăng ký tạm trú", "aspects": ["papers"]},)
    for text in ("tạm trú luôn", "còn cái kia"):
        said = CollectingDispatcher()
        events = answer_request(said, tools, Turn(text=text, remainder=text, procedure="1.000656", waiting=waiting))
        assert "CT01" in said.messages[0]["text"]
        assert slots(events)["waiting"] is None


def test_a_place_is_no_request(tools: Toolbox) -> None:
    """ "…, ở Đồng Tháp" adds where, and nothing that is asked for."""
    place = SimpleNamespace(text="Đồng Tháp", start=0, end=0)
    tools.resolver.known = {"Đồng Tháp": place}  # type: ignore[attr-defined]
    tools.searcher.found = FOUND | {"ở Đồng Tháp": ("answer", ["1.004194"])}  # type: ignore[attr-defined]
    text = "làm hộ chiếu, ở Đồng Tháp"
    assert requests_of(tools, Turn(text=text, remainder=text, names_place=True)) == []


def test_what_is_told_is_no_request(tools: Toolbox) -> None:
    """A story before the request is not asked for."""
    tools.searcher.found = FOUND  # type: ignore[attr-defined]
    assert requests_of(tools, Turn(text="em mới cưới, cho hỏi làm hộ chiếu")) == []


def test_two_requests_keep_their_own_order(tools: Toolbox) -> None:
    """Procedures stand as they were named; one named twice counts once."""
    tools.searcher.found = FOUND  # type: ignore[attr-defined]
    found = requests_of(tools, Turn(text="làm hộ chiếu và đăng ký kết hôn, làm hộ chiếu", aspects=("fee",)))
    assert [(one.guide.code, one.aspects) for one in found] == [("1.001456", ("fee",)), ("1.000894", ("fee",))]


def test_a_linked_filing_does_several_things_at_once(tools: Toolbox) -> None:
    """Birth registration with permanent residence is one linked procedure."""
    tools.searcher.found = FOUND  # type: ignore[attr-defined]
    found = requests_of(tools, Turn(text="đăng ký khai sinh rồi nhập khẩu"))
    assert [one.guide.code for one in found] == ["1.001193", "1.004222"]
    linked = linked_for(tools, found)
    assert linked is not None
    assert linked.code == "3.000722"
