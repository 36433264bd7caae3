"""The fixed texts: what they hold, what they never hold, and when a procedure comes first."""

import re
from dataclasses import replace

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.safety import CHEATED, EMERGENCIES, MEDIATION, SAFETY, TEXTS
from actions.toolbox import Toolbox
from actions.turn import Turn
from nlu.components.signals import lexicon

ALL_TEXTS = [*EMERGENCIES.values(), *TEXTS.values(), CHEATED]


def _said(said: CollectingDispatcher) -> str:
    return "\n".join(message["text"] for message in said.messages)


@pytest.mark.parametrize(
    ("message", "number"),
    [("nhà đang cháy", "114"), ("chồng đánh tôi", "113"), ("có người đột quỵ", "115"), ("bé bị xâm hại", "111")],
)
def test_an_emergency_begins_with_its_number(
    message: str, number: str, said: CollectingDispatcher, tools: Toolbox
) -> None:
    """The number stands in the first line, and an open list is closed."""
    events = SAFETY["action_emergency"](said, tools, Turn(text=message, choices=({"code": "1.001193"},)))
    assert number in said.messages[0]["text"].splitlines()[0]
    assert said.messages[0]["custom"]["kind"] == "emergency"
    assert {event["name"]: event["value"] for event in events}["choices"] is None


def test_every_sort_of_emergency_has_its_text() -> None:
    """What the rules tell apart is answered apart."""
    assert {kind.signal.sort for kind in lexicon() if kind.signal.intent == "emergency"} | {""} == set(EMERGENCIES)


@pytest.mark.parametrize("text", ALL_TEXTS)
def test_texts_hold_only_what_is_certain(text: str) -> None:
    """No telephone number but the four, no removed tier, no more than sixty syllables beside addresses."""
    assert set(re.findall(r"\d{3,}", text)) <= {"111", "113", "114", "115"}
    assert not re.search(r"\b(quận|huyện|thị xã)\b", text)
    assert len(text.split()) <= 75
    assert "bạn" not in text.split()


@pytest.mark.parametrize("intent", sorted(TEXTS.keys() - {"land"}))
def test_every_intent_answers_politely(intent: str, said: CollectingDispatcher, tools: Toolbox) -> None:
    """Each fixed text is sent with a card and begins with Dạ."""
    SAFETY[f"action_{intent}"](said, tools, Turn(text="…"))
    assert said.messages[0]["text"].startswith("Dạ")
    assert said.messages[0]["custom"]["kind"] == "refusal"


def test_a_dispute_about_land_gets_mediation(said: CollectingDispatcher, tools: Toolbox) -> None:
    """Nobody is told to be right; the commune's mediation is answered."""
    SAFETY["action_dispute"](said, tools, Turn(text="hàng xóm lấn đất"))
    assert "không phân xử" in said.messages[0]["text"]
    assert said.messages[0]["custom"]["code"] == MEDIATION


def test_a_procedure_that_the_search_is_sure_of_comes_first(said: CollectingDispatcher, tools: Toolbox) -> None:
    """What the classifier alone takes for small talk is answered when the search knows it."""
    turn = Turn(text="chuyện gì đó về khai sinh")
    tools.searcher.found[turn.text] = ("answer", ["1.001193"])  # type: ignore[attr-defined]
    SAFETY["action_small_talk"](said, tools, turn)
    assert said.messages[0]["custom"]["code"] == "1.001193"
    said.messages.clear()
    SAFETY["action_small_talk"](said, tools, replace(turn, text="thời tiết mai sao"))
    assert said.messages[0]["custom"]["kind"] == "refusal"


def test_a_story_gets_the_number_and_its_procedure(said: CollectingDispatcher, tools: Toolbox) -> None:
    """What may have happened long ago begins with the number and is answered, when the search is sure."""
    turn = Turn(text="con tôi năm lớp ba bị tai nạn xe giờ muốn hỏi quyền lợi của cháu")
    tools.searcher.found[turn.text] = ("answer", ["1.001193"])  # type: ignore[attr-defined]
    SAFETY["action_emergency"](said, tools, turn)
    assert "115" in said.messages[0]["text"]
    assert said.messages[1]["custom"]["code"] == "1.001193"


def test_a_question_behind_an_insult_is_answered(said: CollectingDispatcher, tools: Toolbox) -> None:
    """Rude words are left out of what is searched."""
    tools.searcher.found["làm khai sinh ở đâu"] = ("answer", ["1.001193"])  # type: ignore[attr-defined]
    SAFETY["action_insult"](said, tools, Turn(text="đồ ngu, làm khai sinh ở đâu"))
    assert said.messages[0]["custom"]["code"] == "1.001193"


def test_a_divorce_is_no_matter_of_land(said: CollectingDispatcher, tools: Toolbox) -> None:
    """Whoever divorces over house and land is told of the court, not of the commune's mediation."""
    SAFETY["action_dispute"](said, tools, Turn(text="muốn ly hôn nhưng còn nhà đất"))
    assert "Toà án" in said.messages[0]["text"]


def test_an_alarm_of_the_classifier_alone_gives_way(said: CollectingDispatcher, tools: Toolbox) -> None:
    """Where no rule reads an emergency and the search knows the matter, the matter is answered."""
    turn = Turn(text="con trâu chết có được đền không")
    tools.searcher.found[turn.text] = ("answer", ["1.001193"])  # type: ignore[attr-defined]
    SAFETY["action_emergency"](said, tools, turn)
    assert said.messages[0]["custom"]["kind"] == "guide"


@pytest.mark.parametrize("intent", ["scam", "illegal", "injection"])
@pytest.mark.parametrize(
    "turn",
    [
        Turn(text="sinh viên mới lên Thủ Đức", names_place=True),
        Turn(text="con tôi học lớp bảy", confidence=0.6),
        Turn(text="cái này cần gì", aspects=("papers",)),
    ],
)
def test_a_guess_alone_accuses_nobody(intent: str, turn: Turn, said: CollectingDispatcher, tools: Toolbox) -> None:
    """What only the classifier takes for grave is a request when it is unsure, or a place or an aspect is named."""
    SAFETY[f"action_{intent}"](said, tools, turn)
    assert TEXTS[intent] not in _said(said)


@pytest.mark.parametrize("text", ["lỡ bấm link rồi", "tiền mất rồi làm sao", "có người lừa tôi chuyển khoản"])
def test_the_cheated_save_their_account_first(text: str, said: CollectingDispatcher, tools: Toolbox) -> None:
    """After the link or the transfer come the bank, the passwords and the commune's police."""
    SAFETY["action_scam"](said, tools, Turn(text=text))
    assert said.messages[0]["text"] == CHEATED


def test_a_warning_asked_in_time_is_the_warning(said: CollectingDispatcher, tools: Toolbox) -> None:
    """Who has lost nothing yet is told what not to do."""
    SAFETY["action_scam"](said, tools, Turn(text="có người gọi xưng công an bảo chuyển tiền"))
    assert said.messages[0]["text"] == TEXTS["scam"]


def test_the_divorced_go_on_with_their_paper(said: CollectingDispatcher, tools: Toolbox) -> None:
    """A word of divorce that asks for the papers of the procedure at hand is no dispute."""
    turn = Turn(text="toi ly hon roi thi can gi", aspects=("papers",), procedure="1.004873")
    SAFETY["action_dispute"](said, tools, turn)
    assert said.messages[0]["custom"]["kind"] != "refusal"
