"""Personal numbers in a citizen's text become typed tokens before anything stores, logs or answers it.

`mask` finds identity numbers, telephones, dossier codes, e-mail addresses, accounts, one-time passwords and
birth dates and licence plates, also when they are written with spaces, dots, full-width digits, invisible
characters, letters for digits or in words. It leaves alone what an answer needs: procedure codes, decrees,
forms, money, years, dates without a person, quantities and hotlines. Pure Python, importable in both environments.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from nlu.text import fold, nfc

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


class _Span(NamedTuple):
    start: int
    end: int
    token: str


def mask(text: str) -> str:
    """Return `text` with personal numbers replaced by tokens such as [CCCD]; the rest stays as it was."""
    few = sum(map(str.isdigit, text)) < 4
    if few and "@" not in text and not _SPELT_AT.search(text) and not _MAYBE_SPELT.search(nfc(text)):
        return text
    shadow, places = _shadow(text)
    folded = fold(shadow)
    spans: list[_Span] = []
    for finder in (_emails, _dossiers, _births, _plates, _spelt):
        spans += [span for span in finder(shadow, folded) if not _overlaps(span, spans)]
    kept = [*spans, *(_Span(*found.span(), "") for pattern in _KEPT for found in pattern.finditer(folded))]
    spans += [span for span in _numbers(folded, kept) if not _overlaps(span, spans)]
    spans.sort()
    result, position = [], 0
    for span in spans:
        start, end = places[span.start], places[span.end - 1] + 1
        result.append(text[position:start])
        if start and text[start - 1].isalnum():
            result.append(" ")
        result.append(span.token)
        if end < len(text) and text[end].isalnum():
            result.append(" ")
        position = end
    return "".join((*result, text[position:]))


def _shadow(text: str) -> tuple[str, list[int]]:
    """Return the text as it should have been typed, in NFC, and for each character its place in the original."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if unicodedata.category(char) in ("Cf", "Mn", "Me", "Cc") and char not in "\t\n\r":
            if unicodedata.combining(char) and chars:
                composed = unicodedata.normalize("NFC", chars[-1] + char)
                if len(composed) == 1:
                    chars[-1] = composed
            continue
        plain = unicodedata.normalize("NFKC", char) if char > "\x7f" else char
        digit = unicodedata.digit(char, -1) if char > "\x7f" else -1
        plain = str(digit) if digit >= 0 else plain if len(plain) == 1 else char
        chars.append("-" if plain in "‐‑‒–—−" else " " if plain.isspace() else plain)
        places.append(place)
    shadow = _O_FOR_ZERO.sub(lambda found: "0" * len(found[0]), "".join(chars))
    return _LETTERED_RUN.sub(_with_digits, shadow), places


def _with_digits(found: re.Match[str]) -> str:
    """Return a run of digits and letters that look like some as digits, if it is long enough for a number."""
    run = found[0]
    signs = sum(char.isalnum() or char == "|" for char in run)
    digits = sum(map(str.isdigit, run))
    return run.translate(_LOOKS_LIKE) if signs >= 9 and digits >= 5 and digits < signs else run


_LOOKS_LIKE = str.maketrans("oOlI|", "00111")
_LETTERED_RUN = re.compile(r"(?<![^\W_])[0-9oOlI|]+(?:[ ._-][0-9oOlI|]+){0,12}(?![^\W_])")
_O_FOR_ZERO = re.compile(r"(?<=[0-9])[oO]{1,3}(?=[0-9])|(?<![^\W_])[oO](?=[0-9]{2})|(?<=[0-9]{2})[oO](?![^\W_])")

# E-mail addresses --------------------------------------------------------------------------------------------

_SPELT_AT = re.compile(r"a\s?c(?:o\u0300?|ò)\s?ng|[(\[]at[)\]]", re.IGNORECASE)
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64} ?(?:@|\(? ?a c[oò]ng ?\)?|[(\[]at[)\]]) ?"
    r"[\w-]+(?:(?: ?\. ?| ch[aấ]m )[\w-]+)*(?:(?: ?[.,] ?| ch[aấ]m )(?:com|vn|net|org|edu|info|gov|me|io))(?!\w)",
    re.IGNORECASE,
)
_EMAIL_PLAIN = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")


def _emails(shadow: str, folded: str) -> Iterator[_Span]:
    if "@" not in folded and "cong" not in folded and "(at)" not in folded and "[at]" not in folded:
        return
    taken: list[_Span] = []
    for pattern in (_EMAIL, _EMAIL_PLAIN):
        for found in pattern.finditer(shadow):
            span = _Span(*found.span(), EMAIL)
            if not _overlaps(span, taken):
                taken.append(span)
                yield span


# Dossier codes: H26.12-240115-0012, 000.00.16.G22-231005-0017 ----------------------------------------------------

_DOSSIER = re.compile(
    r"(?<![\w.])(?:[0-9]{2,3}\.)*[a-z][0-9]{2}(?:\.[0-9]{2,3})* ?- ?[0-9]{4,8} ?- ?[0-9]{3,8}(?!\w)"
    r"|(?<![\w.])[a-z]{2,6}-[0-9]{6}-[0-9]{3,6}(?!\w)"
    r"|(?<![\w.])[a-z][0-9]{2}(?:\.[0-9]{2,3})*\.(?:20)?[0-9]{6}\.[0-9]{3,6}(?!\w)"
)
_DOSSIER_NAMED = re.compile(
    r"(?:ma (?:so )?(?:ho so|hs|bien nhan|tra cuu|phieu)|so (?:ho so|bien nhan|phieu hen)"
    r"|(?:ho so|phieu hen) so|bien nhan(?: so)?|ho so ma)"
    r"(?: (?:cua (?:toi|minh|em|con|chau)|so|la))*[ :=]*(?P<code>[a-z]{0,4}[0-9][a-z0-9.-]{3,40}[a-z0-9])(?![\w])"
)
_PROCEDURE = re.compile(r"[0-9]\.[0-9]{6}(?:\.[a-z0-9]+)*$")


def _dossiers(shadow: str, folded: str) -> Iterator[_Span]:
    taken: list[_Span] = []
    for found in _DOSSIER.finditer(folded):
        taken.append(_Span(*found.span(), DOSSIER))
        yield taken[-1]
    for found in _DOSSIER_NAMED.finditer(folded):
        code = found["code"]
        span = _Span(*found.span("code"), DOSSIER)
        if sum(map(str.isdigit, code)) >= 4 and not _PROCEDURE.match(code) and not _overlaps(span, taken):
            yield span


# Birth dates --------------------------------------------------------------------------------------------------------

_DATE = (
    r"(?:(?:0?[1-9]|[12][0-9]|3[01])(?P<sep>[/.-]| ?[/.-] ?| )(?:0?[1-9]|1[0-2])(?P=sep)(?:(?:19|20)[0-9]{2}|[0-9]{2})"
    r"|(?:0?[1-9]|[12][0-9]|3[01]) (?:thang|thg|t) ?(?:0?[1-9]|1[0-2]),? (?:nam )?(?:19|20)[0-9]{2}"
    r"|(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])(?:19|20)[0-9]{2})(?![0-9/])"
)
#: "sinh ngày", but not "khai sinh ngày", which dates a certificate.
_BORN = re.compile(
    r"(?:(?<!khai )(?<!ky )(?<!ho )(?<!hoc )(?<!ve )\bsinh(?: (?:vao|ra|hom|luc))*(?: ngay)?|ngay (?:thang nam )?sinh"
    r"|\bsn|\bns|\bn/s|\bdob|\bsinh nhat|de ngay)"
    r"(?: (?:cua (?:toi|em|con|chau|be|me|bo|vo|chong|minh)|la|vao|ngay|hom))*[ :,.=]*(?P<date>" + _DATE + ")"
)
_SURNAMES = (
    "nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dinh|dao|doan|truong|lam|trinh|mai|luong|"
    "cao|luu|ta|thai|to|chau|quach|kieu|nong|ha|tang|nghiem|la|trieu|giang|vuong|au|dam|ksor|rcom|h'|lo|quang|sung|giàng"
)
_NAME = r"[A-ZÀ-ỸĐ][a-zà-ỹđ]*"
_NAMED_DATE = re.compile(
    rf"(?<!\w)(?P<surname>{_NAME})(?: {_NAME}){{1,4}}(?:,| -| \()? ?"
    rf"(?P<date>{_DATE.replace('thang|thg|t', 'tháng|thang|thg|t')})"
)
_NAMED_DATE_FOLDED = re.compile(
    rf"(?<!\w)(?:{_SURNAMES}) (?:van|thi) [a-z]+(?: [a-z]+)?(?:,| -| \()? ?(?P<date>" + _DATE + ")"
)
_IS_SURNAME = re.compile(rf"(?:{_SURNAMES})$")


def _births(shadow: str, folded: str) -> Iterator[_Span]:
    taken: list[_Span] = []
    for pattern, text in ((_BORN, folded), (_NAMED_DATE, shadow), (_NAMED_DATE_FOLDED, folded)):
        for found in pattern.finditer(text):
            surname = found.groupdict().get("surname")
            if surname is not None and not _IS_SURNAME.match(fold(surname)):
                continue
            span = _Span(*found.span("date"), BIRTH)
            if not _overlaps(span, taken):
                taken.append(span)
                yield span


# Licence plates: 30A-123.45, 59-X1 123.45 ---------------------------------------------------------------------------

_SERIES = r"[1-9][0-9] ?-? ?(?:[a-z][0-9]|[a-z]{1,2})"
_PLATE = re.compile(
    rf"(?<![\w./-])(?:{_SERIES}[ -]{{0,3}}[0-9]{{3}}\.[0-9]{{2}}|[1-9][0-9](?:[a-z][0-9]|[a-z])[ -][0-9]{{5}})(?![\w])"
)
_PLATE_NAMED = re.compile(
    r"(?:bien(?: so| kiem soat| so xe| xe)?|bks|xe(?: may| o ?to| tai| ban tai| con)?)"
    r"(?: (?:cua toi|cua em|la|so|mang bien))*"
    rf"[ :]*(?P<plate>{_SERIES}[ -]{{0,3}}(?:[0-9]{{3}}\.[0-9]{{2}}|[0-9]{{4,5}}))(?![\w])"
)


def _plates(shadow: str, folded: str) -> Iterator[_Span]:
    taken = [_Span(*found.span(), PLATE) for found in _PLATE.finditer(folded)]
    yield from taken
    for found in _PLATE_NAMED.finditer(folded):
        span = _Span(*found.span("plate"), PLATE)
        if not _overlaps(span, taken):
            yield span


# Digits in words: "không chín một hai …" ------------------------------------------------------------------------------

_DIGIT_WORDS = {
    "khong": "0", "mot": "1", "hai": "2", "ba": "3", "bon": "4", "tu": "4", "nam": "5", "lam": "5", "sau": "6",
    "bay": "7", "tam": "8", "chin": "9",
}  # fmt: skip
_SPELT_DIGIT = "(?:" + "|".join(_DIGIT_WORDS) + "|[0-9])"
_SPELT = re.compile(rf"(?<!\w){_SPELT_DIGIT}(?:[ ,.-]{{1,2}}{_SPELT_DIGIT}){{3,24}}(?!\w)")
#: Five words for digits in a row, before anything is folded: cheap to ask of every message.
_MAYBE_SPELT = re.compile(
    r"(?:\b(?:kh\w+ng|m\w+t|hai|ba|b\w+n|t\w|n\w+m|l\w+m|s\w+u|b\w+y|t\w+m|ch\w+n|[0-9])[ ,.-]{1,2}){4}", re.IGNORECASE
)
_LEAST_WORDS = 4


def _spelt(shadow: str, folded: str) -> Iterator[_Span]:
    for found in _SPELT.finditer(folded):
        words = re.findall(_SPELT_DIGIT, found[0])
        if sum(word in _DIGIT_WORDS for word in words) < (_LEAST_WORDS if len(words) < 9 else 2):
            continue
        digits = "".join(_DIGIT_WORDS.get(word, word) for word in words)
        before = folded[max(0, found.start() - _LOOK_BACK) : found.start()]
        told = next((context for context in _CONTEXTS if context.before.search(before)), None)
        token = _token(digits, 1, told, before, "", [len(digits)])
        if token:
            yield _Span(*found.span(), token)


# Numbers ------------------------------------------------------------------------------------------------------------

_UNIT = (
    r"(?:dong(?! chi)|d|vnd|vnđ|k|tr|trieu|ty|ti|nghin|ngan|usd|do la|%|m2|m²|met|ha|km|kg|sao|cong dat|"
    r"ngay|thang|nam|tuoi|gio|phut|trang|ban|nguoi|lan|bo|to)(?![\w])"
)
#: What looks like a long number and is none of a person's; in this order, found in the folded text.
_KEPT = (
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


def _numbers(folded: str, kept: list[_Span]) -> Iterator[_Span]:
    for found in _LETTERED.finditer(folded):
        span = _Span(*found.span(), PAPER)
        if not _overlaps(span, kept):
            yield span
            kept = [*kept, span]
    for run in _RUN.finditer(folded):
        groups = [
            span
            for group in _GROUP.finditer(folded, *run.span())
            if not _overlaps(span := _Span(*group.span(), ""), kept)
        ]
        position = 0
        while position < len(groups):
            size, token = _classify(folded, groups[position:])
            if token:
                yield _whole(folded, groups[position].start, groups[position + size - 1].end, token)
            position += size


def _classify(folded: str, groups: list[_Span]) -> tuple[int, str]:
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


def _joined(folded: str, groups: list[_Span]) -> bool:
    """Tell whether nothing but separators stands between the groups (something kept may have been left out)."""
    return all(not _BETWEEN.sub("", folded[left.end : right.start]) for left, right in pairwise(groups))


def _whole(folded: str, start: int, end: int, token: str) -> _Span:
    """Return the span with the "+" or "(" that belongs to its first group: "+84 909…", "(028) 3899…"."""
    if start and folded[start - 1] == "+":
        start -= 1
    if start and folded[start - 1] == "(" and ")" in folded[start:end]:
        start -= 1
    return _Span(start, end, token)


def _overlaps(span: _Span, others: list[_Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)
