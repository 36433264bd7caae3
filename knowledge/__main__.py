"""The commands of the knowledge room: python -m knowledge build|activate|rollback|snapshots|search|import|console|…"""

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import FrameType

from knowledge.progress import Progress
from knowledge.settings import Settings, settings
from knowledge.snapshot import Manifest, SnapshotError, activate, current, names, prune, snapshots_folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code: 0 done, 1 refused with a reason, 2 wrong use."""
    signal.signal(signal.SIGTERM, _stop)
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given and given[0] in _PASSED_ON:
            return _PASSED_ON[given[0]](given[1:], settings())
        chosen = _parser().parse_args(given)
        done: int = chosen.run(chosen, settings())
        return done
    except KeyboardInterrupt:
        print("stopped; nothing half-written stays", file=sys.stderr)
        return 130
    except (SnapshotError, OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _stop(number: int, frame: FrameType | None) -> None:
    # SystemExit runs the clean-up of a build under way.
    raise SystemExit(128 + number)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m knowledge", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")

    build = commands.add_parser("build", help="build a snapshot from the starter content and official records")
    build.add_argument(
        "--out", type=Path, help="write it to this folder; default: a folder of its own in var/snapshots"
    )
    build.add_argument("--records", type=Path, help="official records: .jsonl(.gz), .json, or a folder of them")
    build.add_argument("--codes", type=Path, help="take only the codes listed in this file, one a line")
    build.add_argument(
        "--read-on", type=date.fromisoformat, help="the day the records were read, YYYY-MM-DD; default: today"
    )
    build.add_argument(
        "--if-changed", action="store_true", help="do nothing when the current snapshot has the same inputs"
    )
    build.add_argument("--activate", action="store_true", help="point `current` at the new snapshot")
    build.add_argument("--why", default="", help="a remark for the manifest")
    build.set_defaults(run=_build)

    point = commands.add_parser("activate", help="point `current` at a snapshot")
    point.add_argument("name")
    point.set_defaults(run=_activate)

    back = commands.add_parser("rollback", help="point `current` at an older snapshot, by default the one before")
    back.add_argument("name", nargs="?")
    back.set_defaults(run=_rollback)

    commands.add_parser("snapshots", help="list the snapshots").set_defaults(run=_snapshots)

    search = commands.add_parser("search", help="search: one question a line on standard input")
    search.add_argument("--json", action="store_true", help="one JSON a line instead of text")
    search.add_argument("--snapshot", type=Path, help="a snapshot folder; default: the current one")
    search.add_argument("--limit", type=int, default=10)
    search.set_defaults(run=_search)

    commands.add_parser("evaluate", help="measure search on the frozen questions and write docs/evaluation.md")
    commands.add_parser("import", help="bring starter content and official records into the base that staff edit")
    commands.add_parser("publish", help="turn what is approved in the base into the current snapshot")
    commands.add_parser("console", help="run the staff console, and what belongs to it")
    commands.add_parser("doctor", help="find what is set up wrongly and say how to mend it")
    return parser


def _build(chosen: argparse.Namespace, with_settings: Settings) -> int:
    from knowledge.building import Order, build

    if chosen.codes and not chosen.records:
        raise ValueError("--codes needs --records")
    if chosen.out and chosen.activate:
        raise ValueError("--activate is for snapshots in var/snapshots, not for --out")
    codes = chosen.codes.read_text("utf-8").split() if chosen.codes else None
    order = Order(records=chosen.records, codes=codes, read_on=chosen.read_on, why=chosen.why)
    with Progress() as progress:
        built = build(order, with_settings, progress.say, chosen.out, if_changed=chosen.if_changed)
    if not built.fresh:
        print(f"unchanged: {built.folder}")
        return 0
    for problem in built.imported.problems if built.imported else ():
        print(f"skipped: {problem}", file=sys.stderr)
    print(f"{built.folder}: " + ", ".join(f"{count} {what}" for what, count in built.counts.items()))
    if chosen.activate:
        activate(with_settings.var, built.folder.name)
        prune(with_settings.var, with_settings.snapshots_kept)
        print(f"active: {built.folder.name}")
    return 0


def _activate(chosen: argparse.Namespace, with_settings: Settings) -> int:
    print(f"active: {activate(with_settings.var, chosen.name).name}")
    return 0


def _rollback(chosen: argparse.Namespace, with_settings: Settings) -> int:
    name = chosen.name
    if name is None:
        active = current(with_settings.var).name
        older = [known for known in names(with_settings.var) if known < active]
        if not older:
            raise SnapshotError(f"there is no snapshot older than {active}")
        name = older[-1]
    print(f"active: {activate(with_settings.var, name).name}")
    return 0


def _snapshots(chosen: argparse.Namespace, with_settings: Settings) -> int:
    try:
        active = current(with_settings.var).name
    except SnapshotError:
        active = ""
    for name in names(with_settings.var):
        manifest = Manifest.read(snapshots_folder(with_settings.var) / name)
        guides = manifest.counts.get("guides", 0)
        print(f"{'*' if name == active else ' '} {name}  {guides} guides  {manifest.who}  {manifest.why}".rstrip())
    return 0


def _search(chosen: argparse.Namespace, with_settings: Settings) -> int:
    from knowledge.search import Searcher

    searcher = Searcher.load(chosen.snapshot or current(with_settings.var), with_settings)
    for line in sys.stdin:
        result = searcher.search(line.rstrip("\n"), chosen.limit)
        hits = [{"code": hit.code, "score": round(hit.score, 4)} for hit in result.results]
        if chosen.json:
            row = {"question": result.question, "decision": result.decision, "results": hits}
            print(json.dumps(row, ensure_ascii=False), flush=True)
        else:
            print(f"{result.decision}: " + ", ".join(f"{hit['code']} ({hit['score']})" for hit in hits[:3]), flush=True)
    return 0


def _evaluate(rest: Sequence[str], with_settings: Settings) -> int:
    from knowledge.evaluation.command import main as evaluate

    return evaluate(rest, with_settings)


def _import(rest: Sequence[str], with_settings: Settings) -> int:
    from knowledge.console.base.command_import import main as bring_in

    return bring_in(rest, with_settings)


def _publish(rest: Sequence[str], with_settings: Settings) -> int:
    from knowledge.console.base.command_publish import main as publish

    return publish(rest, with_settings)


def _console(rest: Sequence[str], with_settings: Settings) -> int:
    from knowledge.console.command import main as console

    return console(rest)


def _doctor(rest: Sequence[str], with_settings: Settings) -> int:
    from knowledge.doctor import main as doctor

    return doctor(rest)


#: Commands with options of their own.
_PASSED_ON = {"evaluate": _evaluate, "doctor": _doctor, "import": _import, "publish": _publish, "console": _console}


if __name__ == "__main__":
    sys.exit(main())
