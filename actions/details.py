"""A free question about the procedure at hand, answered with the guide's own sentences that speak of it."""

from collections.abc import Collection, Iterable

from actions.words import Read, about
from knowledge.card import Card
from knowledge.wording import fee_text, paper_text, time_text

#: At most this many sentences answer.
_MOST = 2
#: The part of the question's words that a sentence must have.
_ENOUGH = 0.5


def details(card: Card, question: str, read: Read) -> list[str]:
    """Return the sentences of `card` that speak of what `question` asks, the best first; none when none does."""
    title = set(about(read(card.title)))
    words = {word for word in about(read(question)) if word not in title}
    if not words:
        return []
    rated = [(_shared(words, sentence, read), -place, sentence) for place, sentence in enumerate(_sentences(card))]
    enough = [row for row in sorted(rated, reverse=True) if row[0] >= max(1, _ENOUGH * len(words))]
    best = [row[2] for row in enough[:_MOST] if row[0] == enough[0][0]]
    return best if enough and (enough[0][0] > 1 or len(words) == 1) else []


def _shared(words: Collection[str], sentence: str, read: Read) -> int:
    known = set(read(sentence).bare)
    return sum(word in known for word in words)


def _sentences(card: Card) -> Iterable[str]:
    yield from card.notes
    yield from card.hints
    if card.presence:
        yield f"Có mặt: {card.presence}."
    if card.authorisation:
        yield f"Đi thay: {card.authorisation}"
    for case in card.papers:
        front = f"{case.name}: " if case.name else "Giấy tờ: "
        yield from (f"{front}{paper_text(paper)}." for paper in case.papers)
    if card.linked_text:
        yield card.linked_text
    yield from (line for line in (card.why, card.elsewhere) if line)
    yield from (f"Lệ phí: {fee_text(fee)}." for fee in card.fees)
    yield from (f"Thời hạn: {time_text(time)}." for time in card.times if time.unit != "unknown")
    if card.result:
        yield f"Kết quả: {card.result}."
