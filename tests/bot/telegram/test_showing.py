"""Replies as Telegram messages."""

import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardButton

from bot.replies import Reply
from bot.telegram.showing import LONGEST, plain_part, rows_of, show, split, units, with_note
from knowledge.card import Card, CardChannel, CardSource
from knowledge.card_text import card_text
from knowledge.guide import Case, Paper

PORTAL = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/abc"


def guide_card() -> Card:
    """Return the card of a procedure with a portal link and papers."""
    return Card(
        kind="guide",
        code="1.001193",
        name="Thủ tục đăng ký khai sinh",
        title="đăng ký khai sinh",
        channels=(CardChannel(name="Cổng Dịch vụ công quốc gia", url=PORTAL, level="full"),),
        papers=(Case(papers=(Paper(source="record", certainty="stated", name="Giấy chứng sinh"),)),),
        source=CardSource(title="Cổng Dịch vụ công quốc gia", url=PORTAL, read_on=date(2026, 7, 18)),
    )


def guide_reply() -> Reply:
    """Return the reply of a procedure as Rasa gives it."""
    card = guide_card()
    custom = card.model_dump(mode="json", exclude_defaults=True) | {"kind": "guide"}
    return {
        "text": card_text(card),
        "buttons": [{"title": "Giấy tờ cần có", "payload": "/ask_aspect"}],
        "custom": custom,
    }


class Checker(HTMLParser):
    """Telegram's rules for its HTML: few tags, properly nested; collects the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        assert tag in ("b", "i", "a")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> str:
    """Return the text of a message; fails when its formatting is not valid."""
    checker = Checker()
    checker.feed(html)
    checker.close()
    assert checker.open == []
    return checker.text


def test_guide() -> None:
    """A procedure's answer has its head and labels bold, the portal as a link, and what helps as buttons."""
    thumbs = [{"title": "👍 Đúng ý", "payload": "b:2"}, {"title": "👎 Chưa đúng", "payload": "b:3"}]
    reply = guide_reply()
    [part] = show([{**reply, "buttons": [{**reply["buttons"][0], "payload": "b:1"}, *thumbs]}], 77)
    assert part.html.startswith("<b>Dạ, về việc đăng ký khai sinh (1.001193):</b>\n")
    assert "<b>Nộp mạng:</b>" in part.html
    assert f'<a href="{PORTAL}">dichvucong.gov.vn</a>' in part.html
    assert PORTAL in part.plain
    assert "\n\n<i>Nguồn: " in part.html
    titles = [[button.text for button in row] for row in part.rows]
    assert titles == [
        ["Giấy tờ cần có"],
        ["🔗 Cổng Dịch vụ công quốc gia"],
        ["📄 Phiếu giấy tờ để in"],
        ["👍 Đúng ý", "👎 Chưa đúng"],
    ]
    data = [button.callback_data for row in part.rows for button in row if button.callback_data]
    assert data == ["b:1", "d:77:1.001193", "b:2", "b:3"]


def checklist_reply() -> Reply:
    """Return the reply of a list of papers for one's own case."""
    card = guide_card().model_copy(update={"kind": "checklist", "channels": ()})
    custom = card.model_dump(mode="json", exclude_defaults=True) | {"kind": "checklist"}
    return {"text": "Dạ, giấy tờ đăng ký khai sinh cho trường hợp này:\n- Giấy chứng sinh", "custom": custom}


def test_list_for_one_s_own_case() -> None:
    """A list of papers for one's own case can be printed too."""
    [part] = show([checklist_reply()], 77)
    assert part.html.startswith("<b>Dạ, giấy tờ đăng ký khai sinh cho trường hợp này:</b>\n- Giấy chứng sinh")
    assert [button.callback_data for row in part.rows for button in row] == ["d:77:1.001193"]


def test_foreign_links_are_text() -> None:
    """Only addresses of the state become links or buttons."""
    [part] = show([{"text": "Xem https://example.com/a và https://hanoi.gov.vn/b."}], 1)
    assert part.html == 'Xem https://example.com/a và <a href="https://hanoi.gov.vn/b">hanoi.gov.vn</a>.'


def test_choices_are_numbered() -> None:
    """Options carry the numbers that stand in the text, and long titles are cut."""
    buttons = [{"title": "Đăng ký " + "rất dài " * 12, "payload": "b:1"}, {"title": "Việc khác", "payload": "b:2"}]
    [part] = show([{"text": "Việc nào ạ?", "buttons": buttons, "custom": {"kind": "choices"}}], 1)
    first, second = (row[0].text for row in part.rows)
    assert first.startswith("1. Đăng ký")
    assert first.endswith("…")
    assert second == "2. Việc khác"


def test_markup_in_answers_is_text() -> None:
    """Nothing in an answer can become formatting."""
    [part] = show([{"text": 'a < b & "c" <b>d</b> <script>'}], 1)
    assert read(part.html) == 'a < b & "c" <b>d</b> <script>'


def test_long_answer_is_split() -> None:
    """A long answer becomes several messages cut between lines; the buttons stand under the last."""
    lines = [f"Dòng {number}: " + "giấy tờ cần có, " * 10 + "hết." for number in range(60)]
    reply = {"text": "\n".join(lines), "buttons": [{"title": "Tiếp", "payload": "b:1"}]}
    parts = show([reply], 1)
    assert len(parts) > 1
    assert all(part.plain.startswith("Dòng") for part in parts)
    assert [bool(part.rows) for part in parts] == [False] * (len(parts) - 1) + [True]
    assert "\n".join(part.plain for part in parts).split("\n") == lines


@pytest.mark.parametrize("text", ["😀" * 5000, "a" * 9000, "Dạ. " * 3000, "từ " * 4000, "x\n\n" * 3000])
def test_split_fits(text: str) -> None:
    """Whatever the text, each piece fits into a message and no half of a character is left."""
    pieces = split(text)
    assert all(0 < units(piece) <= LONGEST for piece in pieces)
    assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", text)


@given(st.text(max_size=300), st.integers(20, 60))
def test_split_loses_nothing(text: str, longest: int) -> None:
    """Cutting loses white space only."""
    pieces = split(text, longest)
    assert all(units(piece) <= longest for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(st.text(alphabet=st.sampled_from("ab<>&\"'\n:. Nơinộp/htps😀.vg"), min_size=1, max_size=200))
def test_formatting_is_valid(text: str) -> None:
    """Whatever a guide's answer says, its formatting is valid and its words are the same."""
    custom = guide_reply()["custom"]
    for part in show([{"text": text, "custom": custom}], 1):
        shown = read(part.html)
        assert shown.split() == part.plain.split() or ".gov.vn" in part.plain


def test_note_in_front() -> None:
    """A note stands before the first message, and before a file as a message of its own."""
    first, second = with_note("Dạ, xin lỗi <", [plain_part("một"), plain_part("hai")])
    assert first.html == "<i>Dạ, xin lỗi &lt;</i>\n\nmột"
    assert second.html == "hai"


def test_rows() -> None:
    """Two short buttons share a row, a long one stands alone."""
    titles = ["Lệ phí", "Nơi nộp", "Giấy tờ", "Một tên nút dài hơn hẳn"]
    rows = rows_of([InlineKeyboardButton(title, callback_data="b") for title in titles])
    assert [[button.text for button in row] for row in rows] == [titles[:2], titles[2:3], titles[3:]]
