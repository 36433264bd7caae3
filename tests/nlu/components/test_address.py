"""How people call themselves, and what only looks like it."""

import pytest

from nlu.components.address import find_address
from nlu.components.folding import folded

SAID = [
    ("cháu ơi cho bác hỏi", "bác", "cháu"),
    ("cho cô hỏi làm căn cước ở đâu", "cô", "cháu"),
    ("con ơi bà muốn làm giấy tờ", "bà", "cháu"),
    ("bác hỏi cái này", "bác", "cháu"),
    ("ông muốn làm thẻ nhé cháu", "ông", "cháu"),
    ("giúp chú với", "chú", "cháu"),
    ("chau oi chu muon doi bang lai", "chú", "cháu"),
    ("cho bac hoi", "bác", "cháu"),
    ("chị cần hỏi thủ tục", "chị", "em"),
    ("cho anh hỏi với", "anh", "em"),
    ("bạn ơi cho mình hỏi", "bạn", "mình"),
]
NOT_SAID = (
    "bác tôi muốn làm căn cước|bà ngoại em cần|cô ấy hỏi|cho em hỏi|cơ hội|có hỏi gì đâu|chủ hộ đồng ý|làm cho bà nội|"
    "ông bà để lại|chú rể người nước ngoài|anh em tranh chấp|Bà mẹ Việt Nam anh hùng|chị ơi cho em hỏi|"
    "bác ơi cho cháu hỏi|cô giáo hỏi hồ sơ|co hoi viec lam|ba muon nhan con|cho con học|chị hỏi chồng|con nuôi|"
    "làm căn cước cho bà|nộp thay cho ông"
)


@pytest.mark.parametrize(("text", "you", "me"), SAID)
def test_somebody_calls_himself(text: str, you: str, me: str) -> None:
    """Who asks as bác, cô, chú, ông, bà is called so by a cháu; anh, chị by an em; bạn by a mình."""
    found = find_address(folded(text))
    assert found is not None
    assert (found.you, found.me) == (you, me)


@pytest.mark.parametrize("text", NOT_SAID.split("|"))
def test_others_are_not_the_speaker(text: str) -> None:
    """Relatives, titles and look-alikes change nothing."""
    assert find_address(folded(text)) is None
