"""Write docs/routing.md: how routing works, and every rule that ships, from the rules themselves.

python scripts/routing_report.py            write the page
python scripts/routing_report.py --check    exit code 1 when the page does not agree with the rules
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from knowledge.rules import Rule, RuleBook, load_rules  # noqa: E402
from knowledge.starter import CONTENT  # noqa: E402

PAGE = ROOT / "docs" / "routing.md"
CASES = ROOT / "tests" / "knowledge" / "routing_cases.tsv"
INTRO = """# Routing: which office, who decides, which channel

*Written by `python scripts/routing_report.py`; do not edit.*

Three organisations are kept apart and never made one field: who helps to file (support), who **receives** the
papers, and who **decides**. `Router.route(guide, context, at)` (`knowledge/routing.py`) is pure and total: the same
guide, context and day give the same `Route` (`knowledge/route.py`), unknown codes count as not said, and what no
source states is said to be unknown.

## What goes in

| | where it stands |
|---|---|
| rules by class, with dates and sources | `content/rules/routes.yml` |
| kinds of offices, the only ones that can be named | `content/centres/offices.yml` |
| provinces with one level of centre | `content/centres/one_level.yml` |
| headquarters of communes | `content/centres/headquarters.csv`, made by `scripts/make_headquarters.py` |
| what staff have confirmed about single offices | `centres.jsonl` of the snapshot (`knowledge/centres.py`) |
| what provinces and communes publish | `overrides.jsonl` of the snapshot (`knowledge/overrides.py`) |
| a procedure that differs from its class | `reception`, `authority` of its guide, which win over the class |

The context holds a place for each key (residence, land, business, registration), where the person is (`here`, the
commune of the site) and whether the way is hard (`reduced_mobility`, noticed by `nlu/mobility.py`). The residence
stands in for land and business, and the answer says so; nothing stands in for the place of an earlier registration.

## What comes out

- **where**: offices that receive, with how far the choice goes (commune, any of the province, any of the nation).
- **needs**: one key to ask for, only where the first choice is one commune's own office and that commune is not
  known.
- **outside, support**: somebody in another province than the key place gets the rule for that in the answer itself;
  for civil status the commune where the person is helps to file online.
- **home**: for somebody to whom the way is hard, whom to ask for help at home. It is never a promise.
- **rule, source**: `Route.explain()` tells both, with the day on which the source was read.
- Address: confirmed or published ones only. Otherwise the answer names the unit and the headquarters of its
  committee, as "trụ sở", from a dated list and "chưa xác nhận là nơi tiếp nhận", or tells where to look the address
  up.

## Overrides

One override is one field in one place: `address`, `hours`, `phone`, `home_service` of a kind of office, a `fee`
decision on a procedure, a `notice`, or the `scope` that a province gives a procedure. A commune's wins over its
province's on that commune, that one over the province's on all, and all of them over the base. `lint_overrides`
tells, row by row, units that do not exist, another unit's office, doubles, offices outside the table, unknown
procedures, removed tiers, provincial portals and what has ended; a build refuses errors and leaves the snapshot in
use alone.
"""


def main() -> int:
    """Write or check the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    text = page(load_rules(CONTENT))
    if options.check:
        return 0 if PAGE.read_text("utf-8") == text else 1
    PAGE.write_text(text, "utf-8")
    return 0


def page(book: RuleBook) -> str:
    """Return the whole page."""
    parts = [INTRO, *_rules(book), *_days(book), *_unknown(book), *_figures()]
    return "\n".join(parts) + "\n"


def _rules(book: RuleBook) -> Iterator[str]:
    yield "## The rules\n"
    yield "| class | from – to | receives (office, scope, keyed by) | decides | source |"
    yield "|---|---|---|---|---|"
    for rule in book.rules:
        span = f"{rule.valid_from} – {rule.valid_to or ''}"
        rows = "; ".join(f"`{row.office}`, {row.scope}, {row.keyed_by}" for row in rule.reception) or "—"
        decides = f"`{rule.authority.office}`, {rule.authority.keyed_by}"
        yield f"| {rule.route_class} | {span} | {rows} | {decides} | {_source(book, rule)} |"
    yield ""


def _source(book: RuleBook, rule: Rule) -> str:
    return book.sources[rule.source].title + (" (likely only)" if rule.certainty == "likely" else "")


def _days(book: RuleBook) -> Iterator[str]:
    yield "## Days on which rules change\n"
    for rule in sorted((rule for rule in book.rules if rule.valid_to), key=lambda rule: rule.id):
        yield f"- after {rule.valid_to}: `{rule.id}` gives way to the next version of {rule.route_class}."
    for name, end in book.channel_ends.items():
        yield f"- after {end.last_day}: the channel `{name}` takes no papers ({book.sources[end.source].title})."
    yield "- after 2026-12-31: fees that are halved until then; they stand in the guides, each with its last day."
    for row in book.one_level:
        yield f"- since {row.valid_from}: province {row.province} has `{row.office}` instead of commune centres."
    yield "\nA source with `valid_to` is a text that ceases; a rule that would outlive it is refused.\n"


def _unknown(book: RuleBook) -> Iterator[str]:
    yield "## What is only likely\n"
    yield "Said as a hint to ask an officer about, never as an office or a scope:\n"
    for rule in book.rules:
        for hint in rule.hints:
            yield f"- {rule.route_class}: {hint}"
    yield ""


def _figures() -> Iterator[str]:
    lines = CASES.read_text("utf-8").splitlines()
    counts = Counter(line.split("\t")[0] for line in lines if line and line[0] not in "#@")
    with (CONTENT / "centres" / "headquarters.csv").open(encoding="utf-8", newline="") as stream:
        marks = Counter(row["quality"] for row in csv.DictReader(stream))
    least = min(count for name, count in counts.items() if name != "-")
    yield "## Figures\n"
    yield f"- {sum(counts.values())} cases checked by hand, at least {least} of each class"
    yield "  (`tests/knowledge/routing_cases.tsv`); every guide in 50 places on 4 days"
    yield "  (`tests/knowledge/test_routing_cases.py`), a sample in the ordinary run, all with `MOTCUA_THOROUGH=1`."
    yield f"- {sum(marks.values())} headquarters of communes: {marks['street']} by street, {marks['hamlet']} by hamlet."
    yield "  Rows of the list that are no address or name several seats are left out, and so are its coordinates,"
    yield "  which nobody has checked."


if __name__ == "__main__":
    sys.exit(main())
