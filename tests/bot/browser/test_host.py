"""The widget on a commune's site: hostile styles, strict policies, overrides, frames."""

from typing import Any

import pytest

from tests.bot.browser.conftest import Host, Opener, ask, focused
from tests.bot.stub_rasa import StubRasa
from tests.chromium import playwright

pytestmark = pytest.mark.browser

HOSTILE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>UBND xã</title><style>
* {{ all: unset !important; font: 40px/3 fantasy !important; color: lime !important; float: left !important;
  display: inline !important; position: static !important; visibility: hidden !important;
  pointer-events: none !important; }}
div, button, mot-cua, mot-cua-launcher {{ display: none !important; opacity: 0 !important; }}
</style><script>
Object.prototype.extra = "x"; Array.prototype.extra = "y"; Array.prototype.toJSON = function () {{ return "[]"; }};
window.$ = window.make = window.Store = function () {{ throw new Error("host"); }};
delete Array.prototype.toJSON;
</script></head><body><h1>Trang của xã</h1><main style="height:3000px">Nội dung</main>
<script src="{door}widget.js" data-commune="00166" defer></script></body></html>"""
PLAIN = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>UBND xã</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><h1>Xã</h1>
<div id="cho"></div><script src="{door}widget.js" data-commune="00166" {more} defer></script></body></html>"""


def visit(opened: Opener, host: Host, html: str, policy: str = "", **more: Any) -> Any:
    host.pages["/"] = (html, policy.format(door=opened.address.rstrip("/")))
    return opened(host.origin + "/", **more)


def test_hostile_site(opened: Opener, host: Host, rasa: StubRasa) -> None:
    """Resets, overrides and hiding rules of the site do not reach the widget, and it leaves the site as it is."""
    page = visit(opened, host, HOSTILE.format(door=opened.address), width=1000, height=800)
    button = page.get_by_role("button", name="Hỏi thủ tục")
    playwright.expect(button).to_be_visible()
    assert button.bounding_box()["x"] > 700
    assert button.evaluate("e => getComputedStyle(e).fontSize") == "18px"
    assert button.evaluate("e => getComputedStyle(e).color") == "rgb(255, 255, 255)"
    button.click()
    assert focused(page) == "message"
    ask(page, "khai sinh")
    assert page.locator("li.assistant .text").last.inner_text() == "vâng: khai sinh"
    assert page.locator(".send").evaluate("e => getComputedStyle(e).display") != "inline"
    page.keyboard.press("Escape")
    assert focused(page) == "Hỏi thủ tục"
    assert page.evaluate("document.body.children.length") == 4
    assert rasa.received[0]["metadata"]["commune"] == "00166"


def test_strict_policy(opened: Opener, host: Host, rasa: StubRasa) -> None:
    """A policy without inline styles, inline scripts or eval, and with trusted types, is kept without a complaint."""
    policy = (
        "default-src 'none'; script-src {door}; connect-src {door}; img-src {door}; style-src 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    page = visit(opened, host, PLAIN.format(door=opened.address, more=""), policy)
    page.get_by_role("button", name="Hỏi thủ tục").click()
    ask(page, "khai sinh")
    assert page.locator("li.citizen").evaluate("e => getComputedStyle(e).borderRadius") != "0px"
    assert page.context.cookies() == []


def test_conversation_lasts_over_the_sites_pages(opened: Opener, host: Host, rasa: StubRasa) -> None:
    """On another page of the site the conversation goes on in the same session."""
    page = visit(opened, host, PLAIN.format(door=opened.address, more=""))
    page.get_by_role("button", name="Hỏi thủ tục").click()
    ask(page, "một")
    host.pages["/khac"] = host.pages["/"]
    page.goto(host.origin + "/khac")
    page.get_by_role("button", name="Hỏi thủ tục").click()
    ask(page, "hai")
    assert page.locator("li.citizen .text").all_inner_texts() == ["một", "hai"]
    page.get_by_role("button", name="Xoá hội thoại").click()
    page.keyboard.press("Escape")  # closes the question, not the panel
    playwright.expect(page.get_by_role("dialog")).to_have_count(1)
    page.get_by_role("button", name="Đóng").click()
    playwright.expect(page.get_by_role("dialog")).to_have_count(0)
    assert focused(page) == "Hỏi thủ tục"
    assert len({body["sender"] for body in rasa.received}) == 1


def test_frame_where_calls_are_forbidden(opened: Opener, host: Host, rasa: StubRasa) -> None:
    """When the site's policy forbids calls to the door, the door's page is shown in a frame instead."""
    opened.allowed += ("Content Security Policy",)
    policy = "default-src 'none'; script-src {door}; frame-src {door}; connect-src 'self'"
    page = visit(opened, host, PLAIN.format(door=opened.address, more=""), policy)
    page.get_by_role("button", name="Hỏi thủ tục").click()
    page.fill("#message", "khai sinh")
    page.press("#message", "Enter")
    inside = page.frame_locator("iframe")
    inside.locator("#message").fill("khai sinh")
    inside.locator("#message").press("Enter")
    playwright.expect(inside.locator("li.assistant .text").last).to_have_text("vâng: khai sinh")


def test_link_where_frames_are_forbidden_too(opened: Opener, host: Host) -> None:
    """When neither calls nor frames are allowed, a link to the page is left."""
    opened.allowed += ("Content Security Policy", "Framing")
    page = visit(
        opened,
        host,
        PLAIN.format(door=opened.address, more='data-mode="iframe"'),
        "default-src 'none'; script-src {door}",
    )
    page.get_by_role("button", name="Hỏi thủ tục").click()
    link = page.get_by_role("link", name="Mở trang hỏi đáp thủ tục")
    playwright.expect(link).to_be_visible()
    assert link.get_attribute("href") == opened.address + "?commune=00166"


def test_inside_an_element_of_the_site(opened: Opener, host: Host, rasa: StubRasa) -> None:
    """With a target the conversation stands in the page itself."""
    page = visit(opened, host, PLAIN.format(door=opened.address, more='data-target="#cho"'))
    ask(page, "khai sinh")
    assert page.locator("#cho li.assistant .text").last.inner_text() == "vâng: khai sinh"
    assert page.get_by_role("button", name="Đóng").count() == 0


def test_site_that_is_not_listed(opened: Opener, rasa: StubRasa) -> None:
    """A site that is not listed reaches nothing: its message waits and says so, and Rasa hears nothing."""
    stranger = Host()
    opened.allowed += ("CORS policy",)
    page = visit(opened, stranger, PLAIN.format(door=opened.address, more=""))
    page.get_by_role("button", name="Hỏi thủ tục").click()
    page.fill("#message", "khai sinh")
    page.press("#message", "Enter")
    playwright.expect(page.locator(".note")).to_be_visible()
    assert rasa.received == []
    stranger.stop()


def test_phone_panel_fills_what_is_seen(opened: Opener, host: Host, rasa: StubRasa) -> None:
    """On a phone the open panel is the whole screen, also above the keyboard."""
    page = visit(
        opened, host, PLAIN.format(door=opened.address, more=""), width=360, height=640, has_touch=True, is_mobile=True
    )
    page.get_by_role("button", name="Hỏi thủ tục").tap()
    page.set_viewport_size({"width": 360, "height": 300})
    page.wait_for_timeout(200)
    box = page.get_by_role("dialog").first.bounding_box()
    assert (round(box["x"]), round(box["y"]), round(box["width"])) == (0, 0, 360)
    assert box["height"] <= 301
    assert page.locator(".send").bounding_box()["y"] < 300
