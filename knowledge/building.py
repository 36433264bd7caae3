"""Building a snapshot: starter content and, where asked, official records become one immutable folder.

Touches nothing live: `activate` is a step of its own. Half-built folders vanish (see knowledge.snapshot.writing).
"""

import csv
import getpass
import hashlib
import json
import shutil
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.centres import check_headquarters, read_headquarters, write_centres
from knowledge.guide import Guide
from knowledge.importing import Import, Imported, import_records
from knowledge.importing.variants import province_name, variant_groups
from knowledge.overrides import lint_overrides, read_overrides, refuse_faults, write_overrides
from knowledge.rules import load_rules
from knowledge.search.fusion import SHIPPED
from knowledge.search.indexing import build_index
from knowledge.search.searcher import FOLDER
from knowledge.search.texts import Document, document_of
from knowledge.settings import Settings
from knowledge.snapshot import Draft, SnapshotError, current, snapshots_folder, writing
from knowledge.starter import CONTENT, load_guides, load_phrasings
from nlu.clock import today
from nlu.places.tables import read_tables
from nlu.places.units import Units
from nlu.text import fold

Say = Callable[[str, int, int], None]
REPORT = "import.txt"
_COPIED = ("rules", "units", "centres", "questions")
_ANSWERABLE = frozenset({"starter", "reviewed", "imported"})
_CODE_READ = (
    "knowledge/search",
    "knowledge/importing",
    "nlu/lexicon.yml",
    "nlu/lexicon.py",
    "nlu/diacritics.py",
    "nlu/text.py",
    "knowledge/building.py",
    "knowledge/guide.py",
    "knowledge/starter.py",
    "knowledge/centres.py",
    "knowledge/overrides.py",
)
_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Order:
    """What to build: the content folder, and the official records to add, all of them or those of `codes`."""

    content: Path = CONTENT
    records: Path | None = None
    codes: Collection[str] | None = None
    read_on: date | None = None
    why: str = ""


@dataclass(frozen=True)
class Built:
    """What came out: the snapshot's folder, its counts, and what the import has to say (None without records)."""

    folder: Path
    counts: dict[str, int]
    imported: Import | None
    fresh: bool = True


def build(order: Order, settings: Settings, say: Say, out: Path | None = None, *, if_changed: bool = False) -> Built:
    """Build a snapshot into `out`, or under its own name below MOTCUA_VAR.

    With `if_changed`, the current snapshot is returned where it was built from the very same inputs. Raises
    ContentError, FileNotFoundError, SnapshotError or OSError; nothing half-written stays in any case.
    """
    inputs = fingerprint(order, settings)
    if if_changed and (present := _present(settings.var, inputs)) is not None:
        return present
    parent = out.absolute().parent if out is not None else snapshots_folder(settings.var)
    with writing(parent, out.absolute() if out is not None else None) as draft:
        imported = _write(order, settings, say, draft)
        draft.inputs, draft.who, draft.why = inputs, getpass.getuser(), order.why
    if draft.target is None:
        raise SnapshotError(f"{parent}: the snapshot was not finished")
    return Built(draft.target, draft.counts, imported)


def _present(var: Path, inputs: str) -> Built | None:
    from knowledge.snapshot import verify

    try:
        folder = current(var)
        manifest = verify(folder)
    except SnapshotError:
        return None
    return Built(folder, manifest.counts, None, fresh=False) if manifest.inputs == inputs else None


def _write(order: Order, settings: Settings, say: Say, draft: Draft) -> Import | None:
    guides = load_guides(order.content)
    phrasings = load_phrasings(order.content)
    imported = None
    if order.records is not None:
        imported = import_records(
            order.records,
            read_on=order.read_on or today(),
            codes=order.codes,
            progress=lambda done: say("records", done, 0),
        )
        (draft.folder / REPORT).write_text("\n".join(imported.report()) + "\n", "utf-8")
    records = {record.guide.code: record for record in imported.records} if imported else {}
    chosen = merged(guides, records)
    _jsonl(draft.folder / "guides.jsonl", chosen.values())
    (draft.folder / "phrasings.json").write_text(json.dumps(phrasings, ensure_ascii=False, indent=0), "utf-8")
    for name in _COPIED:
        if (order.content / name).is_dir():
            shutil.copytree(order.content / name, draft.folder / name)
    draft.counts.update(_write_local(order.content, draft.folder, chosen))
    provinces = _provinces(order.content)
    groups = variant_groups((record for record in records.values() if record.guide.code in chosen), provinces.get)
    (draft.folder / "variants.json").write_text(json.dumps(groups, ensure_ascii=False), "utf-8")
    documents = list(_documents(chosen, phrasings, records))
    known = {code for guide in chosen.values() for code in (guide.code, *guide.old_codes)}
    background = [asked for code, asked in sorted(phrasings.items()) if code not in known]
    _write_search(documents, background, chosen, draft, settings, say)
    draft.counts.update(
        guides=len(chosen),
        starter=len(guides),
        imported=len(chosen) - len(guides),
        phrasings=sum(len(document.phrasings) for document in documents),
        variant_groups=len(groups),
        skipped=len(imported.problems) if imported else 0,
    )
    return imported


def _write_local(content: Path, folder: Path, guides: Collection[str]) -> dict[str, int]:
    """Write what is known of single offices and what places publish, checked against units, offices and guides.

    Raises CentreError, OverrideError or UnitsError, naming file and row, when the content does not fit together.
    """
    headquarters, overrides = content / "centres" / "headquarters.csv", content / "overrides.jsonl"
    units = Units(read_tables(content / "units"), today()) if (content / "units" / "wards.csv").exists() else None
    if units and headquarters.exists():
        check_headquarters(headquarters, {code: ward.name for code, ward in units.wards.items()})
    rows = read_overrides(overrides)
    if rows and units:
        refuse_faults(lint_overrides(rows, units, load_rules(content).offices, guides, today()), overrides)
    return {
        "centres": write_centres(
            folder / "centres.jsonl", read_headquarters(headquarters) if headquarters.exists() else ()
        ),
        "overrides": write_overrides(folder / "overrides.jsonl", rows),
    }


def _write_search(
    documents: list[Document],
    background: list[tuple[str, ...]],
    chosen: dict[str, Guide],
    draft: Draft,
    settings: Settings,
    say: Say,
) -> None:
    folder = draft.folder / FOLDER
    draft.embedder.update(build_index(documents, folder, settings, say, background))
    shutil.copyfile(SHIPPED, folder / "weights.json")
    old_codes = {old: guide.code for guide in chosen.values() for old in guide.old_codes if old not in chosen}
    (folder / "old_codes.json").write_text(json.dumps(old_codes), "utf-8")


def merged(guides: dict[str, Guide], records: dict[str, Imported]) -> dict[str, Guide]:
    """Return the guides of a snapshot: our own, then the imported ones that none of them is or replaces."""
    replaced = {old for guide in guides.values() for old in guide.old_codes}
    return guides | {
        code: record.guide for code, record in records.items() if code not in guides and code not in replaced
    }


def _documents(
    guides: dict[str, Guide], phrasings: dict[str, tuple[str, ...]], records: dict[str, Imported]
) -> Iterable[Document]:
    for code, guide in guides.items():
        if guide.status not in _ANSWERABLE:
            continue
        asked = [phrase for known in (code, *guide.old_codes) for phrase in phrasings.get(known, ())]
        record = next((records[known] for known in (code, *guide.old_codes) if known in records), None)
        if record is None:
            yield document_of(guide, asked)
        else:
            yield document_of(
                guide,
                asked,
                record.body,
                citizens=record.citizens,
                internal=record.internal,
                province=province_name(record.promulgator) or "",
            )


def _provinces(content: Path) -> dict[str, str]:
    """Return province codes by name as records write it ("tỉnh Bắc Ninh"), from the shipped table."""
    path = content / "units" / "provinces.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        return _ByName({row["name"]: row["code"] for row in csv.DictReader(stream)})


class _ByName(dict[str, str]):
    """Province codes that are found whatever the case, the marks and the word in front."""

    def __init__(self, codes: dict[str, str]) -> None:
        super().__init__({self._key(name): code for name, code in codes.items()})

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(self._key(name), default)

    @staticmethod
    def _key(name: str) -> str:
        bare = " ".join(fold(name).replace("-", " ").replace(".", " ").split())
        for front in ("tinh ", "thanh pho ", "tp "):
            bare = bare.removeprefix(front)
        return bare


def _jsonl(path: Path, guides: Iterable[Guide]) -> None:
    with path.open("w", encoding="utf-8") as stream:
        for guide in guides:
            stream.write(guide.model_dump_json(exclude_defaults=True) + "\n")


def fingerprint(order: Order, settings: Settings, *, weights: bool = True) -> str:
    """Return a hash over everything that decides what a build makes: content, records, code, settings.

    Without `weights` the weights of fusion and decision are left out: they are fitted on built snapshots.
    """
    digest = hashlib.sha256()
    chosen = settings.model_dump(
        include={
            "embedder",
            "embedder_query_prefix",
            "embedder_text_prefix",
            "embedder_length",
            "embedder_segment",
            "seed",
            "train_steps",
        }
    )
    digest.update(
        json.dumps([chosen, sorted(order.codes) if order.codes is not None else None], sort_keys=True).encode()
    )
    places = [order.content, *(_ROOT / part for part in _CODE_READ), *([order.records] if order.records else [])]
    for place in places:
        files = sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]
        for path in files:
            if "__pycache__" not in path.parts and path.is_file() and (weights or path != SHIPPED):
                digest.update(path.name.encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:24]
