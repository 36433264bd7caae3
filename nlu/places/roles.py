"""What a place is to the citizen: where he lives, lodges, comes from, has land or a shop, or where a paper was made."""

from nlu.places.tokens import Token
from nlu.places.words import ROLES

#: So many words before a place may tell its role.
REACH = 7
#: Words of one message that another place has used up do not tell again.
_LONGEST = 4
#: Of two cues, these tell more than the plain "ở" or "nhà" that follows them.
_WEAK = frozenset({"o", "nha", "o tai", "song o", "dang o", "quan"})


def role_of(tokens: list[Token], start: int, floor: int) -> str | None:
    """Return the role of the place that begins at token `start`; words before token `floor` belong to another place."""
    weak: str | None = None
    first = max(floor, start - REACH)
    for end in range(start, first, -1):
        if end < start and tokens[end - 1].gap.strip() in {".", "?", "!", ";"}:
            break
        for length in range(min(_LONGEST, end - first), 0, -1):
            key = " ".join(token.key for token in tokens[end - length : end])
            role = ROLES.get(key)
            if role is None or (key == "quan" and tokens[end - 1].marked and tokens[end - 1].marks != "quan\u0301"):
                continue
            if key not in _WEAK:
                return role
            weak = weak or role
            break
    return weak
