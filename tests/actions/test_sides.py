"""actions/sides.py, actions/details.py, actions/fixed.py and actions/unknown.py"""

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.procedure import answer_request
from actions.sides import NOT_SAID, PREMISE_LEAD, SOURCE_LEAD, answer_asked, claim
from actions.toolbox import Toolbox
from actions.turn import Turn
from actions.unknown import STILL_UNKNOWN, UNKNOWN, say_unknown
from tests.actions.conftest import Slots


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("50.000 đúng không", ("fee",)),
        ("nghe nói phí 100 nghìn", ("fee",)),
        ("3 ngày phải không", ("time",)),
        ("phải lên sở tư pháp đúng không", ("where",)),
        ("chắc không", ()),
        ("bao nhiêu tiền", ()),
    ],
)
def test_what_a_claim_is_about(text: str, aspects: tuple[str, ...]) -> None:
    """Money, days and offices that want to be confirmed."""
    assert claim(Turn(text=text)) == aspects


def test_a_false_premise_is_not_confirmed(tools: Toolbox, said: CollectingDispatcher) -> None:
    """The published figure is said, not the one claimed."""
    turn = Turn(text="50.000 đúng không", aspects=("source",), procedure="2.000635")
    answer_asked(said, tools, turn, tools.guides["2.000635"], [])
    assert said.messages[0]["text"].startswith(PREMISE_LEAD)
    assert "8.000 đồng" in said.messages[0]["text"]
    assert "50.000" not in said.messages[0]["text"]


@pytest.mark.parametrize(
    ("text", "claims"), [("50.000 đồng xin trích lục đúng không", True), ("con 3 tháng xin trích lục ạ", False)]
)
def test_a_first_message_may_claim_too(tools: Toolbox, said: CollectingDispatcher, text: str, claims: bool) -> None:
    """What it wants confirmed is answered with what is published; a number that it only tells is no claim."""
    tools.searcher.found = {text: ("answer", ["2.000635"])}  # type: ignore[attr-defined]
    answer_request(said, tools, Turn(text=text, remainder=text))
    assert said.messages[0]["text"].startswith(PREMISE_LEAD) == claims
    assert "8.000 đồng" in said.messages[0]["text"]


def test_a_doubt_gets_the_same_facts_with_their_source(tools: Toolbox, said: CollectingDispatcher) -> None:
    """ "Chắc không?" does not change the answer."""
    turn = Turn(text="chắc không", aspects=("source",), procedure="1.010038", aspect="fee")
    answer_asked(said, tools, turn, tools.guides["1.010038"], [])
    text = said.messages[0]["text"]
    assert text.startswith(SOURCE_LEAD)
    assert "10.000 đồng" in text
    assert "Căn cứ:" in text
    assert "Nguồn:" in text


def test_a_detail_is_answered_in_the_guides_own_words(tools: Toolbox, said: CollectingDispatcher) -> None:
    """A free question finds the sentence of the guide that speaks of it."""
    tools.searcher.found = {"có phải khám sức khoẻ không": ("clarify", ["3.000347", "3.000346"])}  # type: ignore[attr-defined]
    text = "có phải khám sức khoẻ không"
    answer_request(said, tools, Turn(text=text, remainder=text, procedure="3.000347"))
    assert "khám sức kho" in said.messages[0]["text"].lower()
    assert said.messages[0]["custom"]["code"] == "3.000347"


def test_what_the_guide_does_not_say_is_not_answered(tools: Toolbox, said: CollectingDispatcher) -> None:
    """No sentence fits: that is said, with the way to an officer."""
    text = "chó mèo cùng đi được chứ"
    tools.searcher.found = {text: ("clarify", ["1.012888", "1.002693"])}  # type: ignore[attr-defined]
    answer_request(said, tools, Turn(text=text, remainder=text, procedure="1.000894"))
    assert said.messages[0]["text"] == NOT_SAID.format(title="đăng ký kết hôn")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("công an có cần báo ko", ("clarify", ["1.010386", "1.004194", "1.004327"])),
        ("trễ 3 tháng thì sao", ("clarify", ["3.000347", "1.003677"])),
        ("cha tôi nằm liệt giường", ("answer", ["1.001776", "1.001699"])),
        ("mẹ tôi 85 tuổi nằm liệt", ("clarify", ["1.014061", "1.001699"])),
        ("bao nhiêu tuổi thì làm", ("answer", ["1.014027", "1.014061"])),
    ],
)
def test_a_follow_up_does_not_leave_the_procedure(
    tools: Toolbox, said: CollectingDispatcher, slots: Slots, text: str, found: tuple[str, list[str]]
) -> None:
    """Words that name no other procedure neither go over to one nor open a list, whatever the search says."""
    tools.searcher.found = {text: found}  # type: ignore[attr-defined]
    events = answer_request(said, tools, Turn(text=text, remainder=text, procedure="2.001019"))
    assert "di chúc" in said.messages[0]["text"]
    assert slots(events).get("procedure", "2.001019") == "2.001019"
    assert "choices" not in slots(events)


@pytest.mark.parametrize(
    ("text", "code"), [("đổi bằng lái", "3.000347"), ("còn làm hộ chiếu thì sao", "1.001456"), ("ly hôn xong rồi", "")]
)
def test_another_procedure_by_name_is_gone_over_to(
    tools: Toolbox, said: CollectingDispatcher, text: str, code: str
) -> None:
    """A message that names it is a new topic at once; one that the search does not know is none."""
    tools.searcher.found = {text: ("answer", [code])} if code else {}  # type: ignore[attr-defined]
    answer_request(said, tools, Turn(text=text, remainder=text, procedure="1.004194"))
    assert said.messages[0]["custom"].get("code") == (code or None)


@pytest.mark.parametrize(
    ("text", "line"), [("phường có nhận không", "Nơi nộp"), ("xã có làm không", "Nơi nộp"), ("ai phải đi", "Có mặt")]
)
def test_sides_asked_by_little(tools: Toolbox, said: CollectingDispatcher, text: str, line: str) -> None:
    """Which office takes it and who comes are sides of the procedure at hand."""
    answer_request(said, tools, Turn(text=text, remainder=text, procedure="1.001613"))
    assert said.messages[0]["text"].splitlines()[1].startswith(line)


def test_a_way_that_is_hard_is_answered_for_the_procedure_at_hand(tools: Toolbox, said: CollectingDispatcher) -> None:
    """Where nothing is published of help at home, that is said and nothing promised."""
    text = "cha tôi nằm liệt giường"
    turn = Turn(text=text, remainder=text, procedure="2.001019", reduced_mobility=True)
    answer_request(said, tools, turn)
    assert "tại nhà" in said.messages[0]["text"]


def test_a_question_of_many_gets_its_text(tools: Toolbox, said: CollectingDispatcher) -> None:
    """After a merger papers are said to stay valid only as likely, with a warning of scams."""
    text = "sáp nhập phường rồi có phải đổi căn cước không"
    answer_request(said, tools, Turn(text=text, remainder=text))
    assert "cần hỏi lại cán bộ" in said.messages[0]["text"]
    assert "OTP" in said.messages[0]["text"]


def test_words_change_each_time_nothing_is_understood(tools: Toolbox, slots: Slots) -> None:
    """No sentence is said twice in a row of misunderstandings."""
    texts = []
    for failed in range(8):
        said = CollectingDispatcher()
        events = say_unknown(said, tools, Turn(text="…", failed=failed))
        texts.append(said.messages[0]["text"])
        assert slots(events)["failed"] == failed + 1
    assert texts[:2] == [UNKNOWN, STILL_UNKNOWN]
    assert len(set(texts)) == len(texts)
