"""The text of a card: short, plain, in the order of what helps most, and only from the card's own fields."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from knowledge.card import Card, CardSource
from knowledge.guide import Fee, Time
from knowledge.route import Where
from knowledge.wording import fee_text, paper_text, time_text

#: What a citizen may ask about a procedure; the keys are the values of the `aspect` slot.
ASPECTS = (
    "where",
    "hours",
    "fee",
    "time",
    "papers",
    "online",
    "who_decides",
    "presence",
    "result",
    "legal",
    "source",
)

#: Syllables of an answer without its head, its source line, and a sentence before it on the place or on a claim.
SHORT = 96

Row = TypeVar("Row", Fee, Time)

_MONEY = re.compile(r"phí|thuế|tiền|đồng|miễn", re.IGNORECASE)
_PAPERS = re.compile(r"giấy|tờ khai|hồ sơ", re.IGNORECASE)

_ASSUMED = {"land": "nhà, đất", "business": "chỗ kinh doanh"}

REFERENCE = "Thông tin để tham khảo; cán bộ nơi nộp quyết định."


def card_text(card: Card, aspects: Sequence[str] = (), follow_up: bool = False) -> str:
    """Return the reply for a guide card.

    Without aspects, or for a first question that asks only where: the whole short answer. A first question about
    other aspects gets those, then where and online; a follow-up gets only what it asks.
    """
    known = [aspect for aspect in aspects if aspect in _ASPECT_LINES]
    if not known or (known == ["where"] and not follow_up):
        head, lines = f"Dạ, về việc {card.title} ({card.code}):", _overview(card)
    else:
        head, lines = f"Dạ, về việc {card.title}:", [line for aspect in known for line in _ASPECT_LINES[aspect](card)]
        if not follow_up:
            lines += [line for line in (*_where_lines(card)[:1], *_online_lines(card)) if line not in lines]
        lines = lines if "papers" in known else _fitted(lines, card.why)
    return "\n".join([head, *lines, source_line(card.source)]).strip()


def _fitted(lines: list[str], why: str) -> list[str]:
    """Return the lines that are short enough together: the explanation gives way first, then the last ones."""
    while len(lines) > 1 and syllable_count(lines) > SHORT:
        lines = [line for line in lines if line != why] if why in lines[1:] else lines[:-1]
    return lines


def source_line(source: CardSource | None) -> str:
    """Return where the facts come from and whether an officer has confirmed them."""
    if source is None:
        return ""
    checked = (
        f"cán bộ xác nhận ngày {source.checked_on:%d/%m/%Y}"
        if source.checked_on and source.checked_by
        else "chưa có cán bộ xác nhận"
    )
    return f"Nguồn: {source.title}, đọc ngày {source.read_on:%d/%m/%Y}; {checked}. {REFERENCE}"


def _overview(card: Card) -> list[str]:
    """Return the whole answer in few words: the headquarters give way first, then rows, then the explanation.

    Somebody to whom the way is hard reads first how to do without it.
    """
    linked = [card.linked_text] if card.linked_text else []
    easier = _easier_lines(card) if card.reduced_mobility else []
    online = [] if card.reduced_mobility else _online_lines(card)
    where = _where_lines(card)
    where = where[:1] if len(card.where) > 1 or any(place.anywhere for place in card.where) else where
    outside, seat = [*_moved_lines(card, where), *_outside_lines(card)], _seat_lines(card)
    nearest = [f"Nơi nộp: {_places(card.where[:1])}."] if card.where else where[:1]
    for rows, explained in ((2, [*where, *seat]), (2, where), (1, where), (1, where[:1]), (1, nearest)):
        places = [*explained, *_assumed_lines(card), *outside, *_who_lines(card)]
        lines = [*linked, *easier, *places, *online, *_fee_lines(card, rows), *_time_lines(card, rows)]
        if syllable_count(lines) <= SHORT:
            break
    for line in [*reversed(easier[1:]), *linked]:
        lines = lines if syllable_count(lines) <= SHORT else [one for one in lines if one is not line]
    return lines + _notice_lines(card)


def _moved_lines(card: Card, where: list[str]) -> list[str]:
    """Return why somebody need not go back where he is from, for a citizen who named that place too."""
    return [card.why] if card.moved and card.why and card.why not in where else []


def _easier_lines(card: Card) -> list[str]:
    """Return how to do without the way there, as far as it is known: at home, by post, online, somebody else."""
    post = ["Hồ sơ có thể gửi qua bưu chính."] if card.by_post else []
    online = _online_lines(card) if card.channels else []
    present = [f"{_capital(card.presence.split(':')[0])}."] if card.presence else []
    instead = [f"Đi thay: {card.authorisation}"] if card.authorisation else []
    return [line for line in (card.home, *post, *online, *present, *instead) if line]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _outside_lines(card: Card) -> list[str]:
    """Return the rule for somebody in another province than the office, where this citizen is that."""
    if not card.outside:
        return []
    if card.support is None:
        return [card.elsewhere] if card.elsewhere else []
    return [f"Anh/chị đang ở tỉnh khác: {card.support.name} giúp nộp trực tuyến đến đúng nơi giải quyết."]


def _seat_lines(card: Card) -> list[str]:
    """Return where the commune's committee sits, when no address of the receiving office is confirmed."""
    seat = next((place.seat for place in card.where if place.seat), None)
    if seat is None or any(place.address for place in card.where):
        return []
    return [f"{seat.name}: {seat.address} (danh sách {seat.as_of:%d/%m/%Y}, chưa xác nhận là nơi tiếp nhận)."]


def _notice_lines(card: Card) -> list[str]:
    return [f"Thông báo của địa phương: {notice}" for notice in card.notices[:2]]


def syllable_count(lines: list[str]) -> int:
    """Return how many syllables a person reads; an address of a page counts as one."""
    return sum(len(line.split()) for line in lines)


def _where_lines(card: Card) -> list[str]:
    if card.unverified_route:
        return ["Nơi nộp: chưa xác minh. Xem trên Cổng Dịch vụ công quốc gia hoặc hỏi cán bộ xã trước khi đi."]
    if not card.where:
        return [line for line in (card.why, *card.hints[:1]) if line]
    lines = [f"{'Nơi nộp và giải quyết' if _same_office(card) else 'Nơi nộp'}: {_places(card.where)}."]
    lines += _reason_lines(card)
    lines += [f"Địa chỉ: {place.address}." for place in card.where if place.address]
    lines += [f"Giờ nhận: {card.where[0].hours}"] if card.where[0].hours else []
    lines += [f"Điện thoại: {place.phone}." for place in card.where if place.phone]
    return lines + ([card.why] if card.why else [])


def _reason_lines(card: Card) -> list[str]:
    """Return what the source says about each office: one sentence for one office, a list for several."""
    if len(card.where) == 1 and card.where[0].why:
        return [f"{_capital(card.where[0].why).rstrip('.')}."]
    return [f"- {place.name}: {place.why}" for place in card.where if place.why]


def _assumed_lines(card: Card) -> list[str]:
    what = _ASSUMED.get(card.assumed or "")
    named = any(place.unit_code for place in card.where)
    return [f"Em tính theo nơi anh/chị ở; {what} ở nơi khác thì anh/chị nhắn em nơi ấy."] if what and named else []


def _all_where_lines(card: Card) -> list[str]:
    """Return all that is known about where, what helps most first, since a long answer is cut at its end."""
    offices = _where_lines(card)
    home = [card.home] if card.home else []
    first = [*home, *offices[:1], *_outside_lines(card), *_who_lines(card), *_assumed_lines(card)]
    general = [card.elsewhere] if card.elsewhere and not card.outside else []
    return [*first, *offices[1:], *_address_lines(card), *general, *_notice_lines(card)]


def _address_lines(card: Card) -> list[str]:
    """Return the commune's headquarters, or where to look an address up; nothing where an address is confirmed."""
    if not card.where or any(place.address for place in card.where):
        return []
    look_up = "Địa chỉ nơi nộp: tra trên Cổng Dịch vụ công quốc gia, hoặc hỏi xã, phường."
    return _seat_lines(card) or [look_up]


def _same_office(card: Card) -> bool:
    return bool(card.authority and len(card.where) == 1 and card.authority.name == card.where[0].name)


def _places(where: tuple[Where, ...]) -> str:
    """Return the offices as one phrase; the choice of any office of the kind follows the first that has it."""
    names = [_first_place(where[0]), *(_short(place, where[0]) for place in where[1:3])]
    return "; hoặc ".join(names)


def _first_place(place: Where) -> str:
    if not place.anywhere:
        return place.name
    police = place.name.startswith("Công an ")
    if place.unit_code:
        return f"{place.name} (hoặc {'Công an' if police else 'của'} {place.anywhere})"
    office = "Công an" if police else place.name.split(" xã, phường")[0].removesuffix(" của")
    return f"{office} {place.anywhere}" if police else f"{office} của {place.anywhere}"


def _short(place: Where, first: Where) -> str:
    """Return a later office's name, without the unit that the first one has already named."""
    return place.name.split(" của ")[0] if first.name != place.name else place.name


def _who_lines(card: Card) -> list[str]:
    if card.authority is None or _same_office(card):
        return []
    if not card.authority.name:
        return ["Nơi giải quyết: chưa rõ, cần hỏi lại cán bộ."] if card.where else []
    return [f"Nơi giải quyết: {card.authority.name}."]


def _online_lines(card: Card) -> list[str]:
    if card.channels:
        names = _alternatives([channel.name for channel in card.channels])
        url = next((channel.url for channel in card.channels if channel.url), None)
        return [f"Nộp mạng: {names}" + (f"\n{url}" if url else ".")]
    return ["Nộp mạng: nguồn không ghi cách này."] if card.offline_only else []


def _alternatives(names: list[str]) -> str:
    """Return "A, B hoặc C"."""
    return " hoặc ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _fee_lines(card: Card, limit: int | None = None) -> list[str]:
    if not card.fees:
        return ["Lệ phí: chưa rõ, cần hỏi lại cán bộ."]
    texts = _texts(card.fees, fee_text)
    more = f"; còn {len(texts) - limit} mức khác" if limit is not None and limit < len(texts) else ""
    by = f" (theo {card.fees_by})" if card.fees_by else ""
    return ["Lệ phí: " + "; ".join(texts[:limit]) + more + by + "."]


def _texts(rows: Sequence[Row], text: Callable[[Row], str]) -> list[str]:
    """Return the rows as phrases; rows that differ only in how papers are handed in become one."""
    alike = Counter(text(_however_submitted(row)) for row in rows)
    phrases = [
        text(plain) if alike[text(plain)] > 1 else text(row) for row in rows for plain in [_however_submitted(row)]
    ]
    return list(dict.fromkeys(phrases))


def _however_submitted(row: Row) -> Row:
    return row.model_copy(update={"submission": "any"})


def _money_lines(card: Card) -> list[str]:
    """Return the fees with every note that speaks of money."""
    return _fee_lines(card) + [text for text in (*card.notes, *card.hints) if _MONEY.search(text)]


def _time_lines(card: Card, limit: int | None = None) -> list[str]:
    known = [time for time in card.times if time.unit != "unknown"]
    if not known:
        return ["Thời hạn: chưa có thông tin chắc chắn, cần hỏi lại cán bộ."] if limit is None else []
    texts = _texts(known, time_text)
    more = "; còn trường hợp khác" if limit is not None and limit < len(texts) else ""
    return ["Thời hạn: " + "; ".join(texts[:limit]) + more + "."]


def _paper_lines(card: Card) -> list[str]:
    if not card.papers:
        return [
            "Giấy tờ: chưa có thông tin chắc chắn, cần hỏi lại cán bộ.",
            *(h for h in card.hints if _PAPERS.search(h)),
        ]
    lines = []
    for case in card.papers:
        lines.append(f"{case.name}:" if case.name else "Giấy tờ cần có:")
        lines += [f"- {paper_text(paper)}" for paper in case.papers]
    return lines


def _presence_lines(card: Card) -> list[str]:
    lines = (
        [f"Có mặt: {card.presence}."] if card.presence else ["Có mặt: chưa có thông tin chắc chắn, cần hỏi lại cán bộ."]
    )
    return lines + ([f"Đi thay: {card.authorisation}"] if card.authorisation else [])


def _legal_lines(card: Card) -> list[str]:
    numbers = ", ".join(basis.number for basis in card.legal_basis)
    return [f"Căn cứ: {numbers}."] if numbers else ["Căn cứ: chưa có thông tin chắc chắn."]


def _rule_lines(card: Card) -> list[str]:
    """Return what the places rest on, beside the source line of the guide."""
    source = card.rule_source
    return [f"Nơi nộp theo: {source.title}, đọc ngày {source.read_on:%d/%m/%Y}."] if source else []


def _online_or_unknown(card: Card) -> list[str]:
    return _online_lines(card) or ["Nộp mạng: chưa có thông tin chắc chắn; anh/chị nộp trực tiếp thì luôn được nhận."]


def _hour_lines(card: Card) -> list[str]:
    hours = next((place.hours for place in card.where if place.hours), None)
    return [f"Giờ nhận: {hours}"] if hours else ["Giờ nhận: chưa có thông tin chắc chắn, nên hỏi nơi nộp trước khi đi."]


_ASPECT_LINES: dict[str, Callable[[Card], list[str]]] = {
    "where": _all_where_lines,
    "hours": _hour_lines,
    "fee": _money_lines,
    "time": _time_lines,
    "papers": _paper_lines,
    "online": _online_or_unknown,
    "who_decides": lambda card: (
        (_where_lines(card)[:1] if _same_office(card) else _who_lines(card))
        or ["Nơi giải quyết: chưa có thông tin chắc chắn."]
    ),
    "presence": _presence_lines,
    "legal": _legal_lines,
    "result": lambda card: [f"Kết quả: {card.result}."] if card.result else ["Kết quả: chưa có thông tin chắc chắn."],
    "source": _rule_lines,
}
