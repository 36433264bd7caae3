"""What the resolver returns."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A place in a text: the slice `start:end` of the text in NFC, and what it may be today.

    `level` is ward, district, province or none; `province` today's 2-digit code when only one is possible;
    `candidates` today's ward codes, the likeliest first; `preferred` the one to take when nobody can be asked; `ask` is
    true unless the mention alone fixes exactly one ward of today. `role` is what the place is to the citizen, if words
    say so: residence, stay, origin, land, business or registration. `reasons` are short Vietnamese sentences, one for
    each way in which candidates came about.
    """

    text: str
    start: int
    end: int
    level: str
    province: str | None
    candidates: tuple[str, ...]
    preferred: str | None
    ask: bool
    role: str | None
    reasons: tuple[str, ...]


def nowhere(text: str, reason: str) -> Place:
    """Return the reading of a mention that names no place."""
    return Place(text, 0, len(text), "none", None, (), None, True, None, (reason,))
