"""Bad input and long conversations, at the front door of the real programs."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.stack.launch import Stack
from tests.stack.talking import Reply, whole_text

pytestmark = pytest.mark.stack

#: How much dearer the ten turns up to the last may be than the first ten.
DEARER = 1.5
TURNS = 200
SAID = ("đăng ký tạm trú", "còn lệ phí?", "bao lâu có?", "làm giấy khai sinh", "bản sao thôi")


@pytest.fixture
def sender() -> str:
    return f"behaviour-{uuid.uuid4().hex[:10]}"


def press(stack: Stack, sender: str, replies: list[Reply], title: str) -> list[Reply]:
    """Press the button of `replies` with this title."""
    buttons = [button for reply in replies for button in reply.get("buttons", ())]
    return stack.ask(sender, next(button["payload"] for button in buttons if button["title"] == title))


def test_a_button_pressed_twice_says_the_same(stack: Stack, sender: str) -> None:
    """A second press is a second answer, not another step."""
    asked = stack.ask(sender, "làm giấy khai sinh")
    first, second = (press(stack, sender, asked, "Xin bản sao") for _ in range(2))
    assert first[0]["custom"]["code"] == second[0]["custom"]["code"] == "2.000635"


def test_an_old_cards_button_means_the_old_procedure(stack: Stack, sender: str) -> None:
    """Papers are those of the card whose button is pressed, whatever was asked since."""
    married = stack.ask(sender, "đăng ký kết hôn")
    stack.ask(sender, "đăng ký tạm trú")
    papers = press(stack, sender, married, "Giấy tờ cần có")
    assert papers[0]["custom"]["code"] == "1.000894"
    assert "CT01" not in whole_text(papers)


def test_checklist_buttons_out_of_order(stack: Stack, sender: str) -> None:
    """The first question's button, pressed after the list, asks the second question again."""
    answer = stack.ask(sender, "đăng ký lại khai sinh")
    first = press(stack, sender, answer, "Giấy tờ cho trường hợp của tôi")
    second = press(stack, sender, first, "Còn bản sao Giấy khai sinh")
    press(stack, sender, second, "Không")
    assert whole_text(press(stack, sender, first, "Còn bản sao Giấy khai sinh")) == whole_text(second)


def test_two_messages_at_once_are_both_answered(stack: Stack, sender: str) -> None:
    """One after the other, in the order of their coming, each with an answer of its own."""
    with ThreadPoolExecutor(4) as threads:
        asked = ["đăng ký kết hôn", "đổi bằng lái xe", "tách hộ", "làm hộ chiếu"]
        answers = list(threads.map(lambda text: stack.ask(sender, text), asked))
    codes = [answer[0]["custom"]["code"] for answer in answers]
    assert codes == ["1.000894", "3.000347", "1.010038", "1.001456"]


def test_a_long_conversation_costs_no_more(stack: Stack, sender: str) -> None:
    """The last ten of two hundred turns take at most half as much CPU again as the first ten."""
    for text in SAID * 4:
        stack.ask("warm-up", text)
    spent = []
    for number in range(TURNS):
        before = stack.cpu_seconds()
        stack.ask(sender, SAID[number % len(SAID)])
        spent.append(stack.cpu_seconds() - before)
    assert sum(spent[-10:]) <= DEARER * max(sum(spent[:10]), 0.1)
