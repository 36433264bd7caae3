"""The page as HTML, with and without an answer in it."""

from bot.page import page


def test_everything_is_escaped() -> None:
    """Question, answer, titles and ids cannot leave their places in the page."""
    evil = '"><script>alert(1)</script>'
    replies = [{"text": evil, "buttons": [{"title": evil, "payload": evil}]}]
    html = page(token=evil, message_id=evil, commune=None, question=evil, replies=replies)
    assert html.count("<script") == 1  # the page's own
    assert "alert(1)" in html


def test_each_button_form_has_its_own_message_id() -> None:
    """Pressing buttons of two replies is two messages; pressing one twice is one."""
    replies = [{"text": "a", "buttons": [{"title": "t", "payload": "b:1"}]}] * 2
    html = page(token="t", message_id="m", commune="00166", question=None, replies=replies)
    assert all(f'name="id" value="{identity}"' in html for identity in ("m", "m-0", "m-1"))
    assert html.count('name="commune" value="00166"') == 3


def test_fresh_page_greets() -> None:
    """A page without an answer holds the greeting only."""
    html = page(token="t", message_id="m", commune=None)
    assert html.count("<li ") == 1
    assert "$" not in html
