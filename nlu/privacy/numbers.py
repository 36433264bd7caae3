"""Long numbers, in digits or in words: whose they are tell their length and the words around them."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from nlu.privacy.tokens import ACCOUNT, CCCD, CMND, OTP, PAPER, PHONE, Span, overlaps

# Numbers ------------------------------------------------------------------------------------------------------------

_UNIT = (
    r"(?:dong(?! chi)|d|vnd|vnđ|k|tr|trieu|ty|ti|nghin|ngan|usd|do la|%|m2|m²|met|ha|km|kg|sao|cong dat|"
    r"ngay|thang|nam|tuoi|gio|phut|trang|ban|nguoi|lan|bo|to)(?![\w])"
)
#: What looks like a long number and is none of a person's; in this order, found in the folded text.
KEPT = (
    re.compile(r"(?<![\w.])[0-9]\.[0-9]{6}(?:\.[0-9a-z]{2,3})*(?!\w)"),  # procedure codes
    re.compile(r"(?<!\w)[0-9]{1,5}/(?:[0-9]{4}/)?[a-z]+[0-9]*(?:-[a-z0-9]+)*(?!\w)"),  # decrees and laws
    re.compile(r"(?<![\w.])(?:1[89]00 ?[0-9]{4}|1[89]00 ?[0-9]{2} ?[0-9]{2,4})(?!\w)"),  # hotlines
    re.compile(r"(?<![\w.,])[1-9][0-9]{0,2}(?:[.,][0-9]{3})+(?:[.,][0-9]+)? ?" + _UNIT),  # money with dots and unit
    re.compile(r"(?<![\w.,])[1-9][0-9]{0,2}(?:[., ][0-9]{3})*[., ]000(?![0-9])"),  # 2.000.000, 150 000 000
    re.compile(r"(?<![\w.,])[1-9][0-9]{0,14} ?" + _UNIT),  # 150000000 đồng, 500k, 30 ngày
    re.compile(r"(?<![0-9])(?:0?[1-9]|[12][0-9]|3[01])([/.-])(?:0?[1-9]|1[0-2])\1(?:19|20)[0-9]{2}(?![0-9])"),  # dates
    re.compile(r"(?<![0-9])(?:19|20)[0-9]{2} ?- ?(?:19|20)[0-9]{2}(?![0-9])"),  # 2020-2025
    re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?:[ ,]+(?:roi |va |den )?(?:19|20)[0-9]{2})+(?![0-9])"),  # 2020, 2021
    re.compile(r"(?<!\w)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?!\w)"),  # the ids in the portal's addresses
    re.compile(r"(?<!\w)(?:11[1345]|1022)(?:[ ,-]+(?:11[1345]|1022))+(?!\w)"),  # 113 114 115
)
_SAID_BETWEEN = r"(?:cham|gach(?: ngang| noi)?|phay|roi|roi den|tiep|tiep theo|cach)"
_RUN = re.compile(rf"[0-9]+(?:(?:[ ._()-]{{1,3}}| ?{_SAID_BETWEEN} ?)[0-9]+)*")
_BETWEEN = re.compile(rf"[ ._()-]+|\b{_SAID_BETWEEN}\b")
_GROUP = re.compile(r"[0-9]+")

_MOBILE = re.compile(r"(?:0|840?|00840?)[35789][0-9]{8}$")
_LANDLINE = re.compile(r"(?:0|840?|00840?)2[0-9]{9}$")
_CITIZEN = re.compile(r"0(?:0[1-9]|[1-8][0-9]|9[0-6])[0-9]{9}$")

_LOOK_BACK = 34
_LOOK_AHEAD = 22


class _Context(NamedTuple):
    token: str
    digits: range
    before: re.Pattern[str]


_FILLER = r"(?:[ :=.#-]|\b(?:so|la|cua|toi|em|minh|me|bo|ba|be|vo|chong|con|chau|day|nay|ma|moi|cu)\b)*$"


def _before(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words}){_FILLER}")


#: What the words just before a number say that it is.
_CONTEXTS = (
    _Context(
        OTP,
        range(4, 9),
        _before(
            r"\botp|ma (?:xac (?:nhan|thuc|minh)|pin|bao mat|kich hoat|otp)(?: vneid| zalo)?|\bpin|mat khau|"
            r"password|\bpass"
        ),
    ),
    _Context(
        ACCOUNT,
        range(6, 20),
        _before(
            r"\bstk|so tk|tai khoan|\btk|\bacc(?:ount)?|so the|the atm|\batm|chuyen khoan|ngan hang|vietcombank|\bvcb|"
            r"\bbidv|agribank|vietinbank|techcombank|\btcb|\bmb ?bank|\bmb|\bacb|sacombank|\bvpb(?:ank)?|momo"
        ),
    ),
    _Context(
        PHONE,
        range(9, 12),
        _before(r"\bsdt|dien thoai|\bdt|\bphone|\btel|zalo|hotline|lien he|\bgoi|so may|di dong|\bfax"),
    ),
    _Context(CMND, range(9, 10), _before(r"\bcmnd|\bcmt|chung minh(?: nhan dan| thu)?|\bcmtnd")),
    _Context(CCCD, range(9, 14), _before(r"\bcccd|can cuoc(?: cong dan)?|dinh danh(?: ca nhan)?|\bddcn|\bcc|vneid")),
    _Context(
        PAPER,
        range(6, 16),
        _before(
            r"\bmst(?: ca nhan)?|ma so thue(?: ca nhan)?|\bbhxh|\bbhyt|bao hiem(?: xa hoi| y te)?|so so bao hiem|"
            r"ho chieu|passport|\bgplx|bang lai|giay phep lai xe|the bao hiem"
        ),
    ),
)
_OTP_AFTER = re.compile(r"^[ ,.]*(?:\(? ?)(?:la |day la )?(?:ma |so )?(?:otp|ma xac (?:nhan|thuc|minh)|pin)\b")
_MONEY_BEFORE = re.compile(
    r"\b(?:gia|phi|tien|luong|thu nhap|von|muc|doanh thu|vay|phat|khoang|toi da|toi thieu)[ :]*(?:la )?$"
)
_LETTERED = re.compile(
    # passports B1234567, insurance cards GD 4 79 7912345678, parcels EE123456789VN
    r"(?<!\w)(?:[a-z][0-9]{7,8}|[a-z]{2}[ -]?[1-9][ -]?[0-9]{2}[ -]?[0-9]{10}|[a-z]{2}[0-9]{9}[a-z]{2}"
    r"|(?<=chieu )[a-z] [0-9]{7}|(?<=chieu so )[a-z] [0-9]{7}|(?<=passport )[a-z] [0-9]{7})(?!\w)"
)


def long_numbers(folded: str, kept: list[Span]) -> Iterator[Span]:
    """Find long numbers of a person, outside what is `kept`."""
    for found in _LETTERED.finditer(folded):
        span = Span(*found.span(), PAPER)
        if not overlaps(span, kept):
            yield span
            kept = [*kept, span]
    for run in _RUN.finditer(folded):
        groups = [
            span
            for group in _GROUP.finditer(folded, *run.span())
            if not overlaps(span := Span(*group.span(), ""), kept)
        ]
        position = 0
        while position < len(groups):
            size, token = _classify(folded, groups[position:])
            if token:
                yield _whole(folded, groups[position].start, groups[position + size - 1].end, token)
            position += size


def _classify(folded: str, groups: list[Span]) -> tuple[int, str]:
    """Return how many groups of digits belong together, and the token that they deserve, "" for none."""
    start = groups[0].start
    before = folded[max(0, start - _LOOK_BACK) : start].rstrip("+(")
    told = next((context for context in _CONTEXTS if context.before.search(before)), None)
    for size in range(min(len(groups), 20), 0, -1):
        digits = "".join(folded[group.start : group.end] for group in groups[:size])
        if len(digits) > 19 or not _joined(folded, groups[:size]):
            continue
        after = folded[groups[size - 1].end : groups[size - 1].end + _LOOK_AHEAD]
        token = _token(digits, size, told, before, after, [group.end - group.start for group in groups[:size]])
        if token:
            return size, token
    return 1, ""


def _token(digits: str, size: int, told: _Context | None, before: str, after: str, lengths: list[int]) -> str:
    length = len(digits)
    if told is not None and length in told.digits:
        if told.token in (ACCOUNT, PAPER, PHONE) and told.token != ACCOUNT and _CITIZEN.match(digits) and length == 12:
            return CCCD
        return told.token
    if 4 <= length <= 8:
        return OTP if _OTP_AFTER.match(after) else ""
    if length < 9 or (told is None and _MONEY_BEFORE.search(before) and digits[0] != "0"):
        return ""
    if _MOBILE.match(digits) or _LANDLINE.match(digits):
        return PHONE
    if _CITIZEN.match(digits):
        return CCCD if size <= 5 or _even(lengths) else ""
    if size > 1 and not _even(lengths):
        return ""
    if length == 9:
        return CMND
    if length in (10, 11):
        return PHONE if digits[0] == "0" else PAPER
    if length == 12:
        return CCCD if digits[0] == "0" else PAPER
    return ACCOUNT


def _even(lengths: list[int]) -> bool:
    """Tell whether groups look like one number that was spaced: "079 203 001 234", "0 7 9 2", "0792 0300 1234"."""
    return max(lengths) <= 6 and (len(set(lengths[:-1])) == 1 or min(lengths) >= 3)


def _joined(folded: str, groups: list[Span]) -> bool:
    """Tell whether nothing but separators stands between the groups (something kept may have been left out)."""
    return all(not _BETWEEN.sub("", folded[left.end : right.start]) for left, right in pairwise(groups))


def _whole(folded: str, start: int, end: int, token: str) -> Span:
    """Return the span with the "+" or "(" that belongs to its first group: "+84 909…", "(028) 3899…"."""
    if start and folded[start - 1] == "+":
        start -= 1
    if start and folded[start - 1] == "(" and ")" in folded[start:end]:
        start -= 1
    return Span(start, end, token)


# Digits in words: "không chín một hai …" ------------------------------------------------------------------------------

_DIGIT_WORDS = {
    "khong": "0", "mot": "1", "hai": "2", "ba": "3", "bon": "4", "tu": "4", "nam": "5", "lam": "5", "sau": "6",
    "bay": "7", "tam": "8", "chin": "9",
}  # fmt: skip
_SPELT_DIGIT = "(?:" + "|".join(_DIGIT_WORDS) + "|[0-9])"
_SPELT = re.compile(rf"(?<!\w){_SPELT_DIGIT}(?:[ ,.-]{{1,2}}{_SPELT_DIGIT}){{3,24}}(?!\w)")
#: Five words for digits in a row, before anything is folded: cheap to ask of every message.
MAYBE_SPELT = re.compile(
    r"(?:\b(?:kh\w+ng|m\w+t|hai|ba|b\w+n|t\w|n\w+m|l\w+m|s\w+u|b\w+y|t\w+m|ch\w+n|[0-9])[ ,.-]{1,2}){4}", re.IGNORECASE
)
_LEAST_WORDS = 4


def spelt(shadow: str, folded: str) -> Iterator[Span]:
    """Find numbers in words: "không chín một hai …"."""
    for found in _SPELT.finditer(folded):
        words = re.findall(_SPELT_DIGIT, found[0])
        if sum(word in _DIGIT_WORDS for word in words) < (_LEAST_WORDS if len(words) < 9 else 2):
            continue
        digits = "".join(_DIGIT_WORDS.get(word, word) for word in words)
        before = folded[max(0, found.start() - _LOOK_BACK) : found.start()]
        told = next((context for context in _CONTEXTS if context.before.search(before)), None)
        token = _token(digits, 1, told, before, "", [len(digits)])
        if token:
            yield Span(*found.span(), token)
