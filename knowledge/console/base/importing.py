"""Bringing what comes from outside into the base: the release's starter content, and official records.

Whatever staff have not touched follows the outside. A field that staff have changed stays, and the newer value from
outside is offered beside it. Running the same import again changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from knowledge.console.base.models import Content, Guide, Record, digest, dumped
from knowledge.guide import Guide as Contract
from knowledge.importing import Imported

Say = Callable[[str, int, int], None]
#: Staff own these: they say what an officer has confirmed, and outside knows nothing of it.
_OURS = frozenset({"status", "checked_by", "checked_on"})


@dataclass
class Report:
    """What an import did, by code: new, updated, unchanged, kept (with the fields that now differ)."""

    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    differing: dict[str, list[str]] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """Return how many of each."""
        return {
            "new": len(self.new),
            "updated": len(self.updated),
            "unchanged": len(self.unchanged),
            "differing": len(self.differing),
        }


@transaction.atomic
def import_guides(
    guides: Mapping[str, Contract], phrasings: Mapping[str, tuple[str, ...]], origin: str, say: Say
) -> Report:
    """Take guides in, with the phrasings of their codes."""
    report = Report()
    rows = {row.code: row for row in Guide.objects.all()}
    fresh = []
    for number, (code, guide) in enumerate(guides.items(), 1):
        asked = [phrase for known in (code, *guide.old_codes) for phrase in phrasings.get(known, ())]
        row = rows.get(code)
        if row is None:
            fresh.append(_new(guide, list(dict.fromkeys(asked)), origin))
            report.new.append(code)
        elif origin == "record" and row.origin == "starter":
            _offer(row, guide, report)
        else:
            _follow(row, guide, list(dict.fromkeys(asked)), origin, report)
        if number % 200 == 0 or number == len(guides):
            say("guides", number, len(guides))
    Guide.objects.bulk_create(fresh, batch_size=500)
    return report


def _new(guide: Contract, phrasings: list[str], origin: str) -> Guide:
    row = Guide(origin=origin, live=True, has_unpublished_changes=False)
    row.take(guide, phrasings)
    row.shipped, row.shipped_phrasings = row.content, row.phrasings
    return row


def _follow(row: Guide, guide: Contract, phrasings: list[str], origin: str, report: Report) -> None:
    """Let a row follow a newer text from outside, field by field."""
    newer = dumped(guide)
    if row.shipped == newer and row.shipped_phrasings == phrasings:
        report.unchanged.append(row.code)
        return
    before = row.shipped or {}
    busy = row.has_unpublished_changes
    merged, offered = _merge(row.content, before, newer, busy)
    asked = row.phrasings
    if row.phrasings == (row.shipped_phrasings or []) and not busy:
        asked = phrasings
    else:
        # Wordings only ever add up: a new one from outside is welcome, one that staff removed does not come back.
        asked = [
            *asked,
            *(phrase for phrase in phrasings if phrase not in asked and phrase not in (row.shipped_phrasings or [])),
        ]
    row.take(Contract.model_validate(merged), asked)
    row.shipped, row.shipped_phrasings, row.origin = newer, phrasings, origin if row.origin != "staff" else row.origin
    row.offered = {**row.offered, **offered}
    row.save()
    (report.differing.__setitem__(row.code, sorted(offered)) if offered else report.updated.append(row.code))


def _merge(ours: Content, before: Content, newer: Content, busy: bool) -> tuple[Content, Content]:
    """Return the merged text, and the fields where outside has a newer value than the one kept."""
    merged, offered = dict(ours), {}
    for name in {*before, *newer} - _OURS:
        if newer.get(name) == before.get(name) or newer.get(name) == ours.get(name):
            continue
        if ours.get(name) != before.get(name) or busy:
            offered[name] = newer.get(name)
        elif name in newer:
            merged[name] = newer[name]
        else:
            merged.pop(name, None)
    return merged, offered


#: What an official record may be compared on with a guide that people wrote.
_COMPARED = ("name", "formality_id", "decision", "levels", "times", "fees", "legal_basis")


def _offer(row: Guide, guide: Contract, report: Report) -> None:
    """Lay an official record beside a guide of our own: a first look is remembered, later changes are offered."""
    record = Record.objects.filter(code=row.code).first()
    newer = {name: value for name, value in dumped(guide).items() if name in _COMPARED}
    before = record.compared if record and record.compared else None
    changed = {name: value for name, value in newer.items() if before is not None and before.get(name) != value}
    if record is not None:
        record.compared = newer
        record.save(update_fields=["compared"])
    changed = {name: value for name, value in changed.items() if row.content.get(name) != value}
    if changed and row.offered != {**row.offered, **changed}:
        row.offered = {**row.offered, **changed}
        row.save(update_fields=["offered"])
        report.differing[row.code] = sorted(changed)
    else:
        report.unchanged.append(row.code)


def keep_records(records: Mapping[str, tuple[Imported, dict[str, Any]]], read_on: date, say: Say) -> int:
    """Keep the records themselves; return how many are new or have changed."""
    known = dict(Record.objects.values_list("code", "digest"))
    changed = 0
    fresh: list[Record] = []
    older: list[Record] = []
    for number, (code, (imported, raw)) in enumerate(records.items(), 1):
        mark = digest(raw, [])
        if known.get(code) != mark:
            changed += 1
            row = Record(
                code=code,
                raw=raw,
                place=imported.place[-300:],
                read_on=read_on,
                body=imported.body,
                promulgator=imported.promulgator[:200],
                citizens=imported.citizens,
                internal=imported.internal,
                remarks=list(imported.remarks),
                digest=mark,
            )
            (older if code in known else fresh).append(row)
        if number % 500 == 0 or number == len(records):
            say("records", number, len(records))
    Record.objects.bulk_create(fresh, batch_size=200)
    for row in older:
        row.pk = Record.objects.values_list("pk", flat=True).get(code=row.code)
        row.save()
    return changed
