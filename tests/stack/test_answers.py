"""The way of a question, end to end: typed at the front door, answered by the real programs."""

import json
import uuid
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from knowledge.tiers import removed_tier
from tests.stack.launch import Stack

pytestmark = pytest.mark.stack


class Talk:
    """One citizen's conversation."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._sender = f"talk-{uuid.uuid4().hex[:8]}"

    def say(self, message: str) -> list[dict[str, Any]]:
        """Send a message; no answer may name an office of a removed tier."""
        replies = self._stack.ask(self._sender, message)
        for reply in replies:
            assert removed_tier(reply.get("text", "")) is None, reply["text"]
        return replies

    def text(self, message: str) -> str:
        """Send a message and return the whole text of the reply."""
        return "\n".join(reply.get("text", "") for reply in self.say(message))

    def card(self, message: str) -> dict[str, Any]:
        """Send a message and return the card of the reply."""
        cards = [reply["custom"] for reply in self.say(message) if reply.get("custom")]
        assert cards, f"no card for {message!r}"
        return dict(cards[0])


@pytest.fixture
def talk(stack: Stack) -> Talk:
    return Talk(stack)


def test_a_newborn_in_an_old_split_ward_of_a_one_level_province(talk: Talk) -> None:
    """The example of the design: unaccented, an old ward that was split, Hà Nội's branches, the newborn bundle."""
    replies = talk.say("toi moi sinh con, lam giay khai sinh o dau, toi o phuong dich vong cu")
    text, card = replies[0]["text"], replies[0]["custom"]
    offered = [button["title"] for button in replies[0]["buttons"]]
    assert card["code"] in ("1.001193", "3.000722")
    assert card["code"] == "3.000722" or card["linked_code"] == "3.000722"
    assert "phường Cầu Giấy" in text
    assert "phường Nghĩa Đô" in text
    assert "chi nhánh hoặc điểm tiếp nhận" in text
    assert "Trung tâm Phục vụ hành chính công của phường" not in text
    assert "Cổng Dịch vụ công quốc gia" in text
    assert card["code"] == "3.000722" or "Làm liên thông một lần" in offered


def test_a_province_with_commune_centres(talk: Talk) -> None:
    """Elsewhere the commune's centre receives, any in the province too; who decides and the online channel are said."""
    text = talk.text("tôi ở xã Củ Chi TP HCM muốn làm giấy khai sinh cho con")
    assert "Trung tâm Phục vụ hành chính công của xã Củ Chi" in text
    assert "bất kỳ xã, phường nào trong thành phố Hồ Chí Minh" in text
    assert "Ủy ban nhân dân xã Củ Chi" in text
    assert "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/" in text


ASKED = [
    ("làm giấy khai sinh cho con cần gì", {"1.001193"}),
    ("dang ky ket hon o dau", {"1.000894"}),
    ("xin giấy xác nhận độc thân để mua đất", {"1.004873"}),
    ("ba tôi mới mất, làm khai tử ở đâu", {"1.000656", "2.002913"}),
    ("dang ky tam tru phong tro", {"1.004194"}),
    ("nhập hộ khẩu cho vợ về nhà chồng", {"1.004222"}),
    ("tách khẩu ra ở riêng", {"1.010038"}),
    ("xin giấy ct07 xác nhận cư trú", {"1.010041"}),
    ("mất căn cước công dân làm lại ở đâu", {"1.014064"}),
    ("đổi cccd sắp hết hạn", {"1.014063"}),
    ("lam vneid muc 2 cho me gia", {"3.000228"}),
    ("sao y bằng đại học", {"2.000815"}),
    ("chứng thực chữ ký giấy uỷ quyền", {"2.000884"}),
    ("đất ông bà để lại chưa có sổ đỏ", {"1.013978"}),
    ("ba mẹ cho đất con, sang tên sổ đỏ", {"1.013831"}),
    ("xin phép xây nhà cấp 4", {"1.013225"}),
    ("mở quán cà phê nhỏ phải đăng ký gì", {"1.001612"}),
    ("mẹ tôi 76 tuổi không có lương hưu", {"1.014027"}),
    ("rút bảo hiểm xã hội một lần", {"1.001613"}),
    ("đổi bằng lái xe sắp hết hạn", {"3.000347"}),
    ("hàng xóm lấn đất, nhờ xã hoà giải", {"1.012812"}),
    ("con vào lớp 6 nộp hồ sơ ở đâu", {"3.000182"}),
    ("giấy xác nhận khuyết tật cho con tôi", {"1.001699"}),
]


@pytest.mark.parametrize(("question", "codes"), ASKED)
def test_common_questions(talk: Talk, question: str, codes: set[str]) -> None:
    """Each of these common questions is answered at once with the right procedure."""
    assert talk.card(question)["code"] in codes


ASKED_BACK = [
    ("mất giấy khai sinh", {"2.000635", "1.004884"}),
    ("làm sổ đỏ", {"1.013978", "1.013831"}),
]


@pytest.mark.parametrize(("question", "codes"), ASKED_BACK)
def test_general_requests_are_asked_back(talk: Talk, question: str, codes: set[str]) -> None:
    """A request that several procedures fit gets one question, with the right ones among the options."""
    card = talk.card(question)
    assert card["kind"] == "choices"
    assert codes <= {choice.get("code") for choice in card["choices"]}


def test_a_follow_up_keeps_the_procedure(talk: Talk) -> None:
    """Fee, time and papers are asked one after another without naming the procedure again."""
    assert talk.card("đăng ký tạm trú")["code"] == "1.004194"
    assert "7.000 đồng" in talk.text("còn lệ phí?")
    assert "3 ngày làm việc" in talk.text("bao lâu có?")
    assert "CT01" in talk.text("cần giấy tờ gì")


def test_a_place_given_later_mends_the_answer(talk: Talk) -> None:
    """A residence matter asks for the commune and then names its police."""
    first = talk.text("đăng ký thường trú ở đâu")
    assert "xã, phường nào" in first
    assert "Công an phường Cầu Giấy" in talk.text("tôi ở phường Cầu Giấy, Hà Nội")


def test_a_district_is_not_a_filing_place(talk: Talk) -> None:
    """Somebody who names a former district is asked for the commune, politely, once."""
    talk.say("đăng ký tạm trú")
    text = talk.text("huyện củ chi")
    assert "xã, phường nào" in text
    assert "Công an huyện" not in text


def test_a_button_answers(talk: Talk) -> None:
    """The button of an answer brings what its title says."""
    replies = talk.say("đăng ký kết hôn")
    papers = next(button for button in replies[0]["buttons"] if button["title"] == "Giấy tờ cần có")
    assert not papers["payload"].startswith("/")
    assert "Giấy tờ cần có" in talk.text(papers["payload"])


def test_somebody_elses_button_is_only_text(stack: Stack) -> None:
    """A button's id works for the one it was issued to."""
    mine, theirs = Talk(stack), Talk(stack)
    papers = mine.say("đăng ký kết hôn")[0]["buttons"][0]
    assert "Kết hôn" not in theirs.text(papers["payload"])


def test_small_talk_and_people(talk: Talk) -> None:
    """Greeting, thanks, a wish for a person, and who is speaking have an answer in Vietnamese."""
    for message in ("alo", "cảm ơn nhé", "cho tôi gặp người thật", "mày là người hay máy"):
        assert talk.text(message).startswith("Dạ")


@pytest.mark.parametrize("question", ["thời tiết hôm nay thế nào", "giá vàng hôm nay", "viết cho tôi bài thơ tình"])
def test_out_of_scope_is_declined(talk: Talk, question: str) -> None:
    """What is no procedure gets no procedure."""
    replies = talk.say(question)
    assert (replies[0].get("custom") or {}).get("kind") != "guide"


@pytest.mark.parametrize(
    "message",
    ["", "   ", "😀😀😀", "\u200b\u200b", "<script>alert(1)</script>", "/restart", "a" * 5000, "khai sinh\x00\x07"],
)
def test_bad_input_gets_a_sentence(talk: Talk, message: str) -> None:
    """Whatever is typed, there is a Vietnamese sentence and no stack trace."""
    text = talk.text(message)
    assert text
    assert "Traceback" not in text


def test_a_command_does_not_reach_rasa(talk: Talk) -> None:
    """`/restart` is text: the conversation goes on."""
    talk.say("đăng ký tạm trú")
    talk.say("/restart")
    assert "7.000 đồng" in talk.text("lệ phí bao nhiêu")


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"message": "a"}', b'{"sender": 5, "message": "a"}', b"x" * 100_000])
def test_a_broken_request_is_refused_with_a_reason(stack: Stack, body: bytes) -> None:
    """Invalid JSON, wrong types, no sender and a body too large: 4xx with a Vietnamese reason."""
    request = Request(f"{stack.url}/chat", body, {"Content-Type": "application/json"})
    with pytest.raises(HTTPError) as refused:
        urlopen(request, timeout=10)
    assert 400 <= refused.value.code < 500
    assert json.load(refused.value)["error"]


def test_personal_numbers_are_not_repeated(talk: Talk) -> None:
    """A pasted identity number is understood around, never echoed."""
    text = talk.text("cccd của tôi 079203001234 sắp hết hạn thì đổi ở đâu")
    assert "079203001234" not in text
    assert "căn cước" in text
