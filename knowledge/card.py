"""The answer card: the facts of one answer, each taken from the guide, the route or a published override.

The card travels in the reply's `custom` field; its text is made by `knowledge.card_text`.
"""

import re
from datetime import date
from typing import Literal

from knowledge.guide import Case, Channel, Fee, Guide, LegalBasis, Model, Source, Time
from knowledge.route import Decider, Route, Where

Kind = Literal["guide", "choices", "place", "checklist", "refusal", "emergency", "contact"]

CHANNEL_NAMES = {
    "national_portal": "Cổng Dịch vụ công quốc gia",
    "vneid": "ứng dụng VNeID",
    "police_portal": "Cổng Dịch vụ công Bộ Công an",
    "social_insurance_portal": "Cổng Dịch vụ công Bảo hiểm xã hội",
    "tax_portal": "hệ thống thuế điện tử",
    "business_portal": "hệ thống đăng ký kinh doanh",
    "linked_software": "phần mềm dịch vụ công liên thông",
}
PORTAL_HOME = "https://dichvucong.gov.vn"
_BY_POST = re.compile(
    r"(?:^|có thể )gửi qua bưu chính|nộp (?:mạng|trực tiếp) hoặc (?:gửi |qua )?bưu chính"
    r"|gửi bưu chính đến|gửi giấy tờ qua bưu chính",
    re.IGNORECASE,
)


class CardChannel(Model):
    """An online channel with its address where one is known."""

    name: str
    url: str | None
    level: Literal["full", "partial", "unknown"]


class CardSource(Model):
    """What the answer rests on, and which officer has confirmed it, if any."""

    title: str
    url: str | None
    read_on: date
    decision: str | None = None
    checked_on: date | None = None
    checked_by: str | None = None


class Choice(Model):
    """One option of a question: `code` is a procedure, None for "something else"."""

    code: str | None
    label: str


class Card(Model):
    """One answer. Fields that do not belong to its kind stay empty.

    `by_post`: the source says that papers may be sent. `fees_by`: the local decision that the fees come from.
    `elsewhere`: what holds in another province; with `outside` this citizen is there, and `support` helps him file.
    `moved`: he lives elsewhere than where he is from, and named both.
    `rule` and `rule_source` tell what the route rests on.
    """

    kind: Kind
    code: str | None = None
    name: str = ""
    title: str = ""
    where: tuple[Where, ...] = ()
    authority: Decider | None = None
    channels: tuple[CardChannel, ...] = ()
    offline_only: bool | None = None
    by_post: bool = False
    fees: tuple[Fee, ...] = ()
    fees_by: str = ""
    times: tuple[Time, ...] = ()
    papers: tuple[Case, ...] = ()
    presence: str = ""
    authorisation: str = ""
    result: str = ""
    linked_code: str | None = None
    linked_text: str = ""
    notes: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    why: str = ""
    elsewhere: str = ""
    outside: bool = False
    support: Where | None = None
    assumed: str | None = None
    moved: bool = False
    reduced_mobility: bool = False
    home: str = ""
    notices: tuple[str, ...] = ()
    rule: str | None = None
    rule_source: Source | None = None
    needs: str | None = None
    question: str = ""
    choices: tuple[Choice, ...] = ()
    legal_basis: tuple[LegalBasis, ...] = ()
    source: CardSource | None = None
    unverified_route: bool = False
    decision: str | None = None
    scores: dict[str, float] = {}
    snapshot: str | None = None


class Found(Model):
    """How the search came to a card: its decision, and the scores of the first procedures by code."""

    decision: str | None = None
    scores: dict[str, float] = {}


def guide_card(guide: Guide, route: Route, at: date, snapshot: str | None = None, found: Found | None = None) -> Card:
    """Return the card of `guide` for the citizen whose `route` is given."""
    found = found or Found()
    return Card(
        kind="guide",
        code=guide.code,
        name=guide.name,
        title=guide.title,
        where=route.where,
        authority=route.authority,
        channels=tuple(_channel(channel, guide) for channel in route.channels if channel.certainty == "stated"),
        offline_only=guide.offline_only,
        by_post=_by_post(guide),
        fees=route.fees.fees if route.fees else _fees(guide, at),
        fees_by=route.fees.source.title if route.fees else "",
        times=tuple(time for time in guide.times if time.certainty == "stated"),
        papers=_papers(guide),
        presence=_presence(guide),
        authorisation=guide.authorisation.note if guide.authorisation else "",
        result=guide.result,
        linked_code=guide.linked.code if guide.linked else None,
        linked_text=guide.linked.text if guide.linked else "",
        notes=tuple(note.text for note in (*guide.conditions, *guide.notes) if note.certainty == "stated"),
        hints=tuple(note.text for note in (*guide.conditions, *guide.notes) if note.certainty == "likely")
        + route.hints,
        why=route.why,
        elsewhere=route.elsewhere,
        outside=route.outside,
        support=route.support,
        assumed=route.assumed,
        moved=route.moved,
        reduced_mobility=route.reduced_mobility,
        home=route.home,
        notices=route.notices,
        rule=route.rule,
        rule_source=route.source,
        needs=route.needs,
        legal_basis=guide.legal_basis,
        source=card_source(guide),
        unverified_route=not route.verified,
        decision=found.decision,
        scores=found.scores,
        snapshot=snapshot,
    )


def _fees(guide: Guide, at: date) -> tuple[Fee, ...]:
    return tuple(fee for fee in guide.fees if fee.valid_on(at) and fee.certainty == "stated")


def _by_post(guide: Guide) -> bool:
    """Return whether a stated fact of the guide says that papers may be sent by post."""
    notes = (note.text for note in (*guide.notes, *guide.conditions) if note.certainty == "stated")
    return (
        any(time.submission == "post" for time in guide.times)
        or any(fee.submission == "post" for fee in guide.fees)
        or any(_BY_POST.search(text) for text in notes)
    )


def _channel(channel: Channel, guide: Guide) -> CardChannel:
    url = (guide.portal_url or PORTAL_HOME) if channel.name == "national_portal" else None
    return CardChannel(name=CHANNEL_NAMES[channel.name], url=url, level=channel.level)


def _papers(guide: Guide) -> tuple[Case, ...]:
    stated = ((case, tuple(paper for paper in case.papers if paper.certainty == "stated")) for case in guide.cases)
    return tuple(Case(name=case.name, papers=papers) for case, papers in stated if papers)


def _presence(guide: Guide) -> str:
    presence = guide.presence
    if presence is None or presence.certainty != "stated" or presence.rule == "unknown":
        return ""
    if presence.rule == "required":
        return f"{presence.who or 'người yêu cầu'} cần có mặt" + (f": {presence.note}" if presence.note else "")
    return "không bắt buộc có mặt" + (f": {presence.note}" if presence.note else "")


def card_source(guide: Guide) -> CardSource:
    """Return what a card of `guide` rests on: its record, else its first source."""
    source = guide.sources.get("record") or next(iter(guide.sources.values()))
    return CardSource(
        title=source.title,
        url=source.url,
        read_on=source.read_on,
        decision=guide.decision.number if guide.decision else None,
        checked_on=guide.checked_on,
        checked_by=guide.checked_by,
    )
