"""The tokens that stand for personal numbers, and a stretch of text that one replaces."""

from collections.abc import Sequence
from typing import NamedTuple

CCCD = "[CCCD]"
CMND = "[CMND]"
PHONE = "[SĐT]"
DOSSIER = "[MÃ_HỒ_SƠ]"
EMAIL = "[EMAIL]"
ACCOUNT = "[SỐ_TÀI_KHOẢN]"
OTP = "[OTP]"
BIRTH = "[NGÀY_SINH]"
#: A licence plate leads to an owner, and no answer depends on it.
PLATE = "[BIỂN_SỐ]"
#: Tax, insurance, passport and licence numbers of a person, and long numbers that nothing explains.
PAPER = "[SỐ_GIẤY_TỜ]"

TOKENS = (CCCD, CMND, PHONE, DOSSIER, EMAIL, ACCOUNT, OTP, BIRTH, PLATE, PAPER)


class Span(NamedTuple):
    """From `start` to `end` of a text; `token` is "" for what must be left alone."""

    start: int
    end: int
    token: str


def overlaps(span: Span, others: Sequence[Span]) -> bool:
    """Tell whether `span` shares a character with one of `others`."""
    return any(span.start < other.end and other.start < span.end for other in others)
