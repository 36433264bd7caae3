"""Importing a whole source: every record is converted or named with the reason why not."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from knowledge.importing.official import Imported, Unusable, convert
from knowledge.importing.reading import Damage, read_records

Progress = Callable[[int], None]


@dataclass
class Import:
    """What came of a source, in its order. `problems` name file and record; `missing` are codes asked for in vain."""

    records: list[Imported] = field(default_factory=list)
    problems: list[Damage] = field(default_factory=list)
    missing: tuple[str, ...] = ()

    def report(self) -> list[str]:
        """Return one line for each problem and each remark on a record."""
        said = [f"skipped: {problem}" for problem in self.problems]
        said += [f"not found: {code}" for code in self.missing]
        for record in self.records:
            remarks = "; ".join(dict.fromkeys(record.remarks)) or "ok"
            said.append(f"{record.guide.code}: {remarks}")
        return said


def import_records(
    source: Path, *, read_on: date, codes: Collection[str] | None = None, progress: Progress | None = None
) -> Import:
    """Convert every record of `source`, or only those of `codes`. Raises FileNotFoundError when it is not there.

    Of two records with one code the first is kept and both are named. A damaged record is skipped.
    """
    wanted = None if codes is None else set(codes)
    done = Import()
    places: dict[str, str] = {}
    for count, raw in enumerate(read_records(source), 1):
        if progress is not None:
            progress(count)
        if isinstance(raw, Damage):
            done.problems.append(raw)
            continue
        if wanted is not None and str(raw.record.get("code")).strip() not in wanted:
            continue
        try:
            imported = convert(raw.record, raw.place, read_on)
        except Unusable as error:
            done.problems.append(Damage(raw.place, str(error)))
            continue
        code = imported.guide.code
        if code in places:
            done.problems.append(Damage(raw.place, f"code {code} stands already at {places[code]}, which is kept"))
            continue
        places[code] = raw.place
        done.records.append(imported)
    done.missing = tuple(sorted(wanted - set(places))) if wanted is not None else ()
    return done
