"""How soon a cheap phone on a slow network can type, and how little moves meanwhile."""

import os
from typing import Any

import pytest

from tests.bot.browser.conftest import Opener

pytestmark = pytest.mark.browser

#: The phone profile of Lighthouse: 150 ms a round trip, 1.6 Mbit/s down, 0.75 Mbit/s up, a processor four times slower.
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
MEASURE = """() => new Promise((done) => {
  const ready = () => { const host = document.querySelector("mot-cua");
    return Boolean(host && host.shadowRoot && host.shadowRoot.querySelector("textarea")); };
  const wait = () => ready() ? done(window.__at || performance.now()) : setTimeout(wait, 10);
  wait();
})"""
WATCH = """
window.__shift = 0;
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.__shift += one.value; })
  .observe({ type: "layout-shift", buffered: true });
new MutationObserver(() => {
  if (!window.__form && document.querySelector("textarea")) window.__form = performance.now();
  const host = document.querySelector("mot-cua");
  if (!window.__at && host && host.shadowRoot) window.__at = performance.now();
}).observe(document, { childList: true, subtree: true });
"""


@pytest.mark.parametrize("path", ["?commune=00166", "?kiosk=1", "thu-tuc/1.001193"])
def test_little_moves(opened: Opener, path: str) -> None:
    """The layout shifts by less than 0.1 while a page loads on a slow phone."""
    page = slow_page(opened)
    page.goto(opened.address + path)
    page.wait_for_timeout(500)
    assert page.evaluate("window.__shift") < 0.1


def test_ready_for_input_within_a_second(opened: Opener) -> None:
    """On the throttled phone the box takes input within a second, best of some tries on a machine that others use."""
    times: list[tuple[float, float]] = []
    while len(times) < 5 and not (times and min(times)[0] < 1000):
        page = slow_page(opened)
        page.goto(opened.address + "?commune=00166")
        times.append((page.evaluate(MEASURE), page.evaluate("window.__form")))
    whole, form = min(times)
    print(f"form after {form:.0f} ms, widget after {whole:.0f} ms")
    assert form < 1000
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    if whole >= 1000 and load > 2:
        pytest.skip(f"too busy to time: {load:.1f} programs want each processor, {whole:.0f} ms")
    assert whole < 1000


def slow_page(opened: Opener) -> Any:
    """Return a page of a slow phone, before it has gone anywhere."""
    page = opened("healthz", width=360, height=640, is_mobile=True, has_touch=True)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(WATCH)
    return page
