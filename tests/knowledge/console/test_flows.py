"""What officers do, in a real browser before the real server: a changed fee from form to live answer, and back."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from knowledge.building import Order, build
from knowledge.settings import Settings
from knowledge.snapshot import Snapshot, activate, current
from tests.chromium import chromium
from tests.knowledge.samples import few_guides

pytestmark = pytest.mark.browser


ROOT = Path(__file__).resolve().parents[3]
MARRIAGE = "1.000894"
PASSWORD = "hoa-sen-xanh-2026"
PEOPLE = {"lan": "province_editor", "binh": "reviewer", "hoa": "province_editor"}

MAKE_PEOPLE = f"""
from knowledge.console.command import prepare, setup
setup(); prepare()
from knowledge.console.staff.models import Officer
Officer.objects.all().delete()
for name, role in {PEOPLE!r}.items():
    one = Officer(username=name, first_name=name.title(), role=role)
    one.set_password({PASSWORD!r})
    one.save()
"""


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder with a snapshot of few guides, and officers in the base."""
    content = few_guides(tmp_path_factory.mktemp("content"), "hon-nhan")
    var = tmp_path_factory.mktemp("var")
    activate(var, build(Order(content=content), Settings(var=var, train_steps=5), lambda *_: None).folder.name)
    environ = {**os.environ, "MOTCUA_VAR": str(var)}
    subprocess.run([sys.executable, "-c", MAKE_PEOPLE], cwd=ROOT, env=environ, check=True)
    subprocess.run([sys.executable, "-m", "knowledge", "import", "--publish"], cwd=ROOT, env=environ, check=True)
    return var


@pytest.fixture(scope="module")
def address(var: Path) -> Iterator[str]:
    """The address of a real console."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {**os.environ, "MOTCUA_VAR": str(var), "MOTCUA_CONSOLE_PORT": str(port)}
    argv = [sys.executable, "-m", "knowledge", "console", "serve"]
    with (var / "log").open("w") as log:
        server = subprocess.Popen(argv, cwd=ROOT, env=environ, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 120
        while True:
            try:
                urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
                break
            except OSError:
                assert time.monotonic() < deadline, (var / "log").read_text()
                assert server.poll() is None, (var / "log").read_text()
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One headless Chromium."""
    with chromium() as opened:
        yield opened


class Person:
    """Somebody at a screen; clicks are counted."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address, self.clicks = page, address, 0

    def log_in(self, name: str) -> None:
        self.page.goto(self.address + "/")
        self.page.fill("input[name=username]", name)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("button[type=submit]")
        self.page.wait_for_selector(".console-home")
        self.clicks = 0

    def click(self, what: Any) -> None:
        (self.page.locator(what).first if isinstance(what, str) else what).click()
        self.clicks += 1

    def open_guide(self, words: str) -> None:
        self.click("#home-q")
        self.page.keyboard.type(words)
        self.page.keyboard.press("Enter")
        self.click("td.title a")
        self.page.wait_for_selector("[role=tab]")

    def tab(self, name: str) -> None:
        self.click(self.page.get_by_role("tab", name=name))


@pytest.fixture
def person(browser: Any, address: str) -> Iterator[Callable[[str], Person]]:
    """Log somebody in; errors in the page's scripts and breaches of the policy fail the test."""
    contexts, complaints = [], []

    def come(name: str) -> Person:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: "Content Security" in said.text and complaints.append(said.text))
        who = Person(page, address)
        who.log_in(name)
        return who

    yield come
    for context in contexts:
        context.close()
    assert complaints == []


def test_fee_from_form_to_live_answer_and_back(person: Callable[[str], Person], var: Path) -> None:
    """An author needs at most 6 clicks to submit a changed fee, a reviewer at most 3 to publish, one goes back."""
    before = current(var).name
    author = person("lan")
    author.open_guide(MARRIAGE)
    author.tab("Phí, thời hạn")
    author.page.select_option("[name=fees-0-value-kind]", "amount")
    author.clicks += 1
    author.click("[name=fees-0-value-amount]")
    author.page.keyboard.type("15000")
    author.click("button[name=action-submit]")
    author.page.wait_for_selector(".messages .success")
    assert author.clicks <= 6

    author.page.goto(author.address + "/")
    author.page.click("text=đăng ký kết hôn")
    author.page.wait_for_selector("text=người khác sẽ duyệt")
    assert author.page.locator("button[name=publish]").count() == 0

    reviewer = person("binh")
    reviewer.click(".big-links a")
    reviewer.page.wait_for_selector("#effects p:not(:has-text('Đang hỏi'))")
    assert "15.000" in reviewer.page.inner_text(".side-by-side")
    reviewer.click("[name=confirmed]")
    reviewer.click("button[name=publish]")
    reviewer.page.wait_for_selector("text=Đã công bố")
    assert reviewer.clicks <= 3
    guide = Snapshot.load(current(var)).guides[MARRIAGE]
    assert (guide.fees[0].amount, guide.status) == (15000, "reviewed")

    reviewer.page.goto(reviewer.address + "/ban-du-lieu/")
    row = reviewer.page.locator("tr", has=reviewer.page.locator(f"input[value='{before}']"))
    row.locator("button").click()
    reviewer.page.wait_for_selector(f"text=đang trả lời theo bản {before}")
    assert current(var).name == before


def test_error_stands_at_its_field(person: Callable[[str], Person]) -> None:
    """A fee without an amount is refused with a sentence in Vietnamese at its row; nothing is lost."""
    author = person("lan")
    author.open_guide("2.000806")
    author.tab("Phí, thời hạn")
    author.page.select_option("[name=fees-0-value-kind]", "amount")
    author.page.fill("[name=fees-0-value-amount]", "")
    author.click("button[name=action-submit]")
    author.page.wait_for_selector(".messages .error")
    author.tab("Phí, thời hạn")
    assert "cần có số tiền" in author.page.inner_text("main")
    assert author.page.input_value("[name=fees-0-value-kind]") == "amount"


def test_two_editors_on_one_guide(person: Callable[[str], Person]) -> None:
    """Whoever comes second sees at the top that somebody else is at it."""
    first, second = person("lan"), person("hoa")
    first.open_guide("1.004873")
    second.open_guide("1.004873")
    second.page.wait_for_selector(".w-editing-sessions__list .w-editing-sessions__avatar")


def test_expired_login_leads_back(person: Callable[[str], Person]) -> None:
    """After the session has ended the next click asks for a login, and then goes on where one was."""
    author = person("hoa")
    author.page.context.clear_cookies()
    author.page.goto(author.address + "/ban-du-lieu/")
    assert re.search(r"/login/\?next=/ban-du-lieu/", author.page.url)
    author.page.fill("input[name=username]", "hoa")
    author.page.fill("input[name=password]", PASSWORD)
    author.page.click("button[type=submit]")
    author.page.wait_for_url("**/ban-du-lieu/")
