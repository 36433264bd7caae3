"""The text of a card: short, plain, in the order of what helps most, and only from the card's own fields."""

from collections.abc import Callable

from knowledge.card import Card, CardSource
from knowledge.routing import Where
from knowledge.wording import fee_text, paper_text, time_text

#: What a citizen may ask about a procedure; the keys are the values of the `aspect` slot.
ASPECTS = ("where", "fee", "time", "papers", "online", "who_decides", "presence", "legal", "result", "source")

REFERENCE = "Thông tin để tham khảo; cán bộ nơi nộp quyết định."


def card_text(card: Card, aspect: str | None = None) -> str:
    """Return the reply for a guide card: the whole short answer, or only the `aspect` asked for."""
    head = f"Dạ, về việc {card.title}" + (f" ({card.code})" if card.code and not aspect else "") + ":"
    body = _ASPECT_LINES[aspect](card) if aspect in _ASPECT_LINES else _overview(card)
    return "\n".join([head, *body, source_line(card.source)]).strip()


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
    lines = [card.linked_text] if card.linked_text else []
    lines += [*_where_lines(card), *_who_lines(card), *_online_lines(card), *_fee_lines(card, 2), *_time_lines(card, 2)]
    return lines


def _where_lines(card: Card) -> list[str]:
    if card.unverified_route:
        return ["Nơi nộp: chưa xác minh. Xem trên Cổng Dịch vụ công quốc gia hoặc hỏi cán bộ xã trước khi đi."]
    if not card.where:
        return [line for line in (card.why, *card.hints[:1]) if line]
    lines = [f"Nơi nộp: {_places(card.where)}."]
    lines += [f"Giờ nhận: {card.where[0].hours}"] if card.where[0].hours else []
    lines += [f"Địa chỉ: {place.address}." for place in card.where if place.address]
    lines += [card.why] if card.why else []
    return lines


def _places(where: tuple[Where, ...]) -> str:
    """Return the offices as one phrase; the choice of any office of the kind follows the first that has it."""
    names = [where[0].name, *(_short(place, where[0]) for place in where[1:3])]
    if where[0].anywhere:
        if where[0].unit_code is None:
            office = where[0].name.split(" xã, phường")[0].removesuffix(" của")
            joiner = " " if office.startswith("Công an") else " của "
            names[0] = f"{office}{joiner}{where[0].anywhere}"
        else:
            names[0] = f"{names[0]} (hoặc của {where[0].anywhere})"
    return "; hoặc ".join(names)


def _short(place: Where, first: Where) -> str:
    """Return a later office's name, without the unit that the first one has already named."""
    return place.name.split(" của ")[0] if first.name != place.name else place.name


def _who_lines(card: Card) -> list[str]:
    return [f"Nơi giải quyết: {card.authority.name}."] if card.authority and card.authority.name else []


def _online_lines(card: Card) -> list[str]:
    if card.channels:
        names = " hoặc ".join(channel.name for channel in card.channels)
        url = next((channel.url for channel in card.channels if channel.url), None)
        return [f"Nộp mạng: {names}" + (f" {url}" if url else "")]
    return ["Nộp mạng: nguồn chỉ ghi nộp trực tiếp hoặc qua bưu chính."] if card.offline_only else []


def _fee_lines(card: Card, limit: int | None = None) -> list[str]:
    if not card.fees:
        return ["Lệ phí: chưa có thông tin chắc chắn, cần hỏi lại cán bộ."]
    shown = card.fees[:limit]
    more = f"; còn {len(card.fees) - len(shown)} mức khác" if len(shown) < len(card.fees) else ""
    return ["Lệ phí: " + "; ".join(fee_text(fee) for fee in shown) + more + "."]


def _time_lines(card: Card, limit: int | None = None) -> list[str]:
    known = [time for time in card.times if time.unit != "unknown"]
    if not known:
        return ["Thời hạn: chưa có thông tin chắc chắn, cần hỏi lại cán bộ."] if limit is None else []
    return ["Thời hạn: " + "; ".join(time_text(time) for time in known[:limit]) + "."]


def _paper_lines(card: Card) -> list[str]:
    if not card.papers:
        return ["Giấy tờ: chưa có thông tin chắc chắn, cần hỏi lại cán bộ."]
    lines = []
    for case in card.papers:
        lines.append(f"{case.name}:" if case.name else "Giấy tờ cần có:")
        lines += [f"- {paper_text(paper)}" for paper in case.papers]
    return lines


def _presence_lines(card: Card) -> list[str]:
    lines = [f"Có mặt: {card.presence}."] if card.presence else ["Có mặt: chưa có thông tin chắc chắn, cần hỏi lại cán bộ."]
    return lines + ([f"Đi thay: {card.authorisation}"] if card.authorisation else [])


def _legal_lines(card: Card) -> list[str]:
    numbers = ", ".join(basis.number for basis in card.legal_basis)
    return [f"Căn cứ: {numbers}."] if numbers else ["Căn cứ: chưa có thông tin chắc chắn."]


def _online_or_unknown(card: Card) -> list[str]:
    return _online_lines(card) or ["Nộp mạng: chưa có thông tin chắc chắn; anh/chị nộp trực tiếp thì luôn được nhận."]


_ASPECT_LINES: dict[str | None, Callable[[Card], list[str]]] = {
    "where": lambda card: [*_where_lines(card), *_who_lines(card), *([card.elsewhere] if card.elsewhere else [])],
    "fee": _fee_lines,
    "time": _time_lines,
    "papers": _paper_lines,
    "online": _online_or_unknown,
    "who_decides": lambda card: _who_lines(card) or ["Nơi giải quyết: chưa có thông tin chắc chắn."],
    "presence": _presence_lines,
    "legal": _legal_lines,
    "result": lambda card: [f"Kết quả: {card.result}."] if card.result else ["Kết quả: chưa có thông tin chắc chắn."],
    "source": lambda card: [],
}
