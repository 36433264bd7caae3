"""Which side of a procedure is asked for."""

import unicodedata
from itertools import pairwise

import pytest

from nlu.components.aspects import find_aspects, lexicon
from nlu.components.folding import folded
from nlu.components.variants import unaccented

ASKED = [
    ("còn lệ phí?", "fee"),
    ("bao nhiêu tiền", "fee"),
    ("lam cccd het bao nhieu", "fee"),
    ("nhiêu tiền vậy", "fee"),
    ("bn tiền dạ", "fee"),
    ("có mất tiền không", "fee"),
    ("có được miễn phí không", "fee"),
    ("tốn bao nhiu", "fee"),
    ("mất bao lâu", "time"),
    ("mấy ngày có", "time"),
    ("mấy bữa thì xong", "time"),
    ("khi nào có", "time"),
    ("chừng nào lấy được", "time"),
    ("nộp trước bao nhiêu ngày", "time"),
    ("làm có lâu không", "time"),
    ("cần giấy tờ gì", "papers"),
    ("cần mang theo gì", "papers"),
    ("giấy tờ chi rứa", "papers"),
    ("hồ sơ gồm những gì", "papers"),
    ("hồ sơ ntn", "papers"),
    ("cần mấy tấm ảnh", "papers"),
    ("có cần công chứng không", "papers"),
    ("tờ khai lấy ở đâu", "papers"),
    ("nộp ở đâu", "where"),
    ("nộp ở mô", "where"),
    ("lên phường hay xã", "where"),
    ("phường nào cũng được hả", "where"),
    ("nộp ở xã khác được không", "where"),
    ("khác tỉnh làm được không", "where"),
    ("cho xin địa chỉ với", "where"),
    ("làm online được không", "online"),
    ("nộp qua mạng", "online"),
    ("làm trên vneid được không", "online"),
    ("ở nhà nộp được không", "online"),
    ("ai ký", "who_decides"),
    ("ai giải quyết", "who_decides"),
    ("cơ quan nào cấp", "who_decides"),
    ("xã hay tỉnh giải quyết", "who_decides"),
    ("có cần có mặt không", "presence"),
    ("nhờ vợ đi nộp giùm được không", "presence"),
    ("uỷ quyền cho con đi làm được không", "presence"),
    ("hai vợ chồng có phải cùng đi không", "presence"),
    ("ai phải đi", "presence"),
    ("ai đi với cháu", "presence"),
    ("ai đi cùng vậy", "presence"),
    ("xã có làm không", "where"),
    ("phường nhận không", "where"),
    ("nhận kết quả ở đâu", "result"),
    ("có gửi về nhà không", "result"),
    ("trả qua bưu điện được không", "result"),
    ("mấy giờ mở cửa", "hours"),
    ("thứ 7 có làm việc không", "hours"),
    ("chắc không?", "source"),
    ("theo luật nào", "source"),
]
#: Words that look like an aspect once the accents are gone, or belong to the name of a procedure.
NOT_ASKED = [
    "làm hộ chiếu",
    "đăng ký thế chấp",
    "xin nhận hộ nghèo",
    "lần đầu",
    "đóng dấu",
    "mai táng phí",
    "miễn giảm học phí",
    "nộp lệ phí trước bạ",
    "cải tạo mặt tiền",
    "giấy uỷ quyền",
    "đổi địa chỉ quán",
    "mục thứ hai",
    "con mới sinh",
    "con tôi mới sinh cần làm gì",
    "làm giúp em giấy khai sinh",
]


@pytest.mark.parametrize(("message", "aspect"), ASKED)
@pytest.mark.parametrize("respell", [str, unaccented, str.upper, lambda text: unicodedata.normalize("NFD", text)])
def test_aspect_is_read(message: str, aspect: str, respell) -> None:
    """The aspect is read with accents and without, in capitals, composed and decomposed."""
    names = [found.name for found in find_aspects(folded(respell(message)))]
    assert names[:1] == [aspect]


@pytest.mark.parametrize("message", NOT_ASKED)
def test_words_of_a_procedure_are_no_aspect(message: str) -> None:
    """Names of procedures and papers do not ask anything by themselves."""
    assert find_aspects(folded(message)) == []


def test_several_aspects_come_in_order_and_apart() -> None:
    """Two questions in one message are two aspects that do not share words."""
    message = "nộp ở đâu, cần giấy tờ gì và hết bao nhiêu tiền"
    found = find_aspects(folded(message))
    assert [each.name for each in found] == ["where", "papers", "fee"]
    assert all(before.end <= after.start for before, after in pairwise(found))


def test_marked_words_are_those_of_the_message() -> None:
    """The slice is the very words that ask, in the message's own spelling."""
    message = unicodedata.normalize("NFD", "Dạ còn Lệ Phí?")
    (found,) = find_aspects(folded(message))
    assert unicodedata.normalize("NFC", message[found.start : found.end]) == "Lệ Phí"


def test_lexicon_has_the_aspects_that_the_documents_name() -> None:
    """aspects.yml compiles, and its aspects are the ones that other rooms rely on."""
    assert set(lexicon()) == {
        "where", "fee", "time", "papers", "online", "who_decides", "presence", "result", "hours", "source",
    }  # fmt: skip
