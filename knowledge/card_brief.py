"""A card in one or two sentences: for several procedures in one message, and for people who ask for less."""

from collections.abc import Callable, Sequence

from knowledge.card import Card
from knowledge.card_text import source_line
from knowledge.wording import fee_text, time_text

#: Syllables of a brief answer without its source line; six of the sixty are kept for a sentence before it.
LIMIT = 54

Part = Callable[[Card, int], str]


def brief_text(card: Card, aspects: Sequence[str] = (), source: bool = True) -> str:
    """Return what `aspects` ask of `card` in at most LIMIT syllables; where, fee and time without any."""
    asked = [aspect for aspect in aspects if aspect in _PARTS] or ["where", "fee", "time"]
    head = f"Dạ, {card.title}:"
    # Rows give way before sentences do.
    for rows in (6, 4, 3, 2, 1):
        body = " ".join(_PARTS[aspect](card, rows) for aspect in asked)
        if len(f"{head} {body}".split()) <= LIMIT:
            break
    words = f"{head} {body}".split()
    text = " ".join(words if len(words) <= LIMIT else [*words[: LIMIT - 1], "…"])
    return "\n".join(part for part in (text, source_line(card.source) if source else "") if part)


def _where(card: Card, rows: int) -> str:
    if card.unverified_route or not card.where:
        return "nơi nộp chưa xác minh, xem trên Cổng Dịch vụ công quốc gia." if card.unverified_route else card.why
    first = card.where[0]
    place = (
        first.name if first.unit_code or not first.anywhere else first.name.split(" xã, phường")[0].removesuffix(" của")
    )
    where = f"{place}, {first.anywhere}" if first.anywhere and not first.unit_code else place
    online = f", hoặc nộp mạng qua {card.channels[0].name}" if card.channels and rows > 1 else ""
    return f"nộp ở {where}{online}."


def _fee(card: Card, rows: int) -> str:
    if not card.fees:
        return "Lệ phí chưa rõ, cần hỏi lại cán bộ."
    return f"Lệ phí {_some([fee_text(fee) for fee in card.fees], min(rows, 2), 'mức')}."


def _time(card: Card, rows: int) -> str:
    known = [time_text(time) for time in card.times if time.unit != "unknown"]
    return f"Thời hạn {_some(known, min(rows, 2), 'trường hợp')}." if known else "Thời hạn chưa rõ, cần hỏi lại cán bộ."


def _papers(card: Card, rows: int) -> str:
    papers = [paper.name + (f" ({paper.form})" if paper.form else "") for case in card.papers for paper in case.papers]
    return f"Giấy tờ: {_some(papers, rows, 'giấy')}." if papers else "Giấy tờ chưa rõ, cần hỏi lại cán bộ."


def _online(card: Card, rows: int) -> str:
    if card.channels:
        return f"Nộp mạng qua {' hoặc '.join(channel.name for channel in card.channels[:rows])}."
    return "Nguồn chỉ ghi nộp trực tiếp hoặc qua bưu chính." if card.offline_only else "Nộp mạng chưa rõ."


def _presence(card: Card, rows: int) -> str:
    return f"Có mặt: {card.presence}." if card.presence else "Việc có mặt chưa rõ, cần hỏi lại cán bộ."


def _some(texts: list[str], rows: int, what: str) -> str:
    texts = list(dict.fromkeys(texts))
    more = f"; còn {len(texts) - rows} {what} khác" if len(texts) > rows else ""
    return "; ".join(texts[:rows]) + more


_PARTS: dict[str, Part] = {
    "where": _where,
    "fee": _fee,
    "time": _time,
    "papers": _papers,
    "online": _online,
    "presence": _presence,
    "who_decides": lambda card, rows: (
        f"Nơi giải quyết: {card.authority.name}."
        if card.authority and card.authority.name
        else "Nơi giải quyết chưa rõ."
    ),
    "result": lambda card, rows: f"Kết quả: {card.result}." if card.result else "Kết quả chưa rõ.",
}
