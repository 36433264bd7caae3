"""actions/open_question.py and actions/asking.py"""

from dataclasses import replace

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.asking import AGAIN, MOST_ASKED, general_question
from actions.open_question import NOT_THERE, SAY_MORE
from actions.procedure import answer_request
from actions.toolbox import Toolbox
from actions.turn import Turn
from actions.words import match
from tests.actions.conftest import SampleSearcher, Slots, place


def asked(tools: Toolbox, slots: Slots, text: str) -> Turn:
    """Return a turn that stands where the question for `text` is open."""
    said = CollectingDispatcher()
    left = slots(answer_request(said, tools, Turn(text=text, remainder=text)))
    assert said.messages[0]["custom"]["kind"] == "choices"
    return Turn(text="", choices=tuple(left["choices"]), question=left["question"])


def hear(tools: Toolbox, turn: Turn, text: str, **more: object) -> tuple[CollectingDispatcher, list[dict]]:
    """Return what is said to `text` at `turn`, and the events."""
    said = CollectingDispatcher()
    return said, answer_request(said, tools, replace(turn, text=text, remainder=text, **more))  # type: ignore[arg-type]


def kept(value: object, slot: str) -> object:
    """Return a slot's value as the next turn reads it."""
    empty = {"choices": (), "trail": (), "waiting": (), "question": {}, "places": {}, "failed": 0}
    return tuple(value) if isinstance(value, list) else empty.get(slot) if value is None else value


@pytest.mark.parametrize(
    ("ask", "text", "code"),
    [
        ("làm sổ đỏ", "ông bà nội cho", "1.013831"),
        ("làm sổ đỏ", "bà ngoại cho", "1.013831"),
        ("làm sổ đỏ", "được cho đất", "1.013831"),
        ("làm sổ đỏ", "chưa có sổ", "1.013978"),
        ("giấy phép kinh doanh", "bán quần áo", "1.001612"),
        ("giấy phép kinh doanh", "hộ gia đình", "1.001612"),
    ],
)
def test_lists_know_what_people_answer(tools: Toolbox, ask: str, text: str, code: str) -> None:
    """Who gave the land and what is sold pick the choice that they mean."""
    question = next(question for question in tools.questions if ask in question.asks)
    found = match(text, [(choice.label, *choice.words) for choice in question.choices], tools.read)
    assert found is not None
    assert question.choices[found.index].code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("bản sao thôi", "2.000635"), ("bi sai ten", "1.004859"), ("mới đẻ", "1.001193"), ("à nhầm, số 3", "1.004884")],
)
def test_a_pick_in_the_citizens_words(tools: Toolbox, slots: Slots, text: str, code: str) -> None:
    """The words of a choice answer the question, as its number would."""
    said, _ = hear(tools, asked(tools, slots, "làm giấy khai sinh"), text)
    assert said.messages[0]["custom"]["code"] == code


def test_the_aspect_of_the_first_question_is_kept(tools: Toolbox, slots: Slots) -> None:
    """Who asked for the fee gets the fee of the pick."""
    said = CollectingDispatcher()
    turn = Turn(text="làm căn cước phí", remainder="làm căn cước", aspects=("fee",))
    left = slots(answer_request(said, tools, turn))
    said, _ = hear(tools, Turn(text="", choices=tuple(left["choices"]), question=left["question"]), "bị mất")
    assert "35.000 đồng" in said.messages[0]["text"]
    assert "Thời hạn" not in said.messages[0]["text"]


def test_the_place_that_all_choices_share_is_said_at_once(tools: Toolbox) -> None:
    """For identity cards any commune's police receives, whichever case it is: answer first, then ask."""
    said = CollectingDispatcher()
    answer_request(said, tools, Turn(text="làm căn cước", remainder="làm căn cước"))
    assert said.messages[0]["text"].startswith("Dạ, nơi nộp: Công an bất kỳ xã, phường nào trong cả nước")


def test_never_a_loop(tools: Toolbox, slots: Slots) -> None:
    """The second answer that fits nothing gets the most frequent reading and a person; nothing is said twice."""
    turn, texts = asked(tools, slots, "làm giấy khai sinh"), []
    for nonsense in ("xyz abc", "asdf", "blah blah", "qwerty", "zzz", "hmm hmm"):
        said, events = hear(tools, turn, nonsense)
        texts.append(said.messages[0]["text"])
        turn = replace(turn, **{name: kept(value, name) for name, value in slots(events).items()})
    assert texts[0].startswith(AGAIN)
    assert texts[1].startswith(MOST_ASKED)
    assert len(set(texts)) == len(texts)


def test_a_new_request_leaves_the_question(tools: Toolbox, slots: Slots) -> None:
    """Somebody who names something else is answered that."""
    tools.searcher.found = {"đăng ký kết hôn": ("answer", ["1.000894"])}  # type: ignore[attr-defined]
    said, _ = hear(tools, asked(tools, slots, "làm giấy khai sinh"), "đăng ký kết hôn")
    assert said.messages[0]["custom"]["code"] == "1.000894"


def test_a_choice_without_a_procedure_has_its_text(tools: Toolbox, slots: Slots) -> None:
    """Companies are not for the commune; the choice says so, with a hedge."""
    said, _ = hear(tools, asked(tools, slots, "giấy phép kinh doanh"), "công ty")
    assert "cần hỏi lại cán bộ" in said.messages[0]["text"]


@pytest.mark.parametrize(("choice", "text"), [("other", SAY_MORE), (9, NOT_THERE), (6, SAY_MORE)])
def test_none_of_these_and_no_such_number(tools: Toolbox, slots: Slots, choice: object, text: str) -> None:
    """ "Khác" and its number ask for other words; a number beyond the list picks nothing."""
    said, _ = hear(tools, asked(tools, slots, "làm sổ đỏ"), "…", choice=choice)
    assert said.messages[0]["text"] == text


def test_a_choice_that_the_new_snapshot_lacks(tools: Toolbox) -> None:
    """A list from before a change of snapshot never gives a wrong fact."""
    turn = Turn(text="2", choice=2, choices=({"code": "1.000894", "label": "a"}, {"code": "9.999999", "label": "b"}))
    said = CollectingDispatcher()
    answer_request(said, tools, turn)
    assert said.messages[0]["text"] == NOT_THERE


@pytest.mark.parametrize("text", ["làm sổ đỏ", "Em muốn làm sổ đỏ", "LAM SO DO", "làm sổ đỏ ở đâu"])
def test_a_general_request_is_known_by_its_wording(tools: Toolbox, text: str) -> None:
    """Politeness and asking around it do not matter; one more word does."""
    assert general_question(tools, text) is not None
    assert general_question(tools, text + " lần đầu") is None


def test_the_same_question_again_is_no_pick(tools: Toolbox) -> None:
    """Asking once more gets the same procedure, not the near one on offer whose words hold the question's."""
    assert isinstance(tools.searcher, SampleSearcher)
    tools.searcher.found["đăng ký kết hôn"] = ("answer", ["1.000894", "1.004746"])
    turn = Turn(text="", procedure="1.000894", choices=({"code": "1.004746", "label": "Đăng ký lại kết hôn"},))
    said, _ = hear(tools, turn, "đăng ký kết hôn")
    assert said.messages[0]["custom"]["code"] == "1.000894"


def test_a_place_is_no_pick(tools: Toolbox) -> None:
    """«tôi ở xã củ chi» says where; it does not pick the exchange of an old (cũ) book."""
    tools.resolver.known["xã củ chi"] = place("xã củ chi", "00166")  # type: ignore[attr-defined]
    turn = Turn(text="", procedure="1.013831", choices=({"code": "1.012783", "label": "Đổi sổ đỏ cũ lấy sổ mới"},))
    said, _ = hear(tools, turn, "tôi ở xã củ chi", names_place=True)
    assert said.messages[0]["custom"]["code"] == "1.013831"
