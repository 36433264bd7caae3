"""nlu/mobility.py"""

import time

import pytest

from nlu.mobility import hard_to_travel
from nlu.text import fold

SIGNS = [
    "vneid mức 2 cho mẹ tôi 78 tuổi đi lại khó",
    "vneid muc 2 cho me toi 78 tuoi di lai kho",
    "bố em nằm liệt giường làm căn cước kiểu gì",
    "ba tôi bị tai biến không đi được",
    "tôi ngồi xe lăn",
    "mẹ già yếu không ra khỏi nhà được",
    "con tôi bị khuyết tật đi lại bất tiện",
    "ông nội 85t làm lại cccd",
    "bà cụ 90 tuổi",
    "chồng em đang nằm viện",
    "tôi gãy chân không đến được",
    "có làm tại nhà không ạ",
    "em ở xa không về quê được thì nộp sao",
    "người nhà ốm nặng",
    "vợ em mới mổ xong",
    "tôi bị mù",
    "bác lớn tuổi rồi",
    "đi đứng khó khăn quá",
    "khó khăn trong đi lại",
    "nội em suy thận chạy thận tuần 3 lần",
]
PLAIN = [
    "làm căn cước ở đâu",
    "con tôi 14 tuổi làm căn cước",
    "con em 5 tuổi",
    "thẻ căn cước có giá trị đến 60 tuổi phải không",
    "tôi ở phường Cầu Giấy",
    "xe máy đi lại nhiều có cần đổi đăng ký không",
    "mất 70 nghìn phải không",
    "giấy xác nhận khuyết tật là gì",
    "người khuyết tật được hưởng gì",
    "tôi không đi làm nữa thì rút bảo hiểm thế nào",
    "nộp ở xa hay gần đều được hả",
    "năm 1978 tôi sinh",
    "đường 78 phường 3",
    "đổi bằng lái",
    "nhà tôi 3 tầng",
    "em mới mở quán cà phê",
    "giá rồi tính sau",
]


@pytest.mark.parametrize("text", SIGNS)
def test_signs_are_noticed_with_and_without_marks(text: str) -> None:
    """Age, illness, disability and distance, in people's words."""
    assert hard_to_travel(text)
    assert hard_to_travel(fold(text))


@pytest.mark.parametrize("text", PLAIN)
def test_other_messages_are_no_sign(text: str) -> None:
    """A child's age, a year, a price, a procedure's name say nothing about the way."""
    assert not hard_to_travel(text)
    assert not hard_to_travel(fold(text))


def test_a_long_message_is_read_in_bounded_time() -> None:
    """Ten thousand characters take a blink."""
    start = time.process_time()
    hard_to_travel("mẹ tôi đi lại " * 800)
    assert time.process_time() - start < 0.5
