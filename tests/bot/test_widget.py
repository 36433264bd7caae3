"""The chat page in a real browser, before a stand-in of Rasa: keyboard, small screens, failures, no script."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn

from bot.app import create_app
from bot.settings import Settings
from tests.bot.stub_rasa import Behaviour, StubRasa, free_port

pytestmark = pytest.mark.browser

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: make dev")

Open = Callable[..., Any]
ANSWER = "Dạ, anh/chị nộp ở <b>xã</b>.\nNộp mạng: https://dichvucong.gov.vn/p/home. Không phải http://evil.test/x"
BUTTONS = [{"title": "Giấy tờ", "payload": "/papers"}, {"title": "Lệ phí", "payload": "/fees"}]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One headless Chromium: MOTCUA_CHROMIUM, the system's, or playwright's own."""
    program = os.environ.get("MOTCUA_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with playwright.sync_playwright() as tool:
        try:
            chromium = tool.chromium.launch(executable_path=program, args=["--no-sandbox"])
        except playwright.Error as error:
            pytest.skip(f"needs a Chromium ({str(error).splitlines()[0]}); set MOTCUA_CHROMIUM")
        yield chromium
        chromium.close()


@pytest.fixture
def address(settings: Settings) -> Iterator[str]:
    """The address of a real door."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=port, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join()


@pytest.fixture
def opened(browser: Any, address: str) -> Iterator[Open]:
    """Open the page in a context of its own; anything on the console, such as a breach of the policy, is an error."""
    complaints: list[str] = []
    contexts = []

    def open_page(path: str = "", width: int = 400, height: int = 700, **more: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: "net::" in message.text or complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def test_asked_and_answered_by_keyboard(opened: Open, rasa: StubRasa) -> None:
    """Typing and Enter ask; the typing state shows at once; the answer is text with one official link and buttons."""
    rasa.plan = [Behaviour(replies=[{"text": ANSWER, "buttons": BUTTONS}], delay=0.4)]
    page = opened("?commune=00166")
    assert page.evaluate("document.activeElement.id") == "message"
    page.keyboard.type("khai sinh ở đâu")
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#status")).to_have_text("Trợ lý đang tra cứu", timeout=300)
    assert page.locator("li.citizen .text").inner_text() == "khai sinh ở đâu"
    answer = page.locator("li.assistant").last
    playwright.expect(answer.locator(".text")).to_have_text(ANSWER, use_inner_text=True)
    assert answer.locator("a").all_inner_texts() == ["https://dichvucong.gov.vn/p/home"]
    assert answer.locator("button").all_inner_texts() == ["Giấy tờ", "Lệ phí"]
    playwright.expect(page.locator("#status")).to_be_empty()
    assert page.evaluate("document.activeElement.id") == "message"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.textContent") == "Lệ phí"
    page.keyboard.press("Enter")
    playwright.expect(page.locator("li.assistant .text").last).to_have_text("vâng: /fees")
    assert page.locator("li.citizen .text").last.inner_text() == "Lệ phí"
    assert [body["metadata"]["commune"] for body in rasa.received] == ["00166", "00166"]


def test_double_click_is_one_choice(opened: Open, rasa: StubRasa) -> None:
    """A double click on a button is one message."""
    rasa.plan = [Behaviour(replies=[{"text": "chọn", "buttons": BUTTONS}]), Behaviour(delay=0.2)]
    page = opened()
    page.fill("#message", "khai sinh")
    page.click("#ask button")
    page.dblclick(".choices button >> nth=0")
    playwright.expect(page.locator("li.assistant .text").last).to_have_text("vâng: /papers")
    assert len(rasa.received) == 2


def test_input_method_keeps_its_enter(opened: Open, rasa: StubRasa) -> None:
    """Enter that ends a word of a Vietnamese input method does not send; Shift+Enter is a new line."""
    page = opened()
    page.fill("#message", "khai")
    page.dispatch_event("#message", "keydown", {"key": "Enter", "keyCode": 229, "isComposing": True, "bubbles": True})
    page.press("#message", "Shift+Enter")
    assert page.input_value("#message") == "khai\n"
    assert rasa.received == []


def test_failure_can_be_sent_again(opened: Open, rasa: StubRasa) -> None:
    """When Rasa is down the page says so, and “Gửi lại” sends the same message with the same id."""
    page = opened()
    rasa.stop()
    page.fill("#message", "khai sinh")
    page.press("#message", "Enter")
    again = page.get_by_role("button", name="Gửi lại")
    playwright.expect(again).to_be_visible()
    assert "gián đoạn" in page.locator("li.assistant .text").last.inner_text()
    rasa.start()
    again.click()
    playwright.expect(page.locator("li.assistant .text").last).to_have_text("vâng: khai sinh")
    assert page.locator("li.citizen").count() == 1
    assert len(rasa.received) == 1


def test_offline_and_back(opened: Open, rasa: StubRasa) -> None:
    """Without a network the page says so and sends again when asked."""
    page = opened()
    page.route("**/widget/chat", lambda route: route.abort(), times=1)
    page.fill("#message", "khai sinh")
    page.press("#message", "Enter")
    playwright.expect(page.locator("li.assistant .text").last).to_contain_text("Mất kết nối")
    page.get_by_role("button", name="Gửi lại").click()
    playwright.expect(page.locator("li.assistant .text").last).to_have_text("vâng: khai sinh")


@pytest.mark.parametrize(("width", "height", "scheme"), [(320, 560, "light"), (320, 256, "light"), (1280, 800, "dark")])
def test_no_sideways_scrolling(opened: Open, rasa: StubRasa, width: int, height: int, scheme: str) -> None:
    """At 320 px, at 400 % zoom and on a wide dark screen nothing is cut off sideways and the form is in reach."""
    rasa.plan = [
        Behaviour(replies=[{"text": ANSWER + "dài" * 40, "buttons": [{"title": "Nút " * 30, "payload": "/x"}]}])
    ]
    page = opened(width=width, height=height, color_scheme=scheme, reduced_motion="reduce")
    page.fill("#message", "khai sinh " * 20)
    page.press("#message", "Enter")
    page.locator(".choices").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#ask button").scroll_into_view_if_needed()
    box = page.locator("#ask button").bounding_box()
    assert box["x"] + box["width"] <= width
    assert box["height"] >= 44


def test_accessibility_tree(opened: Open) -> None:
    """Language, heading, live log, status, label and button are there for a screen reader."""
    page = opened()
    assert page.get_attribute("html", "lang") == "vi"
    assert page.get_by_role("heading", level=1).inner_text() == "Một Cửa"
    assert page.get_by_role("log", name="Cuộc trò chuyện").get_attribute("aria-live") == "polite"
    assert page.get_by_role("status").count() == 1
    assert page.get_by_label("Câu hỏi của anh/chị").count() == 1
    assert page.get_by_role("button", name="Gửi").count() == 1


def test_without_script(opened: Open, rasa: StubRasa) -> None:
    """With JavaScript off the form and the buttons still work."""
    rasa.plan = [Behaviour(replies=[{"text": ANSWER, "buttons": BUTTONS}])]
    page = opened(java_script_enabled=False)
    page.fill("#message", "khai sinh")
    page.click("#ask button")
    assert page.locator("li.assistant .text").inner_text() == ANSWER
    page.get_by_role("button", name="Lệ phí").click()
    assert page.locator("li.assistant .text").inner_text() == "vâng: /fees"
    assert page.locator("li.citizen .text").inner_text() == "Lệ phí"
