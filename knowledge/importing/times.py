"""Times of official records. The unit OTHER is not a day, and a number that its own text contradicts is only likely."""

import re
from typing import Any, Literal

from knowledge.guide import Submission, Time
from knowledge.importing.cleaning import plain

_UNITS: dict[str, tuple[Literal["working_day", "day", "hour", "month"], int]] = {
    "WORKING_DAY": ("working_day", 1),
    "DAY": ("day", 1),
    "HOUR": ("hour", 1),
    "MONTH": ("month", 1),
    "YEAR": ("month", 12),
}
_COUNTED = re.compile(r"(?<![\d/.,-])(\d{1,3})\s*(?:\([^)]*\)\s*)?(?:ngày|giờ|tháng|năm)(?!\s*\d)", re.IGNORECASE)
_LONGEST_CONDITION = 200


def read_time(method: dict[str, Any], submission: Submission) -> tuple[Time, list[str]]:
    """Return the time of one official method and what an officer should look at."""
    quantity = _number(method.get("processingTime"))
    unit = _UNITS.get(str(method.get("processingTimeUnit") or ""))
    text = plain(method.get("description"))
    condition = text if len(text) <= _LONGEST_CONDITION else ""
    if unit is None or quantity is None:
        what = f"time {method.get('processingTime')!r} {method.get('processingTimeUnit')!r}"[:80]
        return Time(unit="unknown", submission=submission, certainty="unknown"), [f"{what}: unknown"]
    counted = {int(figure) for figure in _COUNTED.findall(text)}
    if counted and quantity not in counted:
        return (
            Time(quantity=quantity * unit[1], unit=unit[0], submission=submission, certainty="likely"),
            [f"time {quantity:g} is not among the figures of its own text, so it is only likely"],
        )
    return Time(quantity=quantity * unit[1], unit=unit[0], submission=submission, condition=condition), []


def _number(value: Any) -> float | None:
    if isinstance(value, str):
        try:
            value = float(value.strip().replace(",", "."))
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 10_000:
        return None
    return float(value)
