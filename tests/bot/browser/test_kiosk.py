"""The kiosk: large, led by choices, forgetful."""

import pytest

from bot.settings import Settings
from tests.bot.browser.conftest import Opener, guide_reply
from tests.bot.stub_rasa import Behaviour, StubRasa
from tests.chromium import playwright

pytestmark = pytest.mark.browser


def test_asks_and_then_forgets(opened: Opener, rasa: StubRasa) -> None:
    """After a while without a touch it asks, counts down, and begins anew with another session."""
    page = opened("?kiosk=1&cho=5", width=1080, height=1400)
    page.clock.install()
    page.reload()
    page.get_by_role("button", name="Khai sinh cho con").click()
    playwright.expect(page.locator("li.assistant .text").last).to_have_text("vâng: đăng ký khai sinh cho con")
    page.clock.fast_forward(6_000)
    dialog = page.get_by_role("dialog", name="Anh/chị còn ở đây không?")
    playwright.expect(dialog).to_contain_text("20 giây")
    page.get_by_role("button", name="Tôi còn ở đây").click()
    assert page.locator("li.citizen").count() == 1
    page.clock.fast_forward(6_000)
    playwright.expect(dialog).to_be_visible()
    page.clock.run_for(21_000)
    playwright.expect(page.locator("li.citizen")).to_have_count(0)
    playwright.expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Sổ đỏ, nhà đất").click()
    playwright.expect(page.locator("li.assistant .text").last).to_have_text("vâng: làm sổ đỏ")
    assert rasa.received[0]["sender"] != rasa.received[1]["sender"]


def test_keeps_nothing_on_the_device(opened: Opener, rasa: StubRasa) -> None:
    """Neither conversation nor session nor ticks are stored; a reload begins anew."""
    page = opened("?kiosk=1")
    page.get_by_role("button", name="Khai sinh cho con").click()
    playwright.expect(page.locator("li.assistant")).to_have_count(2)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.reload()
    assert page.locator("li.citizen").count() == 0


def test_leads_nowhere_else(opened: Opener, rasa: StubRasa, published: Settings) -> None:
    """No link leaves the page; the phone gets a code, the printer a sheet."""
    rasa.plan = [Behaviour(replies=guide_reply(published))]
    page = opened("?kiosk=1&commune=00166", width=1080, height=1400)
    page.get_by_role("button", name="Khai sinh cho con").click()
    page.get_by_role("article").wait_for()
    assert page.locator("a:visible").count() == 0
    page.get_by_role("button", name="Đưa về điện thoại").click()
    code = page.get_by_role("img", name="Mã QR")
    playwright.expect(code).to_be_visible()
    playwright.expect(code).to_have_js_property("complete", True)
    assert code.evaluate("e => e.decode().then(() => true)")
    page.keyboard.press("Escape")
    with page.expect_response("**/phieu/1.001193*") as sheet:
        page.get_by_role("button", name="In phiếu").click()
    assert sheet.value.status == 200
    assert "Tờ khai" in sheet.value.text()


def test_help_is_on_the_screen(opened: Opener) -> None:
    """Help opens, says how to use the kiosk, and closes."""
    page = opened("?kiosk=1")
    page.get_by_role("button", name="Trợ giúp").click()
    assert page.get_by_role("dialog", name="Cách dùng").get_by_role("listitem").count() == 5
    page.get_by_role("button", name="Đã hiểu").click()
    playwright.expect(page.get_by_role("dialog")).to_have_count(0)
