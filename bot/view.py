"""What a card looks like: headings and sentences in reading order, the same for the chat and the guide pages.

The browser's script, the pages' templates and the form without a script only loop over this; every sentence comes from
`knowledge.wording` or stands here, so that no figure is put into words twice.
"""

import re
from typing import Any
from urllib.parse import quote, urlencode

from pydantic import ValidationError

from bot.links import is_official
from knowledge.card import Card, CardSource
from knowledge.card_text import REFERENCE
from knowledge.route import Where
from knowledge.wording import fee_text, paper_text, time_text

View = dict[str, Any]

MAP = "https://www.openstreetmap.org/search?"
_LEVELS = {"full": "nộp và nhận hoàn toàn trên mạng", "partial": "làm một phần trên mạng", "unknown": ""}
_ASSUMED: dict[str | None, str] = {"land": "nhà, đất", "business": "chỗ kinh doanh"}
_OPTION = re.compile(r"\d{1,2}\. ")
_NUMBERS = re.compile(r"(?<!\d)(11[1345])(?!\d)")
UNVERIFIED = "Chưa xác minh nơi nộp. Xem trên Cổng Dịch vụ công quốc gia hoặc hỏi cán bộ xã trước khi đi."
ASK = "chưa có thông tin chắc chắn, cần hỏi lại cán bộ"


def view_of(reply: dict[str, Any]) -> View | None:
    """Return how to show a reply's card, or None when its text says it all."""
    custom = reply.get("custom")
    if not isinstance(custom, dict) or custom.get("kind") == "failure":
        return None
    try:
        card = Card.model_validate(custom)
    except ValidationError:
        return None  # a card of another release: the text stands
    if card.kind == "guide" and card.code:
        text = reply["text"]
        return {"kind": "guide", "mode": _mode(card, text), "lead": _lead(text)} | guide_view(card)
    if card.kind == "checklist" and card.code and card.papers:
        text = reply["text"].split("\n", 1)[0]
        return {"kind": "guide", "mode": "checklist", "lead": text} | guide_view(card)
    if card.kind == "choices":
        asked = [line for line in reply["text"].split("\n") if not _OPTION.match(line)]
        return {"kind": "choices", "question": "\n".join(asked) or card.question, "snapshot": card.snapshot}
    if card.kind == "emergency":
        return {"kind": "emergency", "numbers": list(dict.fromkeys(_NUMBERS.findall(reply["text"])))}
    return None


def guide_view(card: Card) -> View:
    """Return the headings and sentences of a procedure's card."""
    view: View = {
        "code": card.code,
        "title": _capital(card.title),
        "name": card.name if card.name.casefold() != card.title.casefold() else "",
        "url": f"/thu-tuc/{card.code}",
        "unit": next((place.unit_code for place in card.where if place.unit_code and len(place.unit_code) == 5), None),
        "linked": {"text": card.linked_text, "code": card.linked_code} if card.linked_text else None,
        "where": {
            "title": "Nơi nộp",
            "places": [_place(place) for place in card.where],
            "lines": _where_lines(card),
        },
        "online": _online(card),
        "facts": _facts(card),
        "papers": [
            {"name": case.name, "items": [_capital(paper_text(paper)) for paper in case.papers]} for case in card.papers
        ],
        "notes": [*(f"Thông báo của địa phương: {notice}" for notice in card.notices), *card.notes],
        "hints": list(card.hints),
        "legal": [_basis(basis.number, basis.title, basis.article) for basis in card.legal_basis],
        "source": source_view(card.source),
        "reference": REFERENCE,
        "snapshot": card.snapshot,
    }
    return view


def source_view(source: CardSource | None) -> View | None:
    """Return where the facts come from, when they were read, and whether an officer stands behind them."""
    if source is None:
        return None
    confirmed = bool(source.checked_by and source.checked_on)
    return {
        "title": source.title,
        "url": source.url if source.url and is_official(source.url) else None,
        "read_on": f"{source.read_on:%d/%m/%Y}",
        "decision": source.decision,
        "confirmed": confirmed,
        "checked": f"Cán bộ xác nhận ngày {source.checked_on:%d/%m/%Y}" if confirmed else "Chưa có cán bộ xác nhận",
    }


def _mode(card: Card, text: str) -> str:
    """Tell what the text answers: the whole procedure, its papers, or one fact beside which the card can wait.

    Only the whole answer names the code behind the title, and only a list of papers names each of them.
    """
    if f"({card.code})" in text:
        return "whole"
    papers = [paper_text(paper) for case in card.papers for paper in case.papers]
    return "papers" if papers and all(paper in text for paper in papers) else "fact"


def _lead(text: str) -> str:
    """Return what stands before the answer proper, such as what became of a former ward."""
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines) if line.startswith("Dạ, về việc ")), 0)
    return "\n".join(lines[:start])


def _place(place: Where) -> View:
    lines = [place.why] if place.why else []
    if place.anywhere:
        lines.insert(0, f"Nộp ở {place.anywhere} đều được.")
    return {
        "name": _capital(place.name),
        "lines": lines,
        "hours": place.hours,
        "phone": place.phone,
        "address": place.address,
        "map": MAP + urlencode({"query": place.address}, quote_via=quote) if place.address else None,
    }


def _where_lines(card: Card) -> list[str]:
    if card.unverified_route:
        return [UNVERIFIED]
    lines = [card.why] if card.why else []
    decider = card.authority.name if card.authority else ""
    if decider and not (len(card.where) == 1 and card.where[0].name == decider):
        lines.append(f"Nơi giải quyết: {decider}.")
    if card.assumed in _ASSUMED and any(place.unit_code for place in card.where):
        lines.append(f"Tính theo nơi anh/chị ở; {_ASSUMED[card.assumed]} ở nơi khác thì nộp theo nơi ấy.")
    if card.support is not None:
        lines.append(f"Anh/chị đang ở tỉnh khác: {card.support.name} giúp nộp trực tuyến đến đúng nơi giải quyết.")
    elif card.elsewhere:
        lines.append(card.elsewhere)
    seat = next((place.seat for place in card.where if place.seat), None)
    if seat and not any(place.address for place in card.where):
        known = f"danh sách {seat.as_of:%d/%m/%Y}, chưa xác nhận là nơi tiếp nhận"
        lines.append(f"{seat.name}: {seat.address} ({known}).")
    return lines or ([] if card.where else [f"Nơi nộp: {ASK}."])


def _online(card: Card) -> View:
    links = [
        {"name": _capital(channel.name), "url": channel.url, "level": _LEVELS[channel.level]}
        for channel in card.channels
    ]
    note = "" if links else "Nguồn chỉ ghi nộp trực tiếp hoặc qua bưu chính." if card.offline_only else ""
    return {"title": "Nộp trên mạng", "links": links, "note": note}


def _facts(card: Card) -> list[View]:
    """Return the short facts in the order in which people ask for them; what is not known says so."""
    fees = list(dict.fromkeys(_capital(fee_text(fee)) for fee in card.fees))
    fees += [f"Theo {card.fees_by}."] if fees and card.fees_by else []
    times = list(dict.fromkeys(_capital(time_text(time)) for time in card.times if time.unit != "unknown"))
    easier = [card.home, "Hồ sơ có thể gửi qua bưu chính." if card.by_post else ""]
    facts = [
        {"key": "fee", "title": "Lệ phí", "lines": fees or [_capital(ASK)]},
        {"key": "time", "title": "Thời hạn", "lines": times or [_capital(ASK)]},
        {"key": "presence", "title": "Có mặt", "lines": [_capital(card.presence)] if card.presence else []},
        {"key": "authorisation", "title": "Đi thay", "lines": [card.authorisation] if card.authorisation else []},
        {"key": "easier", "title": "Không phải đi xa", "lines": [line for line in easier if line]},
        {"key": "result", "title": "Kết quả", "lines": [_capital(card.result)] if card.result else []},
    ]
    return [fact for fact in facts if fact["lines"]]


def _basis(number: str, title: str, article: str) -> str:
    return ", ".join(part for part in (article, number, title) if part)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
