"""What the starter content covers and what it leaves unknown: python -m knowledge.content_report rewrites the tables.

The tables stand in docs/content.md between the two markers.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from knowledge.guide import Guide
from knowledge.starter import load_guides, load_phrasings

DOCUMENT = Path(__file__).parent.parent / "docs" / "content.md"
START, END = "<!-- coverage -->", "<!-- /coverage -->"
NO_GUIDE = "(no guide)"


def _fee(*kinds: str) -> Callable[[Guide], bool]:
    return lambda guide: any(fee.kind in kinds for fee in guide.fees)


KNOWN: tuple[tuple[str, Callable[[Guide], bool]], ...] = (
    ("a fee in đồng, or free in words", _fee("amount", "free")),
    ("only that the province sets the fee", lambda guide: _fee("local")(guide) and not _fee("amount", "free")(guide)),
    ("time", lambda guide: any(time.unit != "unknown" for time in guide.times)),
    ("papers", lambda guide: bool(guide.cases)),
    ("presence", lambda guide: guide.presence is not None and guide.presence.rule != "unknown"),
    ("authorisation", lambda guide: guide.authorisation is not None and guide.authorisation.rule != "unknown"),
)


def coverage(guides: Mapping[str, Guide], phrasings: Mapping[str, Sequence[str]]) -> str:
    """Return Markdown tables: guides and phrasings by field, guides by life event, and how much is known."""
    fields = Counter(guide.field for guide in guides.values())
    events = Counter(event for guide in guides.values() for event in guide.life_events)
    said: Counter[str] = Counter()
    for code, phrases in phrasings.items():
        said[guides[code].field if code in guides else NO_GUIDE] += len(phrases)
    facts = sum(len(guide.facts()) for guide in guides.values())
    known = [(what, sum(map(test, guides.values()))) for what, test in KNOWN]
    parts = (
        f"{len(guides)} guides with {facts} facts; {said.total()} phrasings of {len(phrasings)} procedures.",
        _table(("known", "guides", "share"), [(what, count, _share(count, len(guides))) for what, count in known]),
        _table(("life event", "guides"), _by_size(events)),
        _table(
            ("field", "guides", "phrasings"),
            [(field, count, said[field]) for field, count in _by_size(dict.fromkeys(said, 0) | fields)],
        ),
    )
    return "\n\n".join(parts)


def rewrite(document: str, tables: str) -> str:
    """Return `document` with `tables` between the markers. Raises ValueError when they do not stand there once."""
    before, start, rest = document.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end or START in after or END in before:
        raise ValueError(f"needs {START} and, after it, {END}, each once")
    return f"{before}{START}\n\n{tables}\n\n{END}{after}"


def _by_size(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))


def _share(count: int, total: int) -> str:
    return f"{count / total:.0%}" if total else "–"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines: list[Sequence[object]] = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def main(document: Path = DOCUMENT) -> int:
    """Rewrite the tables of the document; return 1 with the reason when that is not possible."""
    try:
        text = rewrite(document.read_text("utf-8"), coverage(load_guides(), load_phrasings()))
        document.write_text(text, "utf-8")
    except (OSError, ValueError) as error:
        print(f"error: {document}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
