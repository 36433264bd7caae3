"""actions/words.py"""

import pytest

from actions.toolbox import Toolbox
from actions.words import about, covered, match, without_denial

CARD = [
    ("Lần đầu, từ 14 tuổi", "chưa có thẻ"),
    ("Hết hạn, đổi thông tin", "hết hạn", "sai thông tin"),
    ("Bị mất", "mất", "mất thẻ"),
]


@pytest.mark.parametrize(
    ("text", "index"),
    [("hết hạn rồi em", 1), ("bi mat", 2), ("mất thẻ", 2), ("chưa có thẻ bao giờ", 0), ("HẾT HẠN", 1)],
)
def test_a_choice_is_picked_by_its_words(tools: Toolbox, text: str, index: int) -> None:
    """Partly, without marks, in capitals."""
    found = match(text, CARD, tools.read)
    assert found is not None
    assert found.index == index
    assert found.sure


@pytest.mark.parametrize("text", ["đăng ký kết hôn", "", "???", "alo em ơi"])
def test_other_words_pick_nothing(tools: Toolbox, text: str) -> None:
    """What no choice says is no pick."""
    assert match(text, CARD, tools.read) is None


def test_a_word_among_others_is_only_a_guess(tools: Toolbox) -> None:
    """ "Mất bằng lái" has the word of one choice, but speaks of something else."""
    found = match("mất bằng lái xe ô tô", CARD, tools.read)
    assert found is None or not found.sure


def test_a_denial_settles_a_tie(tools: Toolbox) -> None:
    """ "Còn bản sao" and "không còn bản sao" are two choices with nearly the same words."""
    copies = [("Còn bản sao Giấy khai sinh",), ("Không còn bản sao Giấy khai sinh",)]
    for text, index in (("còn bản sao", 0), ("không còn bản sao", 1)):
        found = match(text, copies, tools.read)
        assert found is not None
        assert found.index == index


def test_what_is_denied_is_not_picked(tools: Toolbox) -> None:
    """ "Hết hạn chứ không mất" is the expired one."""
    assert without_denial("hết hạn chứ không mất") == "hết hạn "
    found = match("thẻ hết hạn chứ không mất", CARD, tools.read)
    assert found is not None
    assert found.index == 1


def test_choices_that_fit_alike_are_not_picked(tools: Toolbox) -> None:
    """A word of two choices settles nothing."""
    assert match("xe", [("xe vàng",), ("xe xanh",)], tools.read) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cho em hỏi nộp hồ sơ ở đâu ạ", ()),
        ("xin giấy độc thân", ("doc", "than")),
        ("ý em là bản sao", ("ban", "sao")),
        ("nghe nói 500 ngàn hả", ()),
        ("ra công an xã làm được không", ()),
    ],
)
def test_what_a_message_is_about(tools: Toolbox, text: str, words: tuple[str, ...]) -> None:
    """Asking, handing in, offices and persons say nothing of which procedure is meant."""
    assert tuple(word for word in about(tools.read(text)) if word not in ("y", "la")) == words


def test_how_much_of_the_words_a_guide_names(tools: Toolbox) -> None:
    """Between none and all; without words none."""
    guide = tools.guides["1.004194"]
    assert covered(["tam", "tru"], guide, tools.read) == 1
    assert covered(["tam", "xe"], guide, tools.read) == 0.5
    assert covered([], guide, tools.read) == 0
