"""The door's own sentences."""

import re

import pytest

from bot import wording
from nlu.text import nfc

SENTENCES = {name: text for name, text in vars(wording).items() if name.isupper()}


@pytest.mark.parametrize("name", SENTENCES)
def test_vietnamese_and_nfc(name: str) -> None:
    """Each sentence is Vietnamese with its marks, in the one normal form, without foreign politeness."""
    text = SENTENCES[name]
    assert text == nfc(text)
    assert re.search(r"[ăâđêôơưàáạảãầấậẩẫềếệểễồốộổỗờớợởỡừứựửữìíịỉĩùúụủũỳýỵỷỹèéẹẻẽòóọỏõ]", text)
    assert not re.search(r"\b(?:please|error|sorry|bạn phải)\b", text, re.IGNORECASE)


def test_citizens_are_addressed_politely() -> None:
    """What is told as an answer opens with “Dạ”."""
    spoken = (
        "GREETING EMPTY NO_WORDS TOO_LONG OLD_BUTTON RASA_DOWN ACTIONS_DOWN NO_ANSWER UNRESOLVED INTERNAL CARD_ONLY"
    )
    assert all(SENTENCES[name].startswith("Dạ, ") for name in spoken.split())
