"""WCAG 2.2 AA in every state: axe-core without findings, reflow, target size, motion, focus, language."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.settings import Settings
from tests.bot.browser.conftest import Opener, ask, focused, guide_reply
from tests.bot.stub_rasa import Behaviour, StubRasa
from tests.chromium import playwright

pytestmark = pytest.mark.browser

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python: make dev")

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CHOICES = [
    {
        "text": "Dạ, việc nào ạ?\n1. Lần đầu\n2. Làm lại",
        "buttons": [{"title": "Lần đầu", "payload": "/a"}, {"title": "Làm lại", "payload": "/b"}],
        "custom": {"kind": "choices", "question": "Dạ, việc nào ạ?"},
    }
]
URGENT = [{"text": "114: gọi ngay số này.", "custom": {"kind": "emergency"}}]

TARGETS = "button:visible, a.go:visible, summary:visible, .ticks label:visible"
BOXES = "all => all.map(e => { const b = e.getBoundingClientRect(); return [b.left, b.right, b.height]; })"

Make = Callable[[Any, StubRasa, Settings], None]


def answer(page: Any, rasa: StubRasa, published: Settings) -> None:
    rasa.plan = [Behaviour(replies=guide_reply(published))]
    ask(page, "khai sinh")
    for summary in page.locator("summary").all():
        summary.click()


def checklist(page: Any, rasa: StubRasa, published: Settings) -> None:
    rasa.plan = [Behaviour(replies=guide_reply(published, "papers"))]
    ask(page, "giấy tờ")
    page.get_by_role("checkbox").first.check()


def fact(page: Any, rasa: StubRasa, published: Settings) -> None:
    rasa.plan = [Behaviour(replies=guide_reply(published, "fee"))]
    ask(page, "lệ phí")
    page.get_by_role("button", name="Chưa đúng").click()


def choices(page: Any, rasa: StubRasa, published: Settings) -> None:
    rasa.plan = [Behaviour(replies=CHOICES), Behaviour(replies=URGENT)]
    ask(page, "khai sinh")
    assert page.get_by_role("button", name="2. Làm lại").is_visible()
    ask(page, "cháy nhà")


def error(page: Any, rasa: StubRasa, published: Settings) -> None:
    rasa.stop()
    ask(page, "khai sinh")
    rasa.start()


def offline(page: Any, rasa: StubRasa, published: Settings) -> None:
    page.context.set_offline(True)
    page.fill("#message", "khai sinh")
    page.press("#message", "Enter")
    page.locator(".note").wait_for()


def dialog(page: Any, rasa: StubRasa, published: Settings) -> None:
    ask(page, "chào")
    page.get_by_role("button", name="Xoá hội thoại").click()


def help_shown(page: Any, rasa: StubRasa, published: Settings) -> None:
    page.get_by_role("button", name="Trợ giúp").click()


def qr(page: Any, rasa: StubRasa, published: Settings) -> None:
    answer(page, rasa, published)
    page.get_by_role("button", name="Đưa về điện thoại").click()


def nothing(page: Any, rasa: StubRasa, published: Settings) -> None:
    pass


STATES: dict[str, tuple[str, Make]] = {
    "empty": ("?commune=00166", nothing),
    "answer": ("?commune=00166", answer),
    "fact and opinion": ("", fact),
    "choices and emergency": ("", choices),
    "checklist": ("", checklist),
    "error": ("", error),
    "offline": ("", offline),
    "dialog": ("", dialog),
    "kiosk": ("?kiosk=1", answer),
    "kiosk help": ("?kiosk=1", help_shown),
    "kiosk code": ("?kiosk=1", qr),
    "guide page": ("thu-tuc/1.001193?commune=00166", nothing),
    "repealed": ("thu-tuc/1.000003", nothing),
    "list": ("thu-tuc", nothing),
    "search": ("thu-tuc?q=khai+sinh", nothing),
    "nothing found": ("thu-tuc?q=xyz", nothing),
    "sheet": ("phieu/1.001193", nothing),
    "no such page": ("thu-tuc/9.999999", nothing),
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(opened: Opener, rasa: StubRasa, published: Settings, state: str) -> None:
    """No rule of WCAG 2.2 AA, nor a best practice, is broken; contrast is measured in both colour schemes."""
    path, make = STATES[state]
    opened.allowed += ("404",)
    page = opened(path)
    make(page, rasa, published)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        results = axe.Axe().run(page, options=RULES).response
        found = {v["id"]: [node["target"] for node in v["nodes"]] for v in results["violations"]}
        assert found == {}, scheme
        assert len(results["passes"]) > 10
    page.context.set_offline(False)


@pytest.mark.parametrize("state", ["answer", "choices and emergency", "kiosk", "guide page", "list", "sheet", "dialog"])
def test_reflow_and_targets(opened: Opener, rasa: StubRasa, published: Settings, state: str) -> None:
    """At 320 px, at 400 % zoom and on a wide screen nothing is cut off sideways, targets are large."""
    path, make = STATES[state]
    page = opened(path, width=320, height=560, reduced_motion="reduce")
    make(page, rasa, published)
    large = 64 if state == "kiosk" else 44
    for width, height in ((320, 560), (320, 256), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for left, right, tall in page.locator(TARGETS).evaluate_all(BOXES):
            assert left >= 0
            assert right <= width + 0.5
            assert tall >= large - 0.5


def test_reading_order_in_the_tree(opened: Opener, rasa: StubRasa, published: Settings) -> None:
    """A screen reader meets title, conversation, question, card with its headings, choices, box, in this order."""
    rasa.plan = [Behaviour(replies=guide_reply(published))]
    page = opened()
    ask(page, "khai sinh")
    tree = page.locator("mot-cua").aria_snapshot()
    order = [
        'heading "Một Cửa" [level=1]',
        "main",
        'region "Cuộc trò chuyện"',
        "khai sinh",
        'article "Đăng ký khai sinh"',
        'heading "Đăng ký khai sinh" [level=2]',
        'heading "Nơi nộp" [level=3]',
        'heading "Lệ phí" [level=3]',
        "Giấy tờ cần có (2)",
        "Chưa có cán bộ xác nhận.",
        'button "In phiếu"',
        'button "Hữu ích"',
        'textbox "Câu hỏi của anh/chị"',
        'button "Gửi"',
    ]
    places = [tree.find(part, tree.find(order[2]) if number > 2 else 0) for number, part in enumerate(order)]
    assert -1 not in places, dict(zip(order, places, strict=True))
    assert places == sorted(places), tree
    assert page.locator(".mc").get_attribute("lang") == page.get_attribute("html", "lang") == "vi"


def test_everything_by_keyboard(opened: Opener, rasa: StubRasa, published: Settings) -> None:
    """Tab reaches every control of an answer, Space ticks, Escape leaves a dialog, the focus comes back."""
    rasa.plan = [Behaviour(replies=guide_reply(published))]
    page = opened()
    ask(page, "khai sinh")
    page.locator("summary", has_text="Giấy tờ").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.get_by_role("checkbox").first.is_checked()
    met = set()
    page.locator(".tools button").focus()
    for _ in range(30):
        met.add(focused(page))
        page.keyboard.press("Tab")
    assert {"Xoá hội thoại", "Giấy tờ", "In phiếu", "Sao chép", "Hữu ích", "Chưa đúng", "message", "Gửi"} <= met
    page.locator(".tools button").focus()
    page.keyboard.press("Enter")
    playwright.expect(page.get_by_role("dialog", name="Xoá hội thoại?")).to_be_visible()
    page.keyboard.press("Escape")
    assert focused(page) == "Xoá hội thoại"


def test_nothing_moves_when_no_motion_is_wanted(opened: Opener, rasa: StubRasa) -> None:
    """With reduced motion the typing state stands still."""
    rasa.plan = [Behaviour(delay=0.5)]
    page = opened(reduced_motion="reduce")
    page.fill("#message", "khai sinh")
    page.press("#message", "Enter")
    page.locator(".status.busy").wait_for()
    name = page.eval_on_selector(".status", "e => getComputedStyle(e, '::after').animationName")
    assert name == "none"


def test_phone_with_the_keyboard_open(opened: Opener, rasa: StubRasa, published: Settings) -> None:
    """On what a phone shows above its keyboard, the box and “Gửi” are in sight, the answer at its beginning."""
    rasa.plan = [Behaviour(replies=guide_reply(published))]
    page = opened(width=360, height=640, has_touch=True, is_mobile=True)
    page.tap("#message")
    page.set_viewport_size({"width": 360, "height": 300})
    ask(page, "khai sinh")
    box = page.locator(".send").bounding_box()
    assert box["y"] + box["height"] <= 300
    question = page.locator("li.citizen").bounding_box()
    header = page.locator(".head").bounding_box()
    assert header["y"] + header["height"] - 1 <= question["y"] < 200
