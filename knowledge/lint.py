"""The content lint: what a guide must satisfy before it may be published. The console runs the same code."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Literal

from knowledge.guide import Fee, Guide, Model
from knowledge.rules import RuleBook
from knowledge.tiers import provincial_portal, removed_tier
from nlu.text import fold

#: Warn this long before something ends.
NOTICE = timedelta(days=60)


class Finding(Model):
    """One fault: where it is, and a sentence for the person who mends it."""

    level: Literal["error", "warning"]
    code: str
    field: str
    message: str


def lint(
    guides: Mapping[str, Guide],
    phrasings: Mapping[str, Iterable[str]],
    book: RuleBook,
    today: date,
    known: Iterable[str] = (),
) -> list[Finding]:
    """Return the findings over all guides and phrasings. `known`: further codes that siblings may name."""
    codes = {*guides, *known, *(old for guide in guides.values() for old in guide.old_codes)}
    findings = [finding for guide in guides.values() for finding in lint_guide(guide, book, today, codes)]
    names = {guide.code: {guide.title, *guide.aliases} for guide in guides.values()}
    return [*findings, *_shared(names, "aliases"), *_shared(phrasings, "phrasings")]


def lint_guide(guide: Guide, book: RuleBook, today: date, codes: Iterable[str]) -> list[Finding]:
    """Return the findings of one guide; `codes` are the procedures that exist."""
    checks = (_sources(guide), _offices(guide, book), _fees(guide, today), _certainty(guide))
    findings = [finding for check in checks for finding in check]
    return [*findings, *_siblings(guide, set(codes)), *_tiers(guide), *_endings(guide, today)]


def _error(guide: Guide, field: str, message: str) -> Finding:
    return Finding(level="error", code=guide.code, field=field, message=message)


def _sources(guide: Guide) -> Iterator[Finding]:
    for fact in guide.facts():
        if fact.source not in guide.sources:
            yield _error(guide, "sources", f"Dữ kiện dẫn nguồn «{fact.source}» nhưng không có nguồn này.")
    if not guide.sources:
        yield _error(guide, "sources", "Chưa có nguồn nào.")
    if guide.status == "starter" and guide.checked_by:
        yield _error(guide, "checked_by", "Hướng dẫn khởi đầu chưa thể có người xác nhận.")
    if guide.status == "reviewed" and not (guide.checked_by and guide.checked_on):
        yield _error(guide, "checked_by", "Hướng dẫn đã duyệt cần có người và ngày xác nhận.")


def _offices(guide: Guide, book: RuleBook) -> Iterator[Finding]:
    named = [row.office for row in guide.reception] + ([guide.authority.office] if guide.authority else [])
    for office in named:
        if office != "unknown" and office not in book.offices:
            yield _error(guide, "reception", f"Không có loại cơ quan «{office}» trong bảng cơ quan.")


def _fees(guide: Guide, today: date) -> Iterator[Finding]:
    if guide.fees and not any(fee.valid_on(today) for fee in guide.fees):
        yield _error(guide, "fees", "Không có mức phí nào còn hiệu lực hôm nay.")
    for fee in guide.fees:
        if fee.valid_to and fee.valid_to >= today and not any(_follows(later, fee) for later in guide.fees):
            message = f"Mức phí hết hiệu lực ngày {fee.valid_to:%d/%m/%Y} mà chưa có mức tiếp theo."
            yield Finding(level="warning", code=guide.code, field="fees", message=message)


def _follows(later: Fee, fee: Fee) -> bool:
    assert fee.valid_to is not None
    return later.valid_on(fee.valid_to + timedelta(days=1))


def _certainty(guide: Guide) -> Iterator[Finding]:
    strict = (*guide.fees, *guide.times, *guide.reception, *([guide.authority] if guide.authority else []))
    if any(fact.certainty == "likely" for fact in strict):
        yield _error(guide, "certainty", "Điều chưa chắc chỉ được ghi ở lưu ý, không ghi ở phí, thời hạn, nơi nộp.")
    if any(fact.certainty == "unknown" for fact in guide.facts()):
        yield _error(guide, "certainty", "Điều chưa xác minh (?) không được đăng như dữ kiện.")
    for note in (*guide.conditions, *guide.notes):
        if note.certainty == "likely" and "hỏi lại" not in note.text:
            yield _error(guide, "notes", "Lưu ý chưa chắc cần có lời «cần hỏi lại cán bộ».")


def _siblings(guide: Guide, codes: set[str]) -> Iterator[Finding]:
    named = [sibling.code for sibling in guide.siblings] + ([guide.linked.code] if guide.linked else [])
    for code in named:
        if code not in codes:
            yield _error(guide, "siblings", f"Không có thủ tục {code}.")
        if code == guide.code:
            yield _error(guide, "siblings", "Thủ tục dễ nhầm lại là chính nó.")


def _tiers(guide: Guide) -> Iterator[Finding]:
    for field, value in guide.model_dump(mode="json", exclude={"name", "legal_basis"}).items():
        for text in _texts(value):
            if found := removed_tier(text):
                yield _error(guide, field, f"Nhắc cơ quan của cấp đã bỏ: «{found}».")
            if host := provincial_portal(text):
                yield _error(guide, field, f"«{host}» là cổng của tỉnh; nộp mạng ở Cổng Dịch vụ công quốc gia.")


def _endings(guide: Guide, today: date) -> Iterator[Finding]:
    ends = [("effective_to", guide.effective_to)] + [("legal_basis", basis.valid_to) for basis in guide.legal_basis]
    for field, end in ends:
        if end and end - NOTICE <= today:
            message = f"Hết hiệu lực ngày {end:%d/%m/%Y}."
            yield Finding(level="warning", code=guide.code, field=field, message=message)


def _shared(words: Mapping[str, Iterable[str]], field: str) -> Iterator[Finding]:
    """Yield an error for each name or phrasing that two procedures claim, also when only accents differ."""
    owners: dict[str, str] = {}
    for code, phrases in words.items():
        for phrase in phrases:
            owner = owners.setdefault(fold(phrase), code)
            if owner != code:
                message = f"Câu «{phrase}» đã thuộc thủ tục {owner}."
                yield Finding(level="error", code=code, field=field, message=message)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
