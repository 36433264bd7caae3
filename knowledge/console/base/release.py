"""From the base to citizens: what is approved becomes the next snapshot. Django's side of knowledge.publishing."""

import hashlib
import json
import threading
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.db.models import Q

from knowledge.building import _provinces as provinces_by_name
from knowledge.console.base.local import in_force
from knowledge.console.base.models import Guard, Guide, LocalFact, Publication, Record, digest
from knowledge.console.staff.models import log
from knowledge.effects import Asked, Effect, compare, to_ask
from knowledge.guide import Guide as Contract
from knowledge.importing.variants import province_name, variant_groups
from knowledge.overrides import Override
from knowledge.publishing import ANSWERABLE, Candidate, Entry, back_to, discard, go_live, prepare, publisher
from knowledge.reindexing import opened
from knowledge.search.searcher import FOLDER, Searcher
from knowledge.settings import Settings, settings
from knowledge.snapshot import Manifest, SnapshotError, current
from knowledge.starter import CONTENT
from nlu.clock import today


class Broken(Exception):
    """Questions would lose their answer, and nobody has said why that is right."""

    def __init__(self, effects: Sequence[Effect]) -> None:
        super().__init__("Có câu hỏi sẽ mất câu trả lời đúng.")
        self.effects = effects


@dataclass(frozen=True)
class Approved:
    """What the base lets out: live rows in force today, and `instead`, versions that take the place of rows.

    `coming` and `leaving` are local facts about to go live and about to be withdrawn.
    """

    instead: Mapping[str, tuple[dict[str, Any], list[str]]] = field(default_factory=dict)
    coming: LocalFact | None = None
    leaving: LocalFact | None = None

    @cached_property
    def _marks(self) -> dict[str, str]:
        day = today().isoformat()
        rows = Guide.objects.filter(live=True).order_by("pk")
        marks = {
            code: mark
            for code, mark, begins, ends in rows.values_list(
                "code", "digest", "content__effective_from", "content__effective_to"
            )
            if (begins or "") <= day and (not ends or day <= ends)
        }
        for code, (content, phrasings) in self.instead.items():
            marks[code] = digest(content, phrasings)
        return marks

    def digests(self) -> Mapping[str, str]:
        """Return a mark of everything that a guide's part of the snapshot is made of."""
        records = dict(Record.objects.filter(code__in=Guide.objects.values("code")).values_list("code", "digest"))
        return {code: f"{mark}{records.get(code, '')}" for code, mark in self._marks.items()}

    def entries(self, codes: Collection[str]) -> Iterable[Entry]:
        """Return the guides of `codes` with what search reads beside them."""
        texts = {
            code: (content, phrasings)
            for code, content, phrasings in Guide.objects.filter(_in(codes)).values_list("code", "content", "phrasings")
            if code in codes
        } | {code: text for code, text in self.instead.items() if code in codes}
        guides = {code: Contract.model_validate(content) for code, (content, _) in texts.items()}
        wanted = {known: code for code, guide in guides.items() for known in (*guide.old_codes, code)}
        found = {wanted[row.code]: row for row in Record.objects.defer("raw").filter(_in(wanted))}
        for code, guide in guides.items():
            record = found.get(code)
            about: dict[str, Any] = {}
            if record is not None:
                about = {
                    "body": record.body,
                    "citizens": record.citizens,
                    "internal": record.internal,
                    "province": province_name(record.promulgator) or "",
                }
            yield Entry(guide, tuple(texts[code][1]), **about)

    def overrides(self) -> Sequence[Override]:
        """Return the local facts that are live."""
        return in_force(self.coming, self.leaving)

    def variants(self) -> Sequence[Mapping[str, str]]:
        """Return the groups of provincial variants among what is let out."""
        rows = Record.objects.exclude(promulgator="").values_list("code", "promulgator")
        by_code = dict(rows)
        titles = Guide.objects.filter(live=True).values_list("code", "content__name")
        stand_ins: Any = [
            SimpleNamespace(guide=SimpleNamespace(code=code, name=name), promulgator=by_code[code])
            for code, name in titles
            if code in by_code and name
        ]
        return variant_groups(stand_ins, provinces_by_name(CONTENT).get)


def _in(codes: Collection[str]) -> Q:
    """Return a filter on codes; a long list would be too many variables for SQLite, so it filters nothing."""
    return Q(code__in=list(codes)) if len(codes) < 500 else Q()


class _Open:
    """The searcher of the snapshot in use, loaded once for a snapshot and not for each look."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: tuple[Path, Searcher] | None = None

    def get(self, chosen: Settings) -> Searcher:
        """Return it. Raises SnapshotError."""
        folder = current(chosen.var)
        with self._lock:
            if self._held is None or self._held[0] != folder:
                self._held = (folder, Searcher.load(folder, chosen))
            return self._held[1]

    def put(self, folder: Path, searcher: Searcher) -> None:
        """Remember the searcher of what has just become current."""
        with self._lock:
            self._held = (folder, searcher)


OPEN = _Open()


@dataclass(frozen=True)
class Outlook:
    """A candidate with what it would change."""

    candidate: Candidate
    effects: tuple[Effect, ...]
    asked: int
    searcher: Searcher

    @property
    def broken(self) -> tuple[Effect, ...]:
        """Questions that would lose their answer."""
        return tuple(effect for effect in self.effects if effect.broken)


def outlook(approved: Approved, who: str, why: str, chosen: Settings | None = None) -> Outlook:
    """Write a candidate and ask it and the snapshot in use the same questions. Raises SnapshotError, Busy."""
    chosen = chosen or settings()
    before = OPEN.get(chosen)
    candidate = prepare(approved, chosen, who, why, before)
    if candidate.encoded == 0 and _same_index(candidate):
        return Outlook(candidate, (), 0, before)
    after = Searcher(opened(before.index, candidate.folder / FOLDER), before.fusion, before.decider, {})
    guards = [Asked(question, code) for question, code in Guard.objects.values_list("question", "code")]
    key = _key(candidate, guards)
    if key not in _SEEN:
        touched = [*candidate.changed, *candidate.removed]
        questions = to_ask(before, after, touched, guards)
        _SEEN[key] = (tuple(compare(before, after, questions)), len(questions))
        while len(_SEEN) > _REMEMBERED:
            del _SEEN[next(iter(_SEEN))]
    effects, asked = _SEEN[key]
    return Outlook(candidate, effects, asked, after)


#: What the last looks found, so that publishing right after a look need not ask everything again.
_SEEN: dict[str, tuple[tuple[Effect, ...], int]] = {}
_REMEMBERED = 16


def _same_index(candidate: Candidate) -> bool:
    name = f"{FOLDER}/documents.jsonl"
    old, new = verified_files(candidate.before), verified_files(candidate.folder)
    return old[name] == new[name]


def _key(candidate: Candidate, guards: Sequence[Asked]) -> str:
    """Return what decides the effects: the snapshot in use, the candidate's index, and the guards."""
    files = {name: value for name, value in verified_files(candidate.folder).items() if name.startswith(FOLDER)}
    text = json.dumps(
        [candidate.before.name, sorted(files.items()), sorted((one.question, one.code) for one in guards)]
    )
    return hashlib.sha256(text.encode()).hexdigest()


def verified_files(folder: Path) -> dict[str, str]:
    """Return the hashes that a snapshot's manifest gives."""
    return Manifest.read(folder).files


def look(approved: Approved, who: str) -> Outlook:
    """Return what publishing would change, and leave nothing behind."""
    chosen = settings()
    with publisher(chosen.var):
        seen = outlook(approved, who, "xem trước", chosen)
        discard(seen.candidate)
    return seen


def publish(approved: Approved, who: str, why: str, reason: str = "", before_live: Any = None) -> Publication | None:
    """Make what is approved live; None when nothing differs. `before_live` runs in the same transaction.

    Raises Broken, with nothing changed, when a question would lose its answer and no reason is given; SnapshotError
    and Busy likewise change nothing.
    """
    chosen, started = settings(), time.monotonic()
    with publisher(chosen.var):
        seen = outlook(approved, who, why, chosen)
        try:
            if not (seen.candidate.changed or seen.candidate.removed or _overrides_differ(seen.candidate)):
                with transaction.atomic():
                    if before_live is not None:
                        before_live()
                return None
            if seen.broken and not reason.strip():
                raise Broken(seen.broken)
            with transaction.atomic():
                if before_live is not None:
                    before_live()
                made = Publication.objects.create(
                    snapshot=seen.candidate.folder.name,
                    before=seen.candidate.before.name,
                    who=who,
                    kind="publish",
                    codes=[*seen.candidate.changed, *seen.candidate.removed][:200],
                    effects=[asdict(effect) for effect in seen.effects][:200],
                    reason=reason,
                    seconds=round(time.monotonic() - started, 2),
                )
                log(who, "công bố", made.snapshot, codes=made.codes[:20], reason=reason, why=why)
                # Last: when the pointer cannot be turned, the base is taken back too.
                go_live(seen.candidate, chosen)
        finally:
            discard(seen.candidate)
        OPEN.put(current(chosen.var), seen.searcher)
    return made


def _overrides_differ(candidate: Candidate) -> bool:
    name = "overrides.jsonl"
    before = candidate.before / name
    return (candidate.folder / name).read_bytes() != (before.read_bytes() if before.exists() else b"")


def roll_back(name: str, who: str, reason: str = "") -> Publication:
    """Make an earlier snapshot current. Raises SnapshotError and Busy."""
    chosen, started = settings(), time.monotonic()
    with publisher(chosen.var), transaction.atomic():
        before = current(chosen.var).name
        if before == name:
            raise SnapshotError(f"{name} đang được dùng.")
        made = Publication.objects.create(
            snapshot=name,
            before=before,
            who=who,
            kind="rollback",
            reason=reason,
            seconds=round(time.monotonic() - started, 2),
        )
        log(who, "quay lại bản trước", name, before=before, reason=reason)
        back_to(name, chosen)
    return made


__all__ = ["ANSWERABLE", "Approved", "Broken", "Outlook", "look", "outlook", "publish", "roll_back"]
