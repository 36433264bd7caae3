"""Wagtail's words in Vietnamese, where its own translation has none."""

import gettext
import re
from pathlib import Path

import pytest

from knowledge import console

FOLDER = Path(console.__file__).parent / "locale" / "vi" / "LC_MESSAGES"
PAIR = re.compile(r'^msgid "((?:[^"\\]|\\.)+)"\nmsgstr "((?:[^"\\]|\\.)*)"$', re.MULTILINE)


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_compiled_words_are_those_of_the_source(domain: str) -> None:
    """The compiled file says what the readable one says: msgfmt was not forgotten."""
    with (FOLDER / f"{domain}.mo").open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)
    pairs = PAIR.findall((FOLDER / f"{domain}.po").read_text("utf-8"))
    assert len(pairs) > 10
    for english, vietnamese in pairs:
        assert compiled.gettext(english.replace('\\"', '"')) == vietnamese.replace('\\"', '"')


def test_placeholders_are_kept() -> None:
    """A translation fills in the same names as the original."""
    for english, vietnamese in PAIR.findall((FOLDER / "django.po").read_text("utf-8")):
        assert set(re.findall(r"%\(\w+\)s", english)) == set(re.findall(r"%\(\w+\)s", vietnamese)), english


def test_the_frame_of_a_page_speaks_vietnamese(officer: object, client_of: object) -> None:
    """A list has no English word in its frame."""
    page = client_of(officer("reviewer")).get("/huong-dan/").content.decode()  # type: ignore[operator]
    text = re.sub(r"<script.*?</script>|<style.*?</style>", "", page, flags=re.DOTALL)
    shown = re.sub(r"<[^>]+>", "\n", text)
    words = ("Search", "Filter", "Settings", "There are no", "Add", "Status", "Skip to", "More", "Sort")
    assert [word for word in words if re.search(rf"^\s*{word}\b", shown, re.MULTILINE)] == []
