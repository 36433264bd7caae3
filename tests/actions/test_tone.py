"""Replies in the words of address of the person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.tone import speak
from nlu.components.address import PAIRS

OFFICIAL = [
    "Bà mẹ Việt Nam anh hùng",
    "Nhận con nuôi trong nước",
    "chú rể và cô dâu",
    "trẻ em dưới 6 tuổi",
    "Luật Trẻ em",
    "anh chị em ruột",
    "con em người có công",
    "người em họ",
    "Ủy ban nhân dân xã Ông Ích",
    "bác sĩ của em bé",
]
OURS = ["Dạ, em chưa rõ.", "Anh/chị ở xã nào để em chỉ ạ?", "mời anh/chị nói giúp em", "«cho em hỏi anh/chị»"]


def test_everything_of_ours_changes() -> None:
    """Pronouns change in the middle and at the beginning of sentences; capitals stay capitals."""
    said = speak("Dạ, em chưa rõ. Anh/chị nói giúp em, em chỉ nơi anh/chị ở. Em cảm ơn.", "bác", "cháu")
    assert said == "Dạ, cháu chưa rõ. Bác nói giúp cháu, cháu chỉ nơi bác ở. Cháu cảm ơn."


def test_the_usual_address_changes_nothing() -> None:
    """Without another address the text is the same object of words."""
    for you, me in ((None, None), ("anh/chị", "em"), ("bác", None)):
        assert speak("Dạ, em chào anh/chị.", you, me) == "Dạ, em chào anh/chị."


@pytest.mark.parametrize("wording", OFFICIAL)
@pytest.mark.parametrize("you", sorted(PAIRS))
def test_official_words_stay(wording: str, you: str) -> None:
    """Words that only look like pronouns stay, also when no card protects them."""
    assert wording in speak(f"Dạ, em nói về {wording} ạ.", you, PAIRS[you])


@given(st.lists(st.sampled_from(OFFICIAL + OURS), max_size=6), st.sampled_from(sorted(PAIRS)))
def test_protected_wordings_survive_any_text(parts: list[str], you: str) -> None:
    """Whatever stands around them, official wordings and quotes come out as they went in."""
    said = speak(" ; ".join(parts), you, PAIRS[you], OFFICIAL)
    for part in parts:
        assert part in said or part in OURS
    if "«cho em hỏi anh/chị»" in parts:
        assert "«cho em hỏi anh/chị»" in said


@given(st.text(max_size=80), st.sampled_from(sorted(PAIRS)))
def test_text_without_pronouns_is_untouched(text: str, you: str) -> None:
    """Nothing else ever changes."""
    bare = text.replace("em", "").replace("Em", "").replace("EM", "").replace("eM", "").replace("/", "")
    if "em" not in bare.lower():
        assert speak(bare, you, PAIRS[you]) == bare
