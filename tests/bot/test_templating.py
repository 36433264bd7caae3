"""The templates: strict and escaping."""

import pytest
from jinja2 import UndefinedError

from bot.assets import load_assets
from bot.templating import FOLDER, Templates

TEMPLATES = Templates(load_assets())


def test_a_missing_name_is_an_error() -> None:
    """A page that lacks a value fails in tests instead of showing a hole."""
    with pytest.raises(UndefinedError):
        TEMPLATES.render("notice.html", title="x")


def test_values_are_escaped() -> None:
    """What is put into a page stays text."""
    html = TEMPLATES.render("notice.html", title="<b>", sentence="a & <script>")
    assert "&lt;b&gt;" in html
    assert "a &amp; &lt;script&gt;" in html


def test_the_style_is_one_of_the_policy() -> None:
    """Every page carries the very style whose hash the policy allows, and no value escapes escaping."""
    html = TEMPLATES.render("notice.html", title="x", sentence="y")
    assert html.count("<style>") == 1
    assert TEMPLATES.style_hash.startswith("'sha256-")
    unescaped = [path.name for path in FOLDER.iterdir() if "| safe" in path.read_text("utf-8")]
    assert unescaped == ["guide.html"]  # its JSON, made by bot.pages with < written as an escape
