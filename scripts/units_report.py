"""Compare the sources of the units with each other and with the copies in the shared folder; write docs/units.md."""

import csv
import os
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from units_sources import Sources, bare, fetch

from nlu.places.keys import name_key
from nlu.places.tables import Tables, read_tables
from nlu.text import nfc

#: A list in the report shows so many lines; the number stands above it.
SHOWN = 60


def write_report(units: Path, sources: Path | None, shared: Path | None, out: Path) -> None:
    """Write the report; without a shared folder (`shared`, or MOTCUA_SHARED) its two comparisons are left out."""
    data = Sources(fetch(sources))
    tables = read_tables(units)
    shared = shared or Path(os.environ.get("MOTCUA_SHARED") or units.parents[3] / "shared")
    parts = [
        _head(tables),
        _counts(tables),
        _misplaced(data),
        _unnoted(data, tables),
        _todays(data),
        _shared_list(data, shared),
        _shared_origins(data, shared),
        _limits(),
    ]
    out.write_text("\n\n".join(part for part in parts if part) + "\n", encoding="utf-8")
    print(f"{out}: {sum(part.count(chr(10)) for part in parts)} lines")


def _head(tables: Tables) -> str:
    rows = [f"| `{s.id}` | {s.package} {s.version} | {s.licence} | {s.what} |" for s in tables.sources]
    table = "\n".join(["| nguồn | gói | giấy phép | dùng để |", "|---|---|---|---|", *rows])
    return f"""# Units

*Written by `python scripts/make_units.py report`; do not edit.*

The tables in `knowledge/content/units/` are made by `python scripts/make_units.py build` from three pinned packages,
whose data files are read and whose code is never run. A later change of units is one command and a date:

    python scripts/make_units.py change --date 2027-01-01 --source "Nghị quyết …" --file rows.csv

`rows.csv` has the columns `old,new,usual,name,type,province`: one row for each pair of a unit that ends and one that
takes over (the same code twice for a new name or type; `usual` is 1 for the usual part of a split). The rows are kept
in `changes.csv`, and `build` replays them.

{table}"""


def _counts(tables: Tables) -> str:
    kinds: dict[str, int] = defaultdict(int)
    for row in tables.wards:
        kinds[row.type] += not row.valid_to
    today = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    splits = sum(bool(row.others) for row in tables.former_wards)
    agreed = sum(row.source != "vau" for row in tables.former_wards)
    older = f"{len(tables.older_districts)}, {len(tables.older_wards)}"
    return f"""## What is in the tables

| table | rows | |
|---|---|---|
| provinces.csv | {len(tables.provinces)} | {sum(not row.valid_to for row in tables.provinces)} in force |
| wards.csv | {len(tables.wards)} | in force: {today} |
| former_provinces.csv | {len(tables.former_provinces)} | until 30 June 2025 |
| former_districts.csv | {len(tables.former_districts)} | until 30 June 2025; five islands had no wards |
| former_wards.csv | {len(tables.former_wards)} | {splits} split; in {agreed} rows both sources name every successor |
| older_districts.csv, older_wards.csv | {older} | names that had ended before |
| aliases.csv | {len(tables.aliases)} | short and popular names, by hand |
| changes.csv | {len(tables.changes)} | changes since the list of October 2026 |

The column `source` says `vau+nso2026` where the statistics office's note of each successor names the former ward (or
says that it was kept as it was), and `vau` where only the other source does, mostly since the note is cut off."""


def _misplaced(data: Sources) -> str:
    lines = []
    for key, target, nearest in data.misplaced:
        row, other = data.by_key[key], data.by_key[nearest]
        ward = data.today[target.code]["name_with_type"]
        lines.append(
            f"| {row['wardCode']} {row['ward']}, {row['district']}, {row['province']} | {target.code} {ward} "
            f"| {other['district']}, {other['province']} |"
        )
    return _section(
        "Splits that are none",
        "The source of the successors joins by province and name, so that namesakes in a merged province got each "
        "other's successors. The successor is kept for the one whose code lies nearest (a new ward carries the code of "
        "one of its origins, and codes of one district are neighbours); the distances between the places agree.",
        ["| former ward | dropped successor | belongs to the namesake in |", "|---|---|---|"],
        lines,
    )


def _unnoted(data: Sources, tables: Tables) -> str:
    only = {row.code for row in tables.former_wards if row.source == "vau"}
    lines = []
    for key, row in data.by_key.items():
        for target in data.targets[key] if row["wardCode"] in only else []:
            if not data.noted(row, target.code):
                note = data.today[target.code]["note"]
                cut = "note is cut off" if len(note) > 250 else "name not in the note"
                ward = data.today[target.code]["name_with_type"]
                lines.append(f"| {row['wardCode']} {row['ward']}, {row['district']} | {target.code} {ward} | {cut} |")
    return _section(
        "Successors that the statistics office's notes do not name",
        "The successors are kept. Other spellings of the same name (Đắk Môl and Đắk Mool) are among them.",
        ["| former ward | successor | why |", "|---|---|---|"],
        sorted(lines),
    )


def _todays(data: Sources) -> str:
    lines = []
    for code, row in sorted(data.today.items()):
        first = data.first[code]
        if nfc(row["name_with_type"]) != nfc(first["ward"]):
            same = name_key(bare(row["name_with_type"])) == name_key(bare(first["ward"]))
            what = (
                "loại" if row["type"] == "phuong" and first["ward"].startswith("Xã") else "chính tả" if same else "tên"
            )
            lines.append(f"| {code} | {row['name_with_type']} | {first['ward']} | {what} |")
        elif nfc(first["ward"]).split()[0].lower() != nfc(first["wardType"]).lower().split()[0]:
            lines.append(f"| {code} | {row['name_with_type']} | {first['ward']}, ghi loại {first['wardType']} | loại |")
    return _section(
        "Names and types of today",
        "The list of October 2026 against the one of 2025. A new type (loại) is two rows with dates in wards.csv.",
        ["| code | October 2026 | 2025 | |", "|---|---|---|---|"],
        lines,
    )


def _shared_list(data: Sources, shared: Path) -> str:
    path = shared / "data" / "units" / "units_2026-10-10.csv"
    if not path.exists():
        return ""
    with path.open(encoding="utf-8", newline="") as stream:
        theirs = {row["ward_code"]: (row["ward_name"], row["province_code"]) for row in csv.DictReader(stream)}
    ours = {code: (row["name_with_type"], row["parent_code"]) for code, row in data.today.items()}
    lines = [
        f"| {c} | {ours.get(c)} | {theirs.get(c)} |" for c in sorted({*ours, *theirs}) if ours.get(c) != theirs.get(c)
    ]
    return _section("Against the shared list of October 2026", "", ["| code | here | there |", "|---|---|---|"], lines)


def _shared_origins(data: Sources, shared: Path) -> str:
    """Compare successors with the shared table of origins, by name only: a check, nothing more."""
    files = sorted((shared / "data" / "units").glob("commune_hq_*.csv"))
    if not files:
        return ""
    with files[0].open(encoding="utf-8", newline="") as stream:
        origins = {row["ward_code"]: _items(row["merged_from"]) for row in csv.DictReader(stream)}
    here: dict[str, dict[str, str]] = defaultdict(dict)
    for key, row in data.by_key.items():
        for target in data.targets[key]:
            name = row["ward"] or row["district"]
            here[target.code][_plain(name)] = f"{name}, {row['district']}"
    lines = []
    for code in sorted(here):
        there = {_plain(item): item for item in origins.get(code, [])}
        ward = data.today[code]["name_with_type"]
        if len(there) == 1 and "khong sap nhap" in there and len(here[code]) == 1:
            continue
        lines += [f"| {code} {ward} | {here[code][name]} | — |" for name in here[code] if name not in there]
        lines += [f"| {code} {ward} | — | {there[name]} |" for name in there if name not in here[code]]
    return _section(
        "Against the shared table of origins",
        "By name; a check only. Pairs on neighbouring lines are spellings or types of one ward.",
        ["| ward of today | only here | only there |", "|---|---|---|"],
        lines,
    )


def _limits() -> str:
    return """## What is uncertain

- First days of the units of Bắc Ninh and Quảng Ninh that changed their type in 2026 are the days of the resolutions;
  the days on which they took effect may be later. For Đồng Nai it is 30 April 2026.
- "Usual" successor of a split is the one that the source of the successors marks by distance from the former centre.
- Names that had ended before 2025 are those that both sources place; the last day given for them is the latest
  possible."""


def _section(title: str, text: str, head: list[str], lines: list[str]) -> str:
    if not lines:
        return f"## {title}\n\nNo difference."
    more = [f"\n… and {len(lines) - SHOWN} more."] if len(lines) > SHOWN else []
    intro = f"{len(lines)} rows. {text}".strip()
    return "\n".join([f"## {title}", "", intro, "", *head, *lines[:SHOWN], *more])


def _items(cell: str) -> Iterable[str]:
    """Split at commas outside brackets; what stands in brackets goes."""
    flat = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "", cell)
    return [item.strip() for item in flat.split(",") if item.strip()]


def _plain(name: str) -> str:
    return name_key(name).replace(" ", "") if name_key(name) != "khong sap nhap" else "khong sap nhap"
