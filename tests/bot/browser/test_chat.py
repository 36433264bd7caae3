"""The chat page in a real browser: keyboard, cards, failures, no network, tabs, no script."""

import json
from typing import Any

import pytest

from bot.settings import Settings
from tests.bot.browser.conftest import BUTTONS, Opener, ask, focused, guide_reply
from tests.bot.content import publish
from tests.bot.stub_rasa import Behaviour, StubRasa
from tests.chromium import playwright

pytestmark = pytest.mark.browser

ANSWER = "Dạ, anh/chị nộp ở <b>xã</b>.\nNộp mạng: https://dichvucong.gov.vn/p/home. Không phải http://evil.test/x"


def last(page: Any) -> Any:
    """The latest answer's words."""
    return page.locator("li.assistant .text").last


def test_asked_and_answered_by_keyboard(opened: Opener, rasa: StubRasa) -> None:
    """Typing and Enter ask; the typing state shows at once; the answer is text with one official link and buttons."""
    rasa.plan = [Behaviour(replies=[{"text": ANSWER, "buttons": BUTTONS}], delay=0.4)]
    page = opened("?commune=00166")
    assert focused(page) == "message"
    page.keyboard.type("khai sinh ở đâu")
    page.keyboard.press("Enter")
    playwright.expect(page.locator(".status")).to_have_text("Trợ lý đang tra cứu", timeout=300)
    assert page.locator("li.citizen .text").inner_text() == "khai sinh ở đâu"
    answer = page.locator("li.assistant").last
    playwright.expect(answer.locator(".text")).to_contain_text("<b>xã</b>.")
    assert answer.locator("a").evaluate_all("all => all.map(a => a.href)") == ["https://dichvucong.gov.vn/p/home"]
    assert answer.locator(".choices button").all_inner_texts() == ["Giấy tờ", "Lệ phí"]
    playwright.expect(page.locator(".status")).to_be_empty()
    assert focused(page) == "message"
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "Lệ phí"
    page.keyboard.press("Enter")
    playwright.expect(last(page)).to_have_text("vâng: /fees")
    assert page.locator("li.citizen .text").last.inner_text() == "Lệ phí"
    assert [body["metadata"]["commune"] for body in rasa.received] == ["00166", "00166"]


def test_news_is_announced_as_plain_text(opened: Opener, rasa: StubRasa) -> None:
    """The live region gets the answer's text, whole and once; the log itself is quiet."""
    rasa.plan = [Behaviour(replies=[{"text": ANSWER, "buttons": BUTTONS}])]
    page = opened()
    ask(page, "khai sinh")
    region = page.get_by_role("log", name="Tin mới")
    assert region.get_attribute("aria-live") == "polite"
    assert region.locator("p").text_content() == ANSWER
    assert page.locator(".log[aria-live], .log [aria-live]").count() == 0


def test_double_click_is_one_message(opened: Opener, rasa: StubRasa) -> None:
    """A double click on a choice or on “Gửi” is one message."""
    rasa.plan = [Behaviour(replies=[{"text": "chọn", "buttons": BUTTONS}]), Behaviour(delay=0.2)]
    page = opened()
    page.fill("#message", "khai sinh")
    page.dblclick(".send")
    page.dblclick("button:text-is('Giấy tờ')")
    playwright.expect(last(page)).to_have_text("vâng: /papers")
    assert len(rasa.received) == 2


def test_input_method_keeps_its_enter(opened: Opener, rasa: StubRasa) -> None:
    """Enter that ends a word of a Vietnamese input method does not send; Shift+Enter is a new line."""
    page = opened()
    page.fill("#message", "khai")
    page.dispatch_event("#message", "keydown", {"key": "Enter", "keyCode": 229, "isComposing": True, "bubbles": True})
    page.press("#message", "Shift+Enter")
    assert page.input_value("#message") == "khai\n"
    assert rasa.received == []


def test_card_with_ticks_that_are_kept(opened: Opener, rasa: StubRasa, published: Settings) -> None:
    """The card shows office, online button, fee, time and source; ticks last over a reload and reach the guide page."""
    rasa.plan = [Behaviour(replies=guide_reply(published))]
    page = opened("?commune=00166")
    ask(page, "khai sinh")
    card = page.get_by_role("article", name="Đăng ký khai sinh")
    for words in ("Nơi nộp", "8.000 đồng/bản", "3 ngày làm việc", "Chưa có cán bộ xác nhận.", "đọc ngày 18/07/2026"):
        playwright.expect(card).to_contain_text(words)
    assert card.locator("a.go").get_attribute("href").startswith("https://dichvucong.gov.vn/thu-tuc-hanh-chinh/")
    assert card.get_by_text("Xem bản đồ").count() == 0
    card.locator("summary", has_text="Giấy tờ cần có (2)").click()
    card.get_by_label("Tờ khai (1 bản chính)").check()
    page.reload()
    page.locator("summary", has_text="Giấy tờ cần có").click()
    assert page.get_by_label("Tờ khai (1 bản chính)").is_checked()
    assert not page.get_by_label("Giấy", exact=True).is_checked()
    page.goto(opened.address + "thu-tuc/1.001193")
    assert page.get_by_label("Tờ khai (1 bản chính)").is_checked()


def test_follow_up_shows_its_fact_first(opened: Opener, rasa: StubRasa, published: Settings) -> None:
    """A question about the fee is answered in a sentence, the card folded; one about papers with the list."""
    rasa.plan = [Behaviour(replies=guide_reply(published, "fee")), Behaviour(replies=guide_reply(published, "papers"))]
    page = opened()
    ask(page, "lệ phí")
    answer = page.locator("li.assistant").last
    playwright.expect(answer.locator(".text")).to_contain_text("8.000 đồng/bản")
    assert not answer.locator(".where").is_visible()
    answer.locator("summary", has_text="Xem đủ thủ tục").click()
    assert answer.locator(".where").is_visible()
    ask(page, "giấy tờ")
    assert page.locator("li.assistant").last.get_by_role("checkbox", name="Tờ khai (1 bản chính)").is_visible()


def test_opinion_is_sent_once_with_its_reason(opened: Opener, rasa: StubRasa, published: Settings) -> None:
    """👎 asks why, sends the reason and thanks; after a reload the thanks are still there."""
    rasa.plan = [Behaviour(replies=guide_reply(published))]
    page = opened()
    ask(page, "khai sinh")
    with page.expect_response("**/widget/feedback") as answered:
        page.get_by_role("button", name="Chưa đúng").click()
        page.get_by_role("button", name="Khó hiểu").click()
    body = json.loads(answered.value.request.post_data)
    assert (body["value"], body["reason"]) == ("down", "unclear")
    assert answered.value.json() == {"kept": True}
    playwright.expect(page.locator(".opinion")).to_contain_text("Cảm ơn")
    page.reload()
    playwright.expect(page.locator(".opinion")).to_contain_text("Cảm ơn")


def test_failure_can_be_sent_again(opened: Opener, rasa: StubRasa) -> None:
    """When Rasa is down the page says so, and “Gửi lại” sends the same message with the same id."""
    page = opened()
    rasa.stop()
    page.fill("#message", "khai sinh")
    page.press("#message", "Enter")
    again = page.get_by_role("button", name="Gửi lại")
    playwright.expect(again).to_be_visible()
    assert "gián đoạn" in last(page).inner_text()
    rasa.start()
    again.click()
    playwright.expect(last(page)).to_have_text("vâng: khai sinh")
    assert page.locator("li.citizen").count() == 1
    assert page.get_by_role("button", name="Gửi lại").count() == 0
    assert len(rasa.received) == 1


def test_offline_and_back(opened: Opener, rasa: StubRasa) -> None:
    """Without a network messages wait, say so, and are sent once and in order when the network is back."""
    page = opened()
    page.context.set_offline(True)
    for text in ("khai sinh", "lệ phí"):
        page.fill("#message", text)
        page.press("#message", "Enter")
    playwright.expect(page.locator("li.citizen .note").first).to_contain_text("mất kết nối")
    page.context.set_offline(False)
    playwright.expect(last(page)).to_have_text("vâng: lệ phí")
    assert [body["message"] for body in rasa.received] == ["khai sinh", "lệ phí"]
    assert page.locator("li .note").count() == 0


def test_answer_that_was_lost_is_not_asked_twice(opened: Opener, rasa: StubRasa) -> None:
    """A message whose answer is lost on the way is sent again with its id, and Rasa hears it once."""
    page = opened()
    lost: list[str] = []

    def lose(route: Any) -> None:
        lost.append(json.loads(route.request.post_data)["id"])
        if len(lost) == 1:
            route.fetch()  # it reaches the door, but its answer never comes
            route.abort()
        else:
            route.continue_()

    page.route("**/widget/chat", lose)
    page.fill("#message", "khai sinh")
    page.press("#message", "Enter")
    playwright.expect(last(page)).to_have_text("vâng: khai sinh")
    assert lost[0] == lost[1]
    assert len(rasa.received) == 1


def test_too_fast_waits_and_goes_on(opened: Opener, rasa: StubRasa) -> None:
    """A 429 is told with its time, and the message is sent again by itself."""
    page = opened()
    refusal = {"status": 429, "headers": {"Retry-After": "1"}, "json": {"error": "chờ"}}
    page.route("**/widget/chat", lambda route: route.fulfill(**refusal), times=1)
    opened.allowed += ("429",)
    page.fill("#message", "khai sinh")
    page.press("#message", "Enter")
    playwright.expect(page.locator("li.citizen .note")).to_contain_text("sau 1 giây")
    playwright.expect(last(page)).to_have_text("vâng: khai sinh")


def test_conversation_is_kept_and_can_be_removed(opened: Opener, rasa: StubRasa) -> None:
    """After a reload and on another page of the site the conversation is there; removed, it is gone for good."""
    page = opened()
    ask(page, "số của tôi là 0909 123 456")
    page.goto(opened.address + "thu-tuc")
    page.goto(opened.address)
    assert page.locator("li.citizen .text").all_inner_texts() == ["số của tôi là [đã ẩn số]"]
    page.get_by_role("button", name="Xoá hội thoại").click()
    assert focused(page) == "Giữ lại"
    page.keyboard.press("Escape")
    assert page.locator("li.citizen").count() == 1
    page.get_by_role("button", name="Xoá hội thoại").click()
    page.get_by_role("button", name="Xoá", exact=True).click()
    assert page.locator("li.citizen").count() == 0
    assert focused(page) == "message"
    ask(page, "khai sinh")
    assert rasa.received[0]["sender"] != rasa.received[1]["sender"]
    page.reload()
    assert page.locator("li.citizen .text").all_inner_texts() == ["khai sinh"]


def test_forgetting_in_words(opened: Opener, rasa: StubRasa) -> None:
    """“Xoá hội thoại” as a message removes what the page shows and keeps, and says so."""
    page = opened()
    ask(page, "khai sinh")
    page.fill("#message", "xoá hội thoại")
    page.press("#message", "Enter")
    playwright.expect(page.locator("li.citizen")).to_have_count(0)
    playwright.expect(last(page)).to_contain_text("xoá")
    assert "khai sinh" not in page.evaluate("localStorage.getItem('motcua:1')")


def test_left_before_the_answer(opened: Opener, rasa: StubRasa) -> None:
    """A page that is reloaded while the question is on its way shows the answer, which was asked for once."""
    rasa.plan = [Behaviour(delay=0.3)]
    page = opened()
    page.fill("#message", "khai sinh")
    page.press("#message", "Enter")
    page.wait_for_timeout(100)
    page.reload()
    playwright.expect(last(page)).to_have_text("vâng: khai sinh")
    assert len({body["metadata"]["id"] for body in rasa.received}) == 1
    assert len(rasa.turns(rasa.received[0]["sender"])) == 1


def test_two_tabs_show_one_conversation(opened: Opener, rasa: StubRasa) -> None:
    """What is asked in one tab shows in the other; both speak with one session; removing removes in both."""
    first = opened()
    second = opened(context=first.context)
    ask(first, "khai sinh")
    playwright.expect(last(second)).to_have_text("vâng: khai sinh")
    ask(second, "lệ phí")
    playwright.expect(last(first)).to_have_text("vâng: lệ phí")
    assert len({body["sender"] for body in rasa.received}) == 1
    assert first.locator("li.citizen").count() == second.locator("li.citizen").count() == 2
    first.get_by_role("button", name="Xoá hội thoại").click()
    first.get_by_role("button", name="Xoá", exact=True).click()
    playwright.expect(second.locator("li.citizen")).to_have_count(0)


def test_back_button(opened: Opener, rasa: StubRasa, published: Settings) -> None:
    """From a procedure's page the back button leads to the same conversation, and nothing is asked again."""
    rasa.plan = [Behaviour(replies=guide_reply(published))]
    page = opened()
    ask(page, "khai sinh")
    page.goto(opened.address + "thu-tuc/1.001193")
    page.go_back()
    playwright.expect(page.get_by_role("article", name="Đăng ký khai sinh")).to_be_visible()
    assert len(rasa.received) == 1


def test_old_card_after_a_new_snapshot(opened: Opener, rasa: StubRasa, published: Settings) -> None:
    """A kept answer from an older snapshot says so and leads to the page of today; its buttons still work."""
    rasa.plan = [Behaviour(replies=guide_reply(published))]
    page = opened()
    ask(page, "khai sinh")
    assert page.locator(".old").count() == 0
    publish(published.var, "mới")
    page.wait_for_timeout(1200)
    page.request.get(opened.address + "widget/state")  # the look that finds the new snapshot
    page.wait_for_timeout(500)
    page.reload()
    note = page.locator(".old")
    playwright.expect(note).to_contain_text("trước khi dữ liệu được cập nhật")
    assert note.locator("a").get_attribute("href").startswith(opened.address + "thu-tuc/1.001193")
    page.get_by_role("button", name="Lệ phí").click()
    playwright.expect(last(page)).to_have_text("vâng: /fees")


def test_topic_from_a_guide_page(opened: Opener, rasa: StubRasa) -> None:
    """The guide page's link into the chat offers that procedure first, and asks only when pressed."""
    page = opened("thu-tuc/1.001193")
    page.get_by_role("link", name="Hỏi trợ lý về thủ tục này").click()
    page.get_by_role("button", name="Hỏi về: đăng ký khai sinh").click()
    playwright.expect(last(page)).to_have_text("vâng: đăng ký khai sinh")


def test_text_typed_before_the_script_arrives(opened: Opener) -> None:
    """What was typed into the bare form is still there when the script takes over."""
    page = opened.browser.new_context().new_page()
    opened.contexts.append(page.context)

    held: list[Any] = []
    page.route("**/widget.js*", lambda route: held.append(route))
    page.goto(opened.address, wait_until="commit")
    page.fill("#message", "khai si")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    playwright.expect(page.locator("mot-cua .mc")).to_be_visible()
    assert page.input_value("#message") == "khai si"


def test_without_script(opened: Opener, rasa: StubRasa, published: Settings) -> None:
    """With JavaScript off the form, the things to press, the card's papers and the buttons still work."""
    rasa.plan = [Behaviour(replies=guide_reply(published))]
    page = opened(java_script_enabled=False)
    page.get_by_role("button", name="Khai sinh cho con").click()
    assert page.locator("li.citizen .text").inner_text() == "đăng ký khai sinh cho con"
    assert "Chưa có cán bộ xác nhận." in page.locator("li.assistant").inner_text()
    assert page.get_by_label("Tờ khai (1 bản chính)").is_visible()
    page.get_by_role("button", name="Lệ phí").click()
    assert page.locator("li.assistant .text").inner_text() == "vâng: /fees"
    page.fill("#message", "tạm trú")
    page.click("#ask button")
    assert page.locator("li.assistant .text").inner_text() == "vâng: tạm trú"


SPEECH = """
window.said = [];
const voice = { lang: "vi-VN", name: "Linh" };
Object.defineProperty(window, "speechSynthesis", { value: { speaking: false, getVoices: () => window.voices,
  addEventListener: (name, then) => { window.heard = then; },
  speak: (one) => said.push(one.text), cancel: () => {} } });
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
window.voices = [];
"""


def test_reads_aloud_only_with_a_vietnamese_voice(opened: Opener, rasa: StubRasa, published: Settings) -> None:
    """“Nghe đọc” appears when a Vietnamese voice becomes known, and reads the plain text without addresses."""
    rasa.plan = [Behaviour(replies=guide_reply(published))]
    page = opened("healthz")
    page.add_init_script(SPEECH)
    page.goto(opened.address)
    ask(page, "khai sinh")
    button = page.get_by_role("button", name="Nghe đọc")
    assert button.count() == 0
    page.evaluate("() => { voices = [{ lang: 'en-US' }]; heard(); }")
    assert button.count() == 0
    page.evaluate("() => { voices = [{ lang: 'vi-VN' }]; heard(); }")
    button.click()
    [said] = page.evaluate("said")
    assert said.startswith("Dạ, về việc đăng ký khai sinh")
    assert "http" not in said


def test_copy_and_print(opened: Opener, rasa: StubRasa, published: Settings) -> None:
    """“Sao chép” gives the text with the page's address; “In phiếu” prints the sheet, not the page."""
    rasa.plan = [Behaviour(replies=guide_reply(published))]
    page = opened("?commune=00166", permissions=["clipboard-read", "clipboard-write"])
    ask(page, "khai sinh")
    page.get_by_role("button", name="Sao chép").click()
    playwright.expect(page.get_by_text("Đã chép.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Dạ, về việc đăng ký khai sinh")
    assert copied.endswith("/thu-tuc/1.001193?commune=00166")
    with page.expect_response("**/phieu/1.001193?commune=00166") as sheet:
        page.get_by_role("button", name="In phiếu").click()
    assert sheet.value.ok
