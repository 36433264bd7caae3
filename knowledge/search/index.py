"""The search index of a snapshot: everything the legs need, in files, built once and only read afterwards."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.search.analysis import Analyser
from knowledge.search.dense import Dense
from knowledge.search.embedder import Embedder, load_embedder
from knowledge.search.lexical import Lexical
from knowledge.search.texts import Document, read_documents
from knowledge.settings import Settings
from nlu.diacritics import Restorer
from nlu.lexicon import Lexicon

#: The code under which messages outside all procedures are indexed. It is never returned.
NOWHERE = ""
#: How the codes of general requests begin, which are indexed to ask back about. They are never returned either.
GENERAL_MARK = "?"


@dataclass(frozen=True)
class Index:
    """A loaded index. Title rows are sorted by document: those of document d are `first[d]:first[d+1]`.

    Shapes, with D documents and T titles: `first` (D+1,), `is_name` (T,) true for names and aliases, false for
    phrasings, `flags` (D, len(FLAGS)). After the procedures come the general requests, NOWHERE is last.
    """

    documents: tuple[Document, ...]
    analyser: Analyser
    titles: Lexical
    bodies: Lexical
    dense: Dense
    embedder: Embedder
    first: NDArray[np.int64]
    is_name: NDArray[np.bool_]
    exact: dict[str, int]

    @cached_property
    def owner(self) -> NDArray[np.int64]:
        """The document of each title row, shape (T,)."""
        return np.repeat(np.arange(len(self.documents)), np.diff(self.first))

    @cached_property
    def flags(self) -> NDArray[np.float32]:
        """What is known of each document before any question, shape (D, len(FLAGS))."""
        rows = [
            [
                one.own,
                one.citizens,
                one.commune,
                one.internal,
                bool(one.province),
                one.code.startswith(GENERAL_MARK),
                one.code == NOWHERE,
            ]
            for one in self.documents
        ]
        return np.array(rows, dtype=np.float32)

    @cached_property
    def is_procedure(self) -> NDArray[np.bool_]:
        """Which documents are procedures, shape (D,)."""
        return np.array([one.code != NOWHERE and not one.code.startswith(GENERAL_MARK) for one in self.documents])

    @cached_property
    def position(self) -> dict[str, int]:
        """The document number of each code."""
        return {document.code: number for number, document in enumerate(self.documents)}

    @classmethod
    def load(cls, folder: Path, description: dict[str, Any], settings: Settings) -> "Index":
        """Read the index folder of a snapshot. `description` is the manifest's embedder entry."""
        analyser = Analyser(Lexicon.load(folder / "lexicon.yml"), Restorer.load(folder / "restorer.json"))
        with np.load(folder / "rows.npz") as rows:
            first, is_name = rows["first"], rows["is_name"]
        return cls(
            tuple(read_documents(folder / "documents.jsonl")),
            analyser,
            Lexical.load(folder / "titles.npz"),
            Lexical.load(folder / "bodies.npz"),
            Dense.load(folder / "dense.faiss"),
            load_embedder(folder / "embedder", description, settings),
            first,
            is_name,
            json.loads((folder / "exact.json").read_text("utf-8")),
        )


FLAGS = ("own", "citizens", "commune", "internal", "provincial", "general", "outside")
