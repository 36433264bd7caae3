"""What citizens would see of a version: the very card and its text, made by the code that answers them."""

from dataclasses import dataclass
from functools import cache

from pydantic import ValidationError

from knowledge.card import Card, guide_card
from knowledge.card_text import card_text
from knowledge.console.base.checking import findings, rule_book
from knowledge.console.base.models import Guide
from knowledge.lint import Finding
from knowledge.routing import Context, Router, Spot
from knowledge.rules import RuleBook
from nlu.clock import today
from nlu.places.resolver import Resolver
from nlu.places.units import Units


@dataclass(frozen=True)
class Shown:
    """A version as citizens would see it, or why it cannot be shown."""

    card: Card | None = None
    parts: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()
    problem: str = ""


@cache
def units() -> Units:
    """Return today's wards and provinces."""
    return Resolver.load().units


def card_of(row: Guide, ward: str = "") -> Card:
    """Return the card of a version for somebody of `ward`. Raises pydantic's ValidationError for an unfinished one."""
    guide, day = row.guide(), today()
    place = Spot(province=units().ward(ward).province, wards=(ward,)) if ward in units().wards else Spot()
    route = Router(rule_book(), units()).route(guide, Context(places={"residence": place}), day)
    return guide_card(guide, route, day)


def shown(row: Guide, ward: str = "") -> Shown:
    """Return the card's text, the answers to the usual follow-up questions, and what the lint says."""
    try:
        card = card_of(row, ward)
    except (ValidationError, StopIteration):
        return Shown(problem="Chưa xem được: còn ô bắt buộc chưa điền hoặc chưa có nguồn.")
    asked = (("", "Câu trả lời đầu tiên"), ("papers", "Hỏi giấy tờ"), ("fee", "Hỏi lệ phí"), ("time", "Hỏi thời hạn"))
    parts = tuple(
        (title, card_text(card, [aspect] if aspect else [], follow_up=bool(aspect))) for aspect, title in asked
    )
    return Shown(card, parts, tuple(findings(row.guide(), row.phrasings)))


def class_name(name: str, book: RuleBook) -> str:
    """Return a route class as staff read it: where papers go, and the class's key."""
    rule = next((rule for rule in book.rules if rule.route_class == name), None)
    if rule is None or not rule.reception:
        return name
    offices = dict.fromkeys(
        book.offices[row.office].name if row.office in book.offices else "chưa rõ" for row in rule.reception
    )
    return f"{'; '.join(offices)} – {name}"
