"""Fee rows of official records. A 0 is not "free", an expired row is marked, a scale is no single fee."""

import re
from datetime import date
from typing import Any

from knowledge.guide import Fee, Submission
from knowledge.importing.cleaning import plain

_DATE = r"(?:ngày\s+)?(\d{1,2})\s*(?:/|-|\.|\s+tháng\s+)\s*(\d{1,2})\s*(?:/|-|\.|\s+năm\s+)\s*(20\d\d)"
_UNTIL = re.compile(rf"(?:đến|tới)\s+(?:hết\s+)?{_DATE}", re.IGNORECASE)
_FROM = re.compile(rf"(?<!\w)từ\s+{_DATE}", re.IGNORECASE)
_FREE = re.compile(
    r"(?:phí|lệ phí|phí, lệ phí)?\s*:?\s*"
    r"(?:miễn (?:phí|lệ phí|thu phí|thu lệ phí|phí, lệ phí)"
    r"|không (?:thu|mất|phải nộp|có)? ?(?:phí|lệ phí|phí, lệ phí))\s*\.?",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"(?:hội đồng nhân dân|hđnd)(?:\s+(?:cấp\s+)?(?:tỉnh|thành phố))?", re.IGNORECASE)
_MONEY = re.compile(r"\d[\d.,]*\s*(?:đồng|đ\b|vnđ|vnd|nghìn|triệu|%)", re.IGNORECASE)
_FIGURE = re.compile(r"\d+")
_LONGEST_CONDITION = 300


def read_fee(row: Any, submission: Submission) -> tuple[Fee, list[str]]:
    """Return the fee of one official row and what an officer should look at.

    A positive amount in đồng is stated; it is only likely when its description gives other amounts too, or is too
    long to be carried along, because then nobody can tell which case the figure belongs to.
    """
    text = plain(row.get("description")) if isinstance(row, dict) else ""
    value = row.get("value") if isinstance(row, dict) else None
    valid_from, valid_to = _validity(text)
    remarks = [f"fee row valid to {valid_to:%d/%m/%Y}"] if valid_to else []
    condition = text if len(text) <= _LONGEST_CONDITION else ""
    currency = str(row.get("currencyName") or "Việt Nam Đồng") if isinstance(row, dict) else ""
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0 or not float(value).is_integer():
        kind = _kind_without_amount(text)
        if value == 0 and kind == "unknown":
            remarks.append("fee of 0 without the word miễn: unknown, not free")
        return Fee(
            kind=kind,
            submission=submission,
            valid_from=valid_from,
            valid_to=valid_to,
            certainty="unknown" if kind == "unknown" else "stated",
        ), remarks
    if "đồng" not in currency.lower():
        return Fee(kind="unknown", submission=submission, certainty="unknown"), [f"fee in {currency}: not converted"]
    amount = int(value)
    certain = len(text) <= _LONGEST_CONDITION and not _other_amounts(text, amount)
    if not certain:
        remarks.append(f"fee {amount}: its text gives other amounts or is long, so it is only likely")
    return (
        Fee(
            kind="amount",
            amount=amount,
            submission=submission,
            condition=condition,
            valid_from=valid_from,
            valid_to=valid_to,
            certainty="stated" if certain else "likely",
        ),
        remarks,
    )


def _kind_without_amount(text: str) -> Any:
    if _FREE.fullmatch(text):
        return "free"
    return "local" if _LOCAL.search(text) and not _MONEY.search(text) else "unknown"


def _validity(text: str) -> tuple[date | None, date | None]:
    """Return (from, to) when the text fixes them beyond doubt: at most one of each, in order."""
    until, since = _dates(_UNTIL, text), _dates(_FROM, text)
    valid_to = until[0] if len(until) == 1 else None
    valid_from = since[0] if len(since) == 1 and (valid_to is None or since[0] <= valid_to) else None
    return valid_from, valid_to


def _dates(pattern: re.Pattern[str], text: str) -> list[date]:
    found = []
    for day, month, year in pattern.findall(text):
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return sorted(set(found))


def _other_amounts(text: str, amount: int) -> bool:
    digits = ["".join(_FIGURE.findall(money)) for money in _MONEY.findall(text)]
    return any(not _same(figure, amount) for figure in digits)


def _same(figure: str, amount: int) -> bool:
    return figure.lstrip("0") in (str(amount), str(amount // 1000), str(amount // 1_000_000))
