"""Two versions of a guide side by side: the fields that differ, as lines that a person can read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from knowledge import guide as model
from knowledge.card import CHANNEL_NAMES
from knowledge.console.base import labels
from knowledge.wording import fee_text, paper_text, time_text

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One field: its name, what stood there and what stands there now, with the changed words marked."""

    field: str
    label: str
    before: SafeString
    after: SafeString


def differences(before: Content, after: Content, asked_before: list[str], asked_after: list[str]) -> list[Difference]:
    """Return the fields that differ, in the order of the form."""
    old, new = {**before, "phrasings": asked_before}, {**after, "phrasings": asked_after}
    return [
        Difference(field, name, *marked(lines(field, old.get(field)), lines(field, new.get(field))))
        for field, name in labels.GUIDE.items()
        if old.get(field) != new.get(field)
    ]


def lines(field: str, value: Any) -> list[str]:
    """Return a field's value as lines."""
    if value in (None, "", [], {}):
        return []
    if field == "status":
        return [labels.STATUSES.get(value, value)]
    if field == "levels":
        return [labels.LEVELS.get(each, each) for each in value]
    if field == "sources":
        return [f"{key}: {_row('Source', row)}" for key, row in value.items()]
    if field == "cases":
        return [line for case in value for line in _case(case)]
    rows = value if isinstance(value, list) else [value]
    return [_line(field, row) for row in rows]


def _case(case: Mapping[str, Any]) -> Iterator[str]:
    if case.get("name"):
        yield f"{case['name']}:"
    for paper in case.get("papers", ()):
        yield _sure(f"– {paper_text(model.Paper.model_validate(paper))}", paper)


def _line(field: str, row: Any) -> str:
    if not isinstance(row, Mapping):
        return {True: "Có", False: "Không"}.get(row, str(row)) if isinstance(row, bool) else str(row)
    if field == "fees":
        fee = model.Fee.model_validate(row)
        begins = f", từ {fee.valid_from:%d/%m/%Y}" if fee.valid_from else ""
        return _sure(fee_text(fee) + begins + _note(row), row)
    if field == "times":
        return _sure(time_text(model.Time.model_validate(row)) + _note(row), row)
    if field == "channels":
        return _sure(CHANNEL_NAMES.get(row.get("name", ""), "") + _note(row), row)
    names = {"reception": "Reception", "authority": "Authority", "presence": "Presence", "siblings": "Sibling"}
    names |= {"authorisation": "Authorisation", "legal_basis": "LegalBasis", "decision": "Decision"}
    names |= {"linked": "Linked", "home_service": "HomeService"}
    if field in ("notes", "conditions"):
        return _sure(str(row.get("text", "")), row)
    return _row(names.get(field, ""), row)


def _row(kind: str, row: Mapping[str, Any]) -> str:
    parts = []
    for name, value in row.items():
        chosen = labels.CHOICES.get(f"{kind}.{name}") or labels.CHOICES.get(name) or {}
        parts.append(f"{labels.label(kind, name)[0]}: {chosen.get(str(value), value)}")
    return "; ".join(parts)


def _note(row: Mapping[str, Any]) -> str:
    return f" – {row['note']}" if row.get("note") else ""


def _sure(text: str, row: Mapping[str, Any]) -> str:
    certainty = row.get("certainty", "stated")
    source = row.get("source", "record")
    text += "" if certainty == "stated" else f" [{labels.CHOICES['certainty'][certainty]}]"
    return text if source == "record" else f"{text} [nguồn: {source}]"


def marked(before: list[str], after: list[str]) -> tuple[SafeString, SafeString]:
    """Return both sides as HTML: words that went in <del>, words that came in <ins>."""
    old, new = _words(before), _words(after)
    left: list[SafeString] = []
    right: list[SafeString] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[i1:i2]), "".join(new[j1:j2])
        left.append(_tagged("del", gone) if kind != "equal" else conditional_escape(gone))
        right.append(_tagged("ins", come) if kind != "equal" else conditional_escape(come))
    return _html(left), _html(right)


def _words(texts: list[str]) -> list[str]:
    words: list[str] = []
    for text in texts:
        words += [word + " " for word in text.split()] + ["\n"]
    return words[:-1]


def _tagged(tag: str, text: str) -> SafeString:
    # The tag is one of two words of this module, and the text is escaped.
    return mark_safe(f"<{tag}>{conditional_escape(text)}</{tag}>") if text.strip() else conditional_escape(text)  # noqa: S308


def _html(parts: list[SafeString]) -> SafeString:
    joined = format_html_join("", "{}", ((part,) for part in parts))
    return mark_safe(str(joined).replace("\n", "<br>"))  # noqa: S308 (escaped above)
