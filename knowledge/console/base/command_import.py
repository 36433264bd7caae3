"""`python -m knowledge import`: starter content and official records into the base, with a report for each record."""

import argparse
import getpass
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.importing import Imported, import_records
from knowledge.importing.reading import Raw, read_records
from knowledge.importing.sheets import read_sheets
from knowledge.importing.template import write_template
from knowledge.progress import Progress
from knowledge.settings import Settings
from knowledge.starter import load_guides, load_phrasings
from nlu.clock import today


def parser() -> argparse.ArgumentParser:
    """Return the options."""
    made = argparse.ArgumentParser(prog="python -m knowledge import", description=__doc__)
    made.add_argument("sheet", nargs="?", type=Path, help="a filled-in spreadsheet, .xlsx or .csv: only this is read")
    made.add_argument("--template", type=Path, help="write an empty spreadsheet for staff to this file, and stop")
    made.add_argument("--preview", action="store_true", help="with a spreadsheet: only say what would change")
    made.add_argument("--records", type=Path, help="official records: .jsonl(.gz), .json, or a folder of them")
    made.add_argument("--codes", type=Path, help="take only the codes listed in this file, one a line")
    made.add_argument("--read-on", type=date.fromisoformat, help="the day the records were read; default: today")
    made.add_argument("--publish", action="store_true", help="publish what is approved in the base afterwards")
    made.add_argument("--report", type=Path, help="write a line for each record to this file")
    return made


def main(arguments: Sequence[str], settings: Settings) -> int:
    """Import and say what changed; 1 when a source cannot be found."""
    chosen = parser().parse_args(arguments)
    if chosen.template:
        write_template(chosen.template)
        print(f"mẫu: {chosen.template}")
        return 0
    from knowledge.console.command import setup

    setup()
    if chosen.sheet:
        return _sheet(chosen)
    from knowledge.console.base.importing import import_guides
    from knowledge.console.command import prepare, tell

    tell(prepare())
    with Progress() as progress:
        report = import_guides(load_guides(), load_phrasings(), "starter", progress.say)
        print("khởi đầu: " + _said(report.counts()))
        lines = [f"{code}: khác ở {', '.join(fields)}" for code, fields in report.differing.items()]
        if chosen.records:
            lines += _records(chosen, progress)
    if chosen.publish:
        _publish()
    if chosen.report:
        chosen.report.write_text("\n".join(lines) + "\n", "utf-8")
    return 0


def _sheet(chosen: Any) -> int:
    """Read a spreadsheet into drafts; 1 when rows of it were left out."""
    # Read first: a refused file must not even make a base.
    found = read_sheets(chosen.sheet)
    from knowledge.console.base.drafts import take_drafts
    from knowledge.console.command import prepare, tell

    tell(prepare())
    lines = take_drafts(found.guides, getpass.getuser(), preview=chosen.preview)
    for line in lines:
        print(line)
    for problem in found.problems:
        print(f"bỏ: {problem}", file=sys.stderr)
    print(f"{'sẽ nhập' if chosen.preview else 'đã nhập'} {len(lines)} hướng dẫn, {len(found.problems)} dòng có lỗi")
    if chosen.report:
        chosen.report.write_text("\n".join([*lines, *(f"bỏ: {one}" for one in found.problems)]) + "\n", "utf-8")
    return 1 if found.problems else 0


def _records(chosen: Any, progress: Progress) -> list[str]:
    from knowledge.console.base.importing import import_guides, keep_records

    read_on = chosen.read_on or today()
    codes = chosen.codes.read_text("utf-8").split() if chosen.codes else None
    done = import_records(
        chosen.records, read_on=read_on, codes=codes, progress=lambda count: progress.say("reading", count, 0)
    )
    raws = {raw.place: raw.record for raw in read_records(chosen.records) if isinstance(raw, Raw)}
    records: dict[str, tuple[Imported, dict[str, Any]]] = {
        record.guide.code: (record, raws[record.place]) for record in done.records
    }
    changed = keep_records(records, read_on, progress.say)
    replaced = {old for guide in load_guides().values() for old in guide.old_codes}
    guides = {code: pair[0].guide for code, pair in records.items() if code not in replaced}
    report = import_guides(guides, load_phrasings(), "record", progress.say)
    print(
        f"bản ghi chính thức: {changed} mới hoặc đổi; hướng dẫn: {_said(report.counts())}; bỏ qua {len(done.problems)}"
    )
    for problem in done.problems:
        print(f"bỏ qua: {problem}", file=sys.stderr)
    return [*done.report(), *(f"{code}: khác ở {', '.join(fields)}" for code, fields in report.differing.items())]


def _publish() -> None:
    """Let the base answer again after a build: without it, a new release would hide what staff have published."""
    from knowledge.console.base.release import Approved, publish
    from knowledge.publishing import Busy
    from knowledge.snapshot import SnapshotError

    try:
        made = publish(Approved(), "hệ thống", "bản phát hành mới", "nội dung của bản phát hành")
    except (SnapshotError, Busy) as error:
        print(f"chưa công bố: {error}", file=sys.stderr)
    else:
        print(f"active: {made.snapshot}" if made else "không có gì khác để công bố")


_WORDS = {"new": "mới", "updated": "cập nhật", "unchanged": "không đổi", "differing": "khác với bản đã sửa"}


def _said(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {_WORDS[name]}" for name, count in counts.items())
