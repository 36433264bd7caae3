"""The searcher: a question in, a decision and ranked procedures out. Thread-safe; one per loaded snapshot."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.search.analysis import Analysis
from knowledge.search.decision import SIGNS, Decider, Decision, Shape
from knowledge.search.embedder import EmbedderError
from knowledge.search.features import FEATURES, Candidates, candidates
from knowledge.search.fusion import Fusion, read_weights, softmax
from knowledge.search.index import GENERAL_MARK, NOWHERE, Index
from knowledge.search.texts import Document
from knowledge.settings import Settings, settings
from knowledge.snapshot import Manifest, SnapshotError, verify
from nlu.text import fold

FOLDER = "search"
_EXACT = FEATURES.index("exact")
_CODE = re.compile(r"(?<![\d.])\d\.\d{6}(?![\d.])")
_PLACE_PREFIX = re.compile(r"^(tinh|thanh pho|tp\.?)\s+")


@dataclass(frozen=True)
class Hit:
    """A procedure and its chance, 0 to 1."""

    code: str
    score: float


@dataclass(frozen=True)
class SearchResult:
    """`results` come best first, at most as many as asked for; they are candidates whatever the decision.

    `choices`: the procedures between which the citizen has to choose, where the message is a known general request.
    """

    question: str
    decision: Decision
    results: tuple[Hit, ...]
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ranking:
    """The candidates of a question with scores and chances, shape (C,), for deciding and for tuning.

    `procedures` are the rows of procedures, best first; `general` is the row of the best general request, if any.
    """

    candidates: Candidates
    scores: NDArray[np.float32]
    chances: NDArray[np.float32]
    procedures: NDArray[np.int64]
    general: int | None
    signs: NDArray[np.float32]


class Searcher:
    """Searches one snapshot."""

    def __init__(
        self,
        index: Index,
        fusion: Fusion,
        decider: Decider,
        old_codes: dict[str, str],
        variants: Sequence[dict[str, str]] = (),
    ) -> None:
        self.index, self.fusion, self.decider = index, fusion, decider
        self._old_codes, self._variants = old_codes, variants
        self._group_of = {code: group for group in variants for code in group.values()}

    @classmethod
    def load(
        cls,
        folder: Path,
        chosen: Settings | None = None,
        *,
        verified: bool = False,
        weights: Mapping[str, Any] | None = None,
    ) -> "Searcher":
        """Open the search index of a snapshot. Raises SnapshotError naming what is wrong.

        `verified`: the caller has checked the hashes already (`Snapshot.load` does). `weights` take the place of the
        snapshot's own, for tuning.
        """
        manifest = Manifest.read(folder) if verified else verify(folder)
        place = folder / FOLDER
        try:
            index = Index.load(place, manifest.embedder, chosen or settings())
            weights = read_weights(place / "weights.json") if weights is None else weights
            old_codes = json.loads((place / "old_codes.json").read_text("utf-8"))
            variants = json.loads((folder / "variants.json").read_text("utf-8"))
            return cls(index, Fusion.of(weights["fusion"]), Decider.of(weights["decision"]), old_codes, variants)
        except (OSError, ValueError, KeyError, EmbedderError) as error:
            raise SnapshotError(f"{place}: the search index cannot be used: {error}") from error

    def search(self, question: str, limit: int = 10) -> SearchResult:
        """Find what a citizen's message is about. Never raises for any text."""
        named = self.today(_CODE.findall(question))
        if named:
            hits = tuple(Hit(code, 1.0 / len(named)) for code in named[:limit])
            return SearchResult(question, "answer" if len(named) == 1 else "clarify", hits)
        analysis = self.index.analyser.analyse(question)
        if not any(word.isalnum() for word in analysis.bare):
            return SearchResult(question, "none", ())
        ranking = self.rank(analysis)
        decision = self._decide(ranking)
        codes = [(self._document(ranking, row).code, float(ranking.chances[row])) for row in ranking.procedures]
        choices = self._choices(ranking) if decision == "clarify" else ()
        codes.sort(key=lambda pair: pair[0] not in choices)
        hits, ask = self._collapse(codes, analysis, limit)
        return SearchResult(question, "clarify" if ask and decision == "answer" else decision, hits, choices)

    def _choices(self, ranking: Ranking) -> tuple[str, ...]:
        """Return the procedures that a general request leaves open, when the message is nearest to one."""
        general = ranking.general
        if general is None:
            return ()
        said = ranking.candidates.features[general, _EXACT] > 0
        if not said and ranking.scores[general] != ranking.scores.max():
            return ()
        return tuple(self.today(self._document(ranking, general).siblings))

    def _decide(self, ranking: Ranking) -> Decision:
        """Return the decision: a wording stored for one procedure, or as a general request, is taken at its word."""
        exact = ranking.candidates.features[:, _EXACT] > 0
        if ranking.general is not None and exact[ranking.general]:
            return "clarify"
        if len(ranking.procedures) and exact[ranking.procedures[0]]:
            return "answer"
        if not len(ranking.procedures):
            return "none"
        return self.decider.decide(ranking.signs)

    def _document(self, ranking: Ranking, row: int) -> Document:
        return self.index.documents[int(ranking.candidates.numbers[row])]

    def rank(self, analysis: Analysis, without: NDArray[np.int64] | int | None = None) -> Ranking:
        """Score all candidates of an analysed question. `without` leaves title rows out, for tuning."""
        found = candidates(self.index, analysis, without)
        scores = self.fusion.scores(found.features)
        chances = softmax(scores)
        order = np.argsort(-scores, kind="stable")
        documents = [self.index.documents[number] for number in found.numbers]
        procedures = order[self.index.is_procedure[found.numbers[order]]]
        general = next((int(row) for row in order if documents[row].code.startswith(GENERAL_MARK)), None)
        if not len(procedures):
            return Ranking(found, scores, chances, procedures, None, np.zeros(len(SIGNS), dtype=np.float32))
        first = documents[procedures[0]]
        second = documents[procedures[1]] if len(procedures) > 1 else first
        bare = dict.fromkeys(analysis.bare)
        shape = Shape(
            found.features,
            scores,
            chances,
            procedures,
            outside=next(row for row, document in enumerate(documents) if document.code == NOWHERE),
            general=general,
            general_fits=general is not None and first.code in documents[general].siblings,
            unknown=sum(not self.index.titles.knows(word) for word in bare) / max(len(bare), 1),
            siblings=first.code in second.siblings or second.code in first.siblings,
            size=len(self.index.documents),
        )
        return Ranking(found, scores, chances, procedures, general, shape.signs())

    def today(self, codes: Iterable[str]) -> list[str]:
        """Return the codes that this snapshot knows, replaced ones as their successors, each once."""
        present = (self._old_codes.get(code, code) for code in codes)
        return [code for code in dict.fromkeys(present) if code in self.index.position]

    def with_weights(self, fusion: Fusion, decider: Decider) -> "Searcher":
        """Return the same searcher with other weights, for tuning."""
        return Searcher(self.index, fusion, decider, self._old_codes, self._variants)

    def _collapse(self, codes: list[tuple[str, float]], analysis: Analysis, limit: int) -> tuple[tuple[Hit, ...], bool]:
        """Let provincial variants stand as one: the named province's, else the national one.

        Return the hits, and whether the best one is a choice that only the province can settle.
        """
        text = f" {' '.join(analysis.bare)} "
        hits: list[Hit] = []
        seen: set[str] = set()
        ask = False
        for code, chance in codes:
            if code in seen:
                continue
            group = self._group_of.get(code)
            if group is None:
                hits.append(Hit(code, chance))
                continue
            known = [member for member in group.values() if member in self.index.position]
            chosen = [member for member in known if self._names_province(text, member)] or (
                [group[""]] if group.get("") in known else known
            )
            ask = ask or (not hits and len(chosen) > 1)
            seen.update(known)
            hits += [Hit(member, chance) for member in chosen]
            if len(hits) >= limit:
                break
        return tuple(hits[:limit]), ask

    def _names_province(self, text: str, code: str) -> bool:
        province = self.index.documents[self.index.position[code]].province
        return bool(province) and f" {_PLACE_PREFIX.sub('', fold(province))} " in text
