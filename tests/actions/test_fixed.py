"""actions/fixed.py"""

import pytest

from actions.fixed import fixed_text
from actions.toolbox import Toolbox
from actions.turn import Turn


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("lãnh tiền thất nghiệp ở phường hả", "Trung tâm Dịch vụ việc làm"),
        ("tien that nghiep lanh o dau", "Trung tâm Dịch vụ việc làm"),
        ("uỷ quyền cho vợ nhận trợ cấp thất nghiệp thay", ""),
        ("thôi cho hỏi làm lại hộ khẩu giấy", "CT07"),
        ("mất sổ hộ khẩu", "CT07"),
        ("hộ khẩu bị mất làm lại", "CT07"),
        ("nhập hộ khẩu cho vợ", ""),
        ("ông nội mất, xoá tên trong sổ hộ khẩu", ""),
        ("con tôi chuyển trường cấp 2 từ Bắc Giang vô Bình Dương", "trường nơi đến"),
        ("rồi có cần giấy an toàn thực phẩm ko", "an toàn thực phẩm"),
        ("mở quán ăn", ""),
        ("phường sáp nhập rồi căn cước có phải đổi không", "sáp nhập"),
    ],
)
def test_a_text_for_what_no_procedure_answers(message: str, told: str, tools: Toolbox) -> None:
    """A text is found by its words, and by none that speaks against it."""
    text = fixed_text(tools, Turn(text=message))
    assert told in text
    assert bool(text) is bool(told)


def test_a_procedure_of_the_snapshot_goes_before_a_text(tools: Toolbox) -> None:
    """What only some snapshots can answer is told of by a text in the others."""
    texts = tuple(one.model_copy(update={"lacking": ("1.001193",)}) for one in tools.texts)
    held = Toolbox(**{**vars(tools), "texts": texts})
    assert fixed_text(held, Turn(text="lãnh tiền thất nghiệp")) == ""
