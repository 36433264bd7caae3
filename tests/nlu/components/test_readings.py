"""What rules read in a message besides the procedure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.components.readings import MAX_READ, read


@pytest.mark.parametrize(
    ("message", "topic"),
    [
        ("thế còn tạm trú?", "tạm trú"),
        ("còn thường trú thì sao", "thường trú"),
        ("vậy kết hôn thì sao ạ", "kết hôn"),
        ("the con khai tu", "khai tu"),
        ("còn khai tử?", "khai tử"),
        ("ok cảm ơn, thế còn hộ chiếu thì sao", "hộ chiếu"),
        ("thế khai tử?", "khai tử"),
        ("vậy hộ chiếu ?", "hộ chiếu"),
    ],
)
def test_same_question_of_another_procedure(message: str, topic: str) -> None:
    """ "Thế còn X?" names the topic to which the last question now applies."""
    found = read(message).same_question
    assert found is not None
    assert (found.text, message[found.start : found.end]) == (topic, topic)


@pytest.mark.parametrize(
    "message",
    [
        "con tôi mới sinh",
        "con 14 tuoi lam cccd",
        "còn lệ phí?",
        "còn gì nữa không",
        "thế chấp sổ đỏ",
        "thế chấp sổ đỏ?",
        "vay vốn ngân hàng?",
        "vậy à?",
        "vậy mẹ tôi?",
        "vậy làm sao?",
        "vay vốn",
        "còn ở Cần Thơ thì sao",
    ],
)
def test_no_same_question(message: str) -> None:
    """Children, aspects, places and more of the same are not another procedure."""
    assert read(message).same_question is None


@pytest.mark.parametrize(
    ("message", "topic"),
    [
        ("không phải, ý tôi là đăng ký tạm trú", "đăng ký tạm trú"),
        ("nhầm, tôi hỏi thường trú", "thường trú"),
        ("khong phai tam tru ma la thuong tru", "thuong tru"),
        ("à không, ý em là khai tử cơ", "khai tử"),
        ("ý mình là giấy độc thân", "giấy độc thân"),
        ("không phải, khai sinh", "khai sinh"),
        ("nhầm, tạm vắng", "tạm vắng"),
        ("ko phải, thẻ căn cước cơ", "thẻ căn cước"),
    ],
)
def test_correction(message: str, topic: str) -> None:
    """A correction names what was meant."""
    found = read(message).correction
    assert found is not None
    assert found.text == topic


@pytest.mark.parametrize(
    "message",
    [
        "không",
        "không phải",
        "tôi hỏi hộ chiếu",
        "không cần giấy tờ gì à",
        "không phải, tôi ở quận 7",
        "không phải, nộp rồi",
        "không phải, cảm ơn",
        "không, lệ phí",
    ],
)
def test_no_correction(message: str) -> None:
    """A plain no or a plain question corrects nothing."""
    assert read(message).correction is None


@pytest.mark.parametrize(
    ("message", "rest"), [("còn lệ phí?", 0), ("cái này nộp ở đâu vậy ạ", 0), ("lệ phí làm căn cước", 2), ("", 0)]
)
def test_rest_counts_what_nothing_explains(message: str, rest: int) -> None:
    """Aspects and filler words are explained; what is left is the topic."""
    assert read(message).rest == rest


def test_explained_slices_do_not_count() -> None:
    """What a place explains is no topic."""
    message = "tôi ở phường Cầu Giấy"
    assert read(message).rest == 3
    assert read(message, ((6, len(message)),)).rest == 0


def test_very_long_message_is_read_at_its_beginning() -> None:
    """What a hostile 100 kB message costs is bounded: nothing after the limit is read."""
    assert [aspect.name for aspect in read("lệ phí " + "nộp " * 25_000 + "ở đâu").aspects] == ["fee"]
    assert read("nộp " * 25_000).syllables <= MAX_READ


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    """Reading never fails, and finds slices that are in the message."""
    readings = read(text)
    assert 0 <= readings.rest <= readings.syllables
    assert all(0 <= aspect.start < aspect.end <= len(text) for aspect in readings.aspects)
