"""The plain everyday wording of the most asked procedures: guards, not a sample. Each must be answered as it stands.

A figure may hide that «làm khai tử» suddenly means a mobile registration; these questions do not. They are never
fitted on. One a line: the message, a tab, the codes of which any is right.
"""

from collections.abc import Callable
from pathlib import Path

from knowledge.search.searcher import SearchResult

FILE = Path(__file__).with_name("everyday.tsv")


def load_everyday(path: Path = FILE) -> dict[str, tuple[str, ...]]:
    """Return the right codes by message. Raises ValueError for a line of another shape."""
    found = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        message, tab, codes = line.partition("\t")
        if not tab or not message.strip() or not codes.split():
            raise ValueError(f"{path.name}, line {number}: expected a message, a tab and codes")
        found[message] = tuple(codes.split())
    return found


def failing(search: Callable[[str], SearchResult], everyday: dict[str, tuple[str, ...]]) -> list[str]:
    """Return a line for each message that is not answered with one of its codes, or only refused."""
    lines = []
    for message, codes in everyday.items():
        found = search(message)
        first = found.results[0].code if found.results else "–"
        if first not in codes or found.decision == "none":
            lines.append(f"{message}: {found.decision} {first}, expected {' or '.join(codes)}")
    return lines
