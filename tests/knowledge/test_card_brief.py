"""knowledge/card_brief.py, and how long the answers of all guides are"""

import itertools

import pytest

from knowledge.card import Card, guide_card
from knowledge.card_brief import LIMIT, brief_text
from knowledge.card_text import ASPECTS, card_text
from knowledge.guide import Guide
from knowledge.route import Context, Spot
from knowledge.routing import Router
from nlu.clock import today
from tests.knowledge.samples import SampleUnits, rule_book

#: Syllables of a procedure's answer without its source line.
LONGEST = 120
#: Aspects whose answer is as long as what it lists.
LISTS = {"papers"}

CONTEXTS = [
    Context(),
    Context(places={"residence": Spot(province="79", wards=("27553",))}),
    Context(reduced_mobility=True),
]


def cards(guides: dict[str, Guide]) -> list[Card]:
    router = Router(rule_book(), SampleUnits())
    return [
        guide_card(guide, router.route(guide, context, today()), today())
        for guide, context in itertools.product(guides.values(), CONTEXTS)
    ]


def syllables(text: str) -> int:
    return sum(len(line.split()) for line in text.splitlines() if not line.startswith("Nguồn: "))


@pytest.mark.parametrize("aspect", ["", *(aspect for aspect in ASPECTS if aspect not in LISTS)])
@pytest.mark.parametrize("follow_up", [False, True])
def test_an_answer_is_short(starter_guides: dict[str, Guide], aspect: str, follow_up: bool) -> None:
    """No answer of any guide has more than 120 syllables, whatever is asked first or afterwards, papers aside."""
    asked = [aspect] if aspect else []
    long = {
        card.code: length
        for card in cards(starter_guides)
        if (length := syllables(card_text(card, asked, follow_up))) > LONGEST
    }
    assert long == {}


@pytest.mark.parametrize("aspect", ["", *ASPECTS])
def test_a_brief_answer_is_brief(starter_guides: dict[str, Guide], aspect: str) -> None:
    """One of several answers, and one that was asked to be shorter, has at most 60 syllables, papers included."""
    asked = [aspect] if aspect else []
    assert [card.code for card in cards(starter_guides) if syllables(brief_text(card, asked)) > LIMIT] == []


def test_a_brief_answer_keeps_figures(starter_guides: dict[str, Guide]) -> None:
    """Where, how much and how long survive the shortening, and the source stays."""
    text = brief_text(next(card for card in cards(starter_guides) if card.code == "1.004194"))
    assert "Công an" in text
    assert "15.000 đồng" in text
    assert "3 ngày làm việc" in text
    assert text.splitlines()[-1].startswith("Nguồn: ")


def test_a_brief_answer_says_what_it_leaves_out(starter_guides: dict[str, Guide]) -> None:
    """Papers that do not fit are counted, not dropped in silence."""
    text = brief_text(next(card for card in cards(starter_guides) if card.code == "1.004222"), ["papers"])
    assert "khác" in text
