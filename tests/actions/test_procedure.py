"""actions/procedure.py and actions/answering.py"""

from rasa_sdk.executor import CollectingDispatcher

from actions.procedure import answer_request
from actions.toolbox import Toolbox
from actions.turn import Turn
from tests.actions.conftest import Slots, place


def test_an_answer_carries_text_card_and_buttons(tools: Toolbox, said: CollectingDispatcher, slots: Slots) -> None:
    """The reply names the procedure; the card has code, decision, scores and snapshot; the procedure is kept."""
    tools.searcher.found = {"đăng ký khai sinh": ("answer", ["1.001193", "2.000635"])}  # type: ignore[attr-defined]
    events = answer_request(said, tools, Turn(text="đăng ký khai sinh"))
    message = said.messages[0]
    assert "khai sinh" in message["text"]
    card = message["custom"]
    assert (card["code"], card["decision"], card["snapshot"]) == ("1.001193", "answer", "sample")
    assert card["scores"]["1.001193"] == 1.0
    titles = [button["title"] for button in message["buttons"]]
    assert titles[:2] == ["Làm liên thông một lần", "Giấy tờ cần có"]
    assert slots(events)["procedure"] == "1.001193"


def test_the_place_is_left_out_of_the_search_and_used_for_the_route(tools: Toolbox, said: CollectingDispatcher) -> None:
    """Words that say where do not mislead the search, and decide the office."""
    words = "phường Thủ Dầu Một"
    text = f"khai sinh ở {words}"
    tools.resolver.known = {words: place(words, "25747", start=len("khai sinh ở "), end=len(text))}  # type: ignore[attr-defined]
    tools.searcher.found = {"khai sinh ở": ("answer", ["1.001193"])}  # type: ignore[attr-defined]
    answer_request(said, tools, Turn(text=text, names_place=True))
    assert tools.searcher.asked == ["khai sinh ở"]  # type: ignore[attr-defined]
    assert "Trung tâm Phục vụ hành chính công của phường Thủ Dầu Một" in said.messages[0]["text"]


def test_an_unclear_request_is_asked_back_in_the_guides_own_words(
    tools: Toolbox, said: CollectingDispatcher, slots: Slots
) -> None:
    """Two procedures that a guide separates itself are separated by its own question."""
    tools.searcher.found = {"nhà tôi chuyển đi": ("clarify", ["1.004222", "1.010038"])}  # type: ignore[attr-defined]
    events = answer_request(said, tools, Turn(text="nhà tôi chuyển đi"))
    text = said.messages[0]["text"]
    assert "Dạ, mình chuyển chỗ ở hay vẫn ở đó mà lập hộ riêng?" in text
    assert "1. Nhập khẩu về nơi mới" in text
    assert [choice["code"] for choice in slots(events)["choices"]] == ["1.004222", "1.010038", None]


def test_several_near_procedures_are_offered_by_name(tools: Toolbox, said: CollectingDispatcher) -> None:
    """At most four options and "something else"."""
    codes = ["1.001193", "1.012784", "1.013229", "1.000689", "1.004772"]
    tools.searcher.found = {"việc nhà": ("clarify", codes)}  # type: ignore[attr-defined]
    answer_request(said, tools, Turn(text="việc nhà"))
    assert [button["title"] for button in said.messages[0]["buttons"]][-1] == "Việc khác"
    assert len(said.messages[0]["buttons"]) == 5


def test_what_is_not_known_is_said(tools: Toolbox, said: CollectingDispatcher, slots: Slots) -> None:
    """Without a procedure there is a kind sentence, no guess, and the conversation stays where it was."""
    events = answer_request(said, tools, Turn(text="thời tiết", procedure="1.001193"))
    assert said.messages[0]["custom"]["kind"] == "refusal"
    assert "chưa tìm thấy" in said.messages[0]["text"]
    assert "procedure" not in slots(events)


def test_a_residence_matter_asks_for_the_commune_once(tools: Toolbox, said: CollectingDispatcher) -> None:
    """The answer comes first, then the one question that would change it."""
    tools.searcher.found = {"tạm trú": ("answer", ["1.004194"])}  # type: ignore[attr-defined]
    answer_request(said, tools, Turn(text="tạm trú"))
    assert len(said.messages) == 2
    assert "xã, phường nào" in said.messages[1]["text"]


def test_a_known_commune_is_not_asked_for(tools: Toolbox, said: CollectingDispatcher) -> None:
    """On a commune's site nobody is asked where they are."""
    tools.searcher.found = {"tạm trú": ("answer", ["1.004194"])}  # type: ignore[attr-defined]
    answer_request(said, tools, Turn(text="tạm trú", commune="27553"))
    assert len(said.messages) == 1
    assert "Công an xã Củ Chi" in said.messages[0]["text"]


def test_a_procedure_and_its_linked_filing_need_no_question(tools: Toolbox, said: CollectingDispatcher) -> None:
    """Birth alone or the newborn bundle: the likelier one is answered, the other is a button."""
    tools.searcher.found = {"mới sinh con": ("clarify", ["1.001193", "3.000722"])}  # type: ignore[attr-defined]
    answer_request(said, tools, Turn(text="mới sinh con"))
    assert said.messages[0]["custom"]["code"] == "1.001193"
    assert said.messages[0]["buttons"][0]["title"] == "Làm liên thông một lần"


def test_a_name_does_not_outdo_what_the_search_is_nearly_sure_of(tools: Toolbox, said: CollectingDispatcher) -> None:
    """A pension after a death is the insurance's: the words of the old people's allowance do not turn it over."""
    text = "tiền mai táng thì sao, ba có lương hưu"
    tools.searcher.found[text] = ("clarify", ["2.000821", "1.014028"])  # type: ignore[attr-defined]
    answer_request(said, tools, Turn(text=text, remainder=text, procedure="1.000656"))
    assert said.messages[0]["custom"]["code"] == "2.000821"


def test_one_name_is_enough_to_leave_when_the_search_is_nearly_sure(tools: Toolbox, said: CollectingDispatcher) -> None:
    """The fee of a lost identity card is not that of the tree that was asked about before."""
    text = "cccd cua toi la lam lai the bi mat bao nhieu tien"
    tools.searcher.found[text] = ("clarify", ["1.014064"])  # type: ignore[attr-defined]
    rest = "cccd cua toi la lam lai the bi"
    answer_request(said, tools, Turn(text=text, remainder=rest, aspects=("fee",), procedure="1.002693"))
    assert said.messages[0]["custom"]["code"] == "1.014064"
