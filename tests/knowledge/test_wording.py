"""knowledge/wording.py"""

from datetime import date

import pytest

from knowledge.guide import Fee, Paper, Time
from knowledge.wording import fee_text, money, number, paper_text, time_text


def test_money_uses_vietnamese_thousands() -> None:
    """Amounts read as on a Vietnamese receipt."""
    assert money(8000) == "8.000 đồng"
    assert money(1500000) == "1.500.000 đồng"


def test_numbers_lose_useless_decimals() -> None:
    """Counts read as people write them."""
    assert (number(3.0), number(1.5)) == ("3", "1,5")


@pytest.mark.parametrize(
    ("fee", "text"),
    [
        (Fee(kind="amount", amount=8000, per="bản"), "8.000 đồng/bản"),
        (Fee(kind="amount", amount=7000, per="lần", submission="online"), "7.000 đồng/lần (nộp mạng)"),
        (
            Fee(kind="amount", amount=25000, condition="cấp đổi", valid_to=date(2026, 12, 31)),
            "25.000 đồng (cấp đổi, đến hết 31/12/2026)",
        ),
        (Fee(kind="free", condition="người khuyết tật"), "miễn phí (người khuyết tật)"),
        (Fee(kind="local"), "do Hội đồng nhân dân tỉnh quyết định"),
        (Fee(kind="unknown"), "chưa rõ, cần hỏi lại cán bộ"),
    ],
)
def test_fee_rows_as_phrases(fee: Fee, text: str) -> None:
    """Each kind of fee has its own words; only `free` says so."""
    assert fee_text(fee) == text


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (Time(unit="working_day", quantity=3), "3 ngày làm việc"),
        (Time(unit="working_day", quantity=5, quantity_max=20), "5–20 ngày làm việc"),
        (Time(unit="same_day", after_15h_next_day=True), "trong ngày (nhận sau 15 giờ thì ngày làm việc tiếp theo)"),
        (Time(unit="at_once"), "ngay khi nộp"),
        (Time(unit="unknown"), "chưa có thông tin chắc chắn"),
    ],
)
def test_times_as_phrases(time: Time, text: str) -> None:
    """Working days stay working days, and an unknown unit is said to be unknown."""
    assert time_text(time) == text


def test_a_paper_says_what_to_hand_in() -> None:
    """Form, counts and the condition stand behind the paper's name."""
    paper = Paper(name="Tờ khai", form="CT01", originals=1, condition="Khi nộp trực tiếp", note="ký sẵn")
    assert paper_text(paper) == "Tờ khai (mẫu CT01, 1 bản chính, khi nộp trực tiếp) – ký sẵn"


def test_a_shown_paper_is_not_handed_in() -> None:
    """Papers that are only shown say so."""
    assert paper_text(Paper(name="Căn cước", show=True)) == "Căn cước (chỉ xuất trình)"
