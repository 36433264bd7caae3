"""The chat page as HTML, with and without an answer in it."""

from bot.assets import load_assets
from bot.page import chat_page
from bot.templating import Templates

TEMPLATES = Templates(load_assets())
GUIDE = {
    "kind": "guide",
    "code": "1.001193",
    "title": "đăng ký <khai sinh>",
    "papers": [{"name": "", "papers": [{"name": "Tờ <khai>", "originals": 1}]}],
    "source": {"title": "Cổng", "url": "javascript:alert(1)", "read_on": "2026-07-18"},
}


def test_everything_is_escaped() -> None:
    """Question, answer, titles, ids, topic and card cannot leave their places in the page."""
    evil = '"><script>alert(1)</script>'
    replies = [{"text": evil, "buttons": [{"title": evil, "payload": evil}], "custom": GUIDE | {"name": evil}}]
    html = chat_page(TEMPLATES, token=evil, message_id=evil, topic=evil, question=evil, replies=replies)
    assert html.count("<script") == 1  # the page's own
    assert "alert(1)" in html
    assert "<khai" not in html
    assert "javascript:" not in html


def test_each_button_form_has_its_own_message_id() -> None:
    """Pressing buttons of two replies is two messages; pressing one twice is one."""
    replies = [{"text": "a", "buttons": [{"title": "t", "payload": "b:1"}]}] * 2
    html = chat_page(TEMPLATES, token="t", message_id="m", commune="00166", replies=replies)
    assert all(f'name="id" value="{identity}"' in html for identity in ("m", "m-0", "m-1"))
    assert html.count('name="commune" value="00166"') == 3


def test_fresh_page_greets_and_offers() -> None:
    """A page without an answer holds the greeting with things to press, or the topic that a link brought."""
    html = chat_page(TEMPLATES, token="t", message_id="m")
    assert html.count("<li ") == 1
    assert html.count('<button name="message"') == 6
    html = chat_page(TEMPLATES, token="t", message_id="m", topic="đăng ký khai sinh")
    assert html.count('<button name="message"') == 1
    assert "Hỏi về: đăng ký khai sinh" in html


def test_card_stands_in_the_page_without_a_script() -> None:
    """A procedure's papers, source and the missing confirmation are there without a script."""
    html = chat_page(TEMPLATES, token="t", message_id="m", replies=[{"text": "Dạ (1.001193)", "custom": GUIDE}])
    assert "Tờ &lt;khai&gt; (1 bản chính)" in html
    assert "Chưa có cán bộ xác nhận." in html
    assert 'href="/thu-tuc/1.001193"' in html
