"""Local facts of the next snapshot: those that came with the build stay, what the base holds takes their place.

Each snapshot keeps beside the facts in force those of its build, so that what the base withdraws comes back as shipped.
"""

from collections.abc import Collection, Sequence
from pathlib import Path

from knowledge.overrides import Override, lint_overrides, read_overrides, refuse_faults, write_overrides
from knowledge.overrides import _overlap as overlap
from knowledge.rules import load_rules
from nlu.clock import today
from nlu.places.tables import read_tables
from nlu.places.units import Units

IN_FORCE = "overrides.jsonl"
#: Those of the build, whatever the base says.
SHIPPED = "overrides.shipped.jsonl"


def write_local_facts(before: Path, folder: Path, held: Sequence[Override], codes: Collection[str]) -> int:
    """Write the overrides of the snapshot in `folder`, which has units and rules already, and return how many.

    `held` are those of the base. Facts about procedures that are not in `codes` wait in the file of the shipped ones.
    Raises OverrideError, with nothing written, where two contradict each other or one names what does not exist.
    """
    shipped = read_overrides(before / (SHIPPED if (before / SHIPPED).exists() else IN_FORCE))
    rows = merged(shipped, held)
    rows = [row for row in rows if row.code is None or row.code in codes]
    if rows:
        units = Units(read_tables(folder / "units"), today())
        refuse_faults(lint_overrides(rows, units, load_rules(folder).offices, codes, today()), Path(IN_FORCE))
    write_overrides(folder / SHIPPED, shipped)
    return write_overrides(folder / IN_FORCE, rows)


def merged(shipped: Sequence[Override], held: Sequence[Override]) -> list[Override]:
    """Return the shipped facts that nothing in the base is about at the same time, then those of the base."""
    kept = [row for row in shipped if not any(row.about == one.about and overlap(row, one) for one in held)]
    return [*kept, *held]
