"""The files that browsers load."""

import asyncio
import re

from bot.assets import load_assets
from bot.settings import Settings
from tests.bot.conftest import door


def test_script_is_small() -> None:
    """The whole widget, style included, is at most 60 kB compressed, as agreed for one without a library."""
    assert len(load_assets()["widget.js"].packed) <= 60 * 1024


def test_script_needs_no_unsafe_policy() -> None:
    """The scripts evaluate no text, write no HTML, set no style attribute and load nothing from elsewhere."""
    for name in ("widget.js", "page.js"):
        text = load_assets()[name].content.decode()
        assert not re.search(
            r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|style=", text
        )
        assert set(re.findall(r"https?://[\w.]+", text)) <= {"http://www.w3.org"}


def test_assets_are_kept_and_checked(settings: Settings) -> None:
    """A named version may be kept for good, the bare name is looked up again, an unchanged file is not sent."""

    async def run() -> None:
        async with door(settings) as http:
            bare = await http.get("/widget.js")
            assert "immutable" not in bare.headers["cache-control"]
            assert bare.headers["cross-origin-resource-policy"] == "cross-origin"
            tag = bare.headers["etag"]
            named = await http.get(f"/widget/widget.js?v={tag.strip(chr(34))}")
            assert "immutable" in named.headers["cache-control"]
            assert (await http.get("/widget.js", headers={"If-None-Match": tag})).status_code == 304
            plain = await http.get("/widget.js", headers={"Accept-Encoding": "identity"})
            assert "content-encoding" not in plain.headers
            assert plain.content == bare.content

    asyncio.run(run())
