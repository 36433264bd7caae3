"""What is personal by its shape: e-mail addresses, dossier codes, dates of birth, licence plates."""

import re
from collections.abc import Iterator

from nlu.privacy.tokens import BIRTH, DOSSIER, EMAIL, PLATE, Span, overlaps
from nlu.text import fold

# E-mail addresses --------------------------------------------------------------------------------------------

SPELT_AT = re.compile(r"a\s?c(?:o\u0300?|ò)\s?ng|[(\[]at[)\]]", re.IGNORECASE)
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64} ?(?:@|\(? ?a c[oò]ng ?\)?|[(\[]at[)\]]) ?"
    r"[\w-]+(?:(?: ?\. ?| ch[aấ]m )[\w-]+)*(?:(?: ?[.,] ?| ch[aấ]m )(?:com|vn|net|org|edu|info|gov|me|io))(?!\w)",
    re.IGNORECASE,
)
_EMAIL_PLAIN = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")


def emails(shadow: str, folded: str) -> Iterator[Span]:
    """Find e-mail addresses, spelt ones too."""
    if "@" not in folded and "cong" not in folded and "(at)" not in folded and "[at]" not in folded:
        return
    taken: list[Span] = []
    for pattern in (_EMAIL, _EMAIL_PLAIN):
        for found in pattern.finditer(shadow):
            span = Span(*found.span(), EMAIL)
            if not overlaps(span, taken):
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


def dossiers(shadow: str, folded: str) -> Iterator[Span]:
    """Find codes of dossiers, none of which is a procedure code."""
    taken: list[Span] = []
    for found in _DOSSIER.finditer(folded):
        taken.append(Span(*found.span(), DOSSIER))
        yield taken[-1]
    for found in _DOSSIER_NAMED.finditer(folded):
        code = found["code"]
        span = Span(*found.span("code"), DOSSIER)
        if sum(map(str.isdigit, code)) >= 4 and not _PROCEDURE.match(code) and not overlaps(span, taken):
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


def births(shadow: str, folded: str) -> Iterator[Span]:
    """Find dates that are said to be of birth, or that stand behind a name."""
    taken: list[Span] = []
    for pattern, text in ((_BORN, folded), (_NAMED_DATE, shadow), (_NAMED_DATE_FOLDED, folded)):
        for found in pattern.finditer(text):
            surname = found.groupdict().get("surname")
            if surname is not None and not _IS_SURNAME.match(fold(surname)):
                continue
            span = Span(*found.span("date"), BIRTH)
            if not overlaps(span, taken):
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


def plates(shadow: str, folded: str) -> Iterator[Span]:
    """Find licence plates."""
    taken = [Span(*found.span(), PLATE) for found in _PLATE.finditer(folded)]
    yield from taken
    for found in _PLATE_NAMED.finditer(folded):
        span = Span(*found.span("plate"), PLATE)
        if not overlaps(span, taken):
            yield span
