"""What is searched: for each procedure its names, the ways people ask for it, and its body text."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from knowledge.guide import Guide


@dataclass(frozen=True)
class Document:
    """One procedure as search sees it.

    `names`: official name first, then short name and aliases. `phrasings`: how people ask. `body`: other text.
    `siblings`: codes that people confuse with it. `own`: it has a guide written by people, not only a record.
    """

    code: str
    names: tuple[str, ...]
    phrasings: tuple[str, ...] = ()
    body: str = ""
    siblings: tuple[str, ...] = ()
    own: bool = True
    citizens: bool = True
    internal: bool = False
    commune: bool = True
    #: "" for a procedure of the whole country, else who promulgated it for one province.
    province: str = ""


def document_of(
    guide: Guide,
    phrasings: Iterable[str] = (),
    body: str = "",
    *,
    citizens: bool = True,
    internal: bool = False,
    province: str = "",
) -> Document:
    """Return the search document of a guide, with the record's own text as `body` where there is one."""
    papers = [paper.name for case in guide.cases for paper in case.papers]
    notes = [note.text for note in (*guide.conditions, *guide.notes)]
    own = (
        [guide.summary, guide.result, guide.field, *guide.life_events, *notes, *papers]
        if guide.status != "imported"
        else []
    )
    return Document(
        code=guide.code,
        names=tuple(dict.fromkeys(name for name in (guide.name, guide.short_name, *guide.aliases) if name)),
        phrasings=tuple(dict.fromkeys(phrasings)),
        body="\n".join(text for text in (*own, body) if text),
        siblings=tuple(sibling.code for sibling in guide.siblings),
        own=guide.status != "imported",
        citizens=citizens,
        internal=internal,
        commune="commune" in guide.levels,
        province=province,
    )


def write_documents(documents: Iterable[Document], path: Path) -> None:
    """Write one document a line."""
    path.write_text("".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in documents), "utf-8")


def read_documents(path: Path) -> list[Document]:
    """Read what `write_documents` wrote, in order."""
    return [_document(json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def _document(row: dict[str, Any]) -> Document:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Document(**fields)
