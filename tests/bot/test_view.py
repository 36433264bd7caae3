"""What a card looks like, against the texts that the answering side really makes."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.shelf import Shelf, open_shelf
from bot.view import View, view_of
from knowledge.card import Card
from knowledge.card_text import ASPECTS, card_text
from knowledge.snapshot import current
from knowledge.starter import load_guides
from knowledge.tiers import removed_tier
from tests.bot.content import publish


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """The small snapshot's shelf."""
    publish(tmp_path)
    return open_shelf(current(tmp_path))


def shown(card: Card, *aspects: str, lead: str = "") -> View:
    text = "\n".join(part for part in (lead, card_text(card, aspects, follow_up=bool(aspects))) if part)
    view = view_of({"text": text, "custom": card.model_dump(mode="json", exclude_defaults=True) | {"kind": card.kind}})
    assert view is not None
    return view


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in parts for text in texts(part)]


def test_mode_follows_the_text(shelf: Shelf) -> None:
    """The whole answer shows the whole card, a list of papers the papers, any other fact waits beside its text."""
    card = shelf.card(shelf.guides["1.001193"], "00166")
    assert shown(card)["mode"] == "whole"
    assert shown(card, "papers")["mode"] == "papers"
    others = [aspect for aspect in ASPECTS if aspect not in ("papers",)]
    assert {aspect: shown(card, aspect)["mode"] for aspect in others} == dict.fromkeys(others, "fact") | {
        "where": shown(card, "where")["mode"]
    }


def test_lead_is_kept(shelf: Shelf) -> None:
    """What is said of the citizen's place stands before the card."""
    card = shelf.card(shelf.guides["1.001193"], None)
    assert shown(card, lead="Phường A nay là phường B.")["lead"] == "Phường A nay là phường B."
    assert shown(card)["lead"] == ""


def test_map_only_for_a_known_address(shelf: Shelf) -> None:
    """A link to a map stands beside an address and nowhere else."""
    card = shelf.card(shelf.guides["1.001193"], "00166")
    assert [place["map"] for place in shown(card)["where"]["places"]] == [None] * len(card.where)
    known = card.where[0].model_copy(update={"address": "số 1 phố A"})
    view = shown(card.model_copy(update={"where": (known,)}))
    assert view["where"]["places"][0]["map"].endswith("?query=s%E1%BB%91%201%20ph%E1%BB%91%20A")


def test_foreign_source_is_no_link(shelf: Shelf) -> None:
    """A source outside gov.vn is named but not linked."""
    card = shelf.card(shelf.guides["1.001193"], None)
    assert card.source is not None
    assert shown(card)["source"]["url"] == "https://dichvucong.gov.vn/x"
    for url in ("https://evil.test/x", "javascript:alert(1)"):
        view = shown(card.model_copy(update={"source": card.source.model_copy(update={"url": url})}))
        assert view["source"]["url"] is None


def test_an_officer_is_named_only_when_one_has_checked(shelf: Shelf) -> None:
    """Without a checker the view says that no officer has confirmed it."""
    card = shelf.card(shelf.guides["1.001193"], None)
    assert card.source is not None
    assert shown(card)["source"]["checked"] == "Chưa có cán bộ xác nhận"
    checked = card.source.model_copy(update={"checked_by": "an", "checked_on": date(2026, 8, 1)})
    assert shown(card.model_copy(update={"source": checked}))["source"]["checked"] == "Cán bộ xác nhận ngày 01/08/2026"


def test_other_kinds() -> None:
    """Choices give their question, an emergency its numbers; a failure, an odd card and no card give nothing."""
    choices = {"kind": "choices", "question": "Việc nào?", "choices": [{"code": None, "label": "Khác"}]}
    assert view_of({"text": "Việc nào?\n1. Khác", "custom": choices}) == {
        "kind": "choices",
        "question": "Việc nào?",
        "snapshot": None,
    }
    urgent = view_of({"text": "114: gọi ngay. 115 nếu bị thương. 114.", "custom": {"kind": "emergency"}})
    assert urgent == {"kind": "emergency", "numbers": ["114", "115"]}
    for custom in (None, {"kind": "failure", "reason": "x"}, {"kind": "guide", "colour": "red"}, {"kind": "contact"}):
        assert view_of({"text": "x", "custom": custom}) is None


def test_no_view_of_the_content_names_a_removed_tier(shelf: Shelf) -> None:
    """No office of a district stands in the view of any shipped guide."""
    found = {
        guide.code: removed_tier("\n".join(texts(shown(shelf.card(guide, None))["where"])))
        for guide in load_guides().values()
    }
    assert {code: words for code, words in found.items() if words} == {}
