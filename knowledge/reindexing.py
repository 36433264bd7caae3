"""The search index of the next snapshot, made from the one before: only texts that are new are read and encoded.

The embedder, the restorer and the lexicon stay those of the build; so does the average length in the weights of terms.
Everything else is as a build over the same documents would make it.
"""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.search.analysis import Analysis
from knowledge.search.dense import Dense
from knowledge.search.index import Index
from knowledge.search.indexing import _full_text as full_text
from knowledge.search.indexing import _general_requests, _outside
from knowledge.search.lexical import Lexical
from knowledge.search.texts import Document, read_documents, write_documents

Rows = NDArray[np.int64]
_WRITTEN = frozenset(
    ["titles.npz", "bodies.npz", "rows.npz", "dense.faiss", "exact.json", "documents.jsonl", "old_codes.json"]
)
_K1, _B = 1.2, 0.5


def reindex(old: Index, old_folder: Path, folder: Path, documents: Sequence[Document]) -> int:
    """Write the index of `documents` into `folder`, taking from the old one what is the same; return how many are new.

    `documents` are the procedures; what is indexed beside them is added here.
    """
    folder.mkdir(parents=True)
    for source in old_folder.iterdir():
        if source.name not in _WRITTEN:
            copy: Callable[[Path, Path], object] = shutil.copytree if source.is_dir() else shutil.copyfile
            copy(source, folder / source.name)
    documents = complete(documents)
    titles = [list(dict.fromkeys((*one.names, *one.phrasings))) for one in documents]
    source_rows, fresh = _matched(old, documents, titles)
    analysed = {row: old.analyser.analyse(text) for row, text in fresh.items()}
    grown(old.titles, source_rows, {row: text.terms() for row, text in analysed.items()}).save(folder / "titles.npz")
    _write_vectors(old, source_rows, analysed, folder)
    is_name = np.array([text in one.names for one, texts in zip(documents, titles, strict=True) for text in texts])
    first = np.concatenate([[0], np.cumsum([len(texts) for texts in titles])]).astype(np.int64)
    np.savez(folder / "rows.npz", first=first, is_name=is_name.astype(np.bool_))
    _write_bodies(old, documents, folder)
    _write_exact(old, old_folder, documents, titles, folder)
    _write_documents(old, old_folder, documents, folder)
    return len(fresh)


def complete(documents: Sequence[Document]) -> list[Document]:
    """Return the procedures with what is indexed beside them: general requests, and messages outside all of them."""
    return [*documents, *_general_requests({document.code for document in documents}), _outside()]


def opened(old: Index, folder: Path) -> Index:
    """Return the index that `reindex` wrote, with the frozen parts of the old one instead of reading them again."""
    with np.load(folder / "rows.npz") as rows:
        first, is_name = rows["first"], rows["is_name"]
    return replace(
        old,
        documents=tuple(read_documents(folder / "documents.jsonl")),
        titles=Lexical.load(folder / "titles.npz"),
        bodies=Lexical.load(folder / "bodies.npz"),
        dense=Dense.load(folder / "dense.faiss"),
        first=first,
        is_name=is_name,
        exact=json.loads((folder / "exact.json").read_text("utf-8")),
    )


def _write_documents(old: Index, old_folder: Path, documents: Sequence[Document], folder: Path) -> None:
    path = folder / "documents.jsonl"
    fresh = [
        one for one in documents if old.position.get(one.code) is None or old.documents[old.position[one.code]] != one
    ]
    write_documents(fresh, path)
    written = dict(zip((one.code for one in fresh), path.read_text("utf-8").splitlines(), strict=True))
    kept = (old_folder / "documents.jsonl").read_text("utf-8").splitlines()
    lines = (written[one.code] if one.code in written else kept[old.position[one.code]] for one in documents)
    path.write_text("".join(line + "\n" for line in lines), "utf-8")


def _matched(old: Index, documents: Sequence[Document], titles: Sequence[list[str]]) -> tuple[Rows, dict[int, str]]:
    """Return the old row of each title row, -1 where there is none, and the texts of those without one."""
    found: list[int] = []
    fresh: dict[int, str] = {}
    for document, texts in zip(documents, titles, strict=True):
        number = old.position.get(document.code)
        known: dict[str, int] = {}
        if number is not None:
            before = old.documents[number]
            start = int(old.first[number])
            known = {text: start + at for at, text in enumerate(dict.fromkeys((*before.names, *before.phrasings)))}
        for text in texts:
            if text not in known:
                fresh[len(found)] = text
            found.append(known.get(text, -1))
    return np.array(found, dtype=np.int64), fresh


def _write_vectors(old: Index, source_rows: Rows, analysed: dict[int, Analysis], folder: Path) -> None:
    vectors = np.zeros((len(source_rows), old.dense.vectors.shape[1]), dtype=np.float32)
    kept = source_rows >= 0
    vectors[kept] = old.dense.vectors[source_rows[kept]]
    if analysed:
        vectors[list(analysed)] = old.embedder.texts(list(analysed.values()))
    Dense.build(vectors).save(folder / "dense.faiss")


def _write_bodies(old: Index, documents: Sequence[Document], folder: Path) -> None:
    source = np.full(len(documents), -1, dtype=np.int64)
    fresh: dict[int, Sequence[str]] = {}
    for row, document in enumerate(documents):
        number = old.position.get(document.code)
        if number is not None and full_text(old.documents[number]) == full_text(document):
            source[row] = number
        else:
            fresh[row] = old.analyser.analyse(full_text(document)).terms()
    grown(old.bodies, source, fresh).save(folder / "bodies.npz")


def _write_exact(
    old: Index, old_folder: Path, documents: Sequence[Document], titles: Sequence[list[str]], folder: Path
) -> None:
    """Write which document a whole wording stands for; of two with one wording the earlier document has it."""
    number_of = {document.code: number for number, document in enumerate(documents)}
    same = {
        document.code
        for document in documents
        if document.code in old.position
        and old.documents[old.position[document.code]].names == document.names
        and old.documents[old.position[document.code]].phrasings == document.phrasings
    }
    exact: dict[str, int] = {}
    for bare, number in json.loads((old_folder / "exact.json").read_text("utf-8")).items():
        code = old.documents[number].code
        if code in same:
            exact[bare] = number_of[code]
    for number, (document, texts) in enumerate(zip(documents, titles, strict=True)):
        if document.code not in same:
            for text in texts:
                bare = " ".join(old.analyser.analyse(text).bare)
                exact[bare] = min(number, exact.get(bare, number))
    (folder / "exact.json").write_text(json.dumps(exact, ensure_ascii=False), "utf-8")


def grown(old: Lexical, source: Rows, fresh: dict[int, Sequence[str]]) -> Lexical:
    """Return a lexical leg whose row i is the old row `source[i]`, or the terms `fresh[i]` where that is -1."""
    terms, idf, starts, rows, weights = old._terms, old._idf, old._starts, old._rows, old._weights
    term_of = np.repeat(np.arange(len(terms)), np.diff(starts))
    portions = weights / idf[term_of]
    place = np.full(old.size, -1, dtype=np.int64)
    place[source[source >= 0]] = np.flatnonzero(source >= 0)
    kept = place[rows] >= 0
    known = dict(terms)
    added = _added(fresh, known, average_length(rows, portions))
    all_terms = np.concatenate([term_of[kept], np.array([term for term, _, _ in added], dtype=np.int64)])
    all_rows = np.concatenate([place[rows[kept]], np.array([row for _, row, _ in added], dtype=np.int64)])
    all_portions = np.concatenate([portions[kept], np.array([part for _, _, part in added], dtype=np.float32)])
    order = np.lexsort((all_rows, all_terms))
    counts = np.bincount(all_terms, minlength=len(known))
    used = counts > 0
    frequency = counts[used].astype(np.float32)
    new_idf = np.log(1 + (len(source) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
    names = [name for name, term in known.items() if used[term]]
    new_starts = np.concatenate([[0], np.cumsum(counts[used])]).astype(np.int64)
    new_weights = (all_portions[order] * np.repeat(new_idf, counts[used])).astype(np.float32)
    numbered = {name: number for number, name in enumerate(names)}
    return Lexical(numbered, new_idf, new_starts, all_rows[order].astype(np.int32), new_weights, len(source))


def _added(fresh: dict[int, Sequence[str]], known: dict[str, int], average: float) -> list[tuple[int, int, float]]:
    added = []
    for row, text in fresh.items():
        norm = _K1 * (1 - _B + _B * max(len(text), 1) / average)
        for term, count in Counter(text).items():
            added.append((known.setdefault(term, len(known)), row, count * (_K1 + 1) / (count + norm)))
    return added


def average_length(rows: NDArray[np.int32], portions: NDArray[np.float32]) -> float:
    """Return the average length that portions were weighed with: it follows from the portions of any longer row.

    A term that stands once in a row has the row's smallest portion, which tells the row's norm, and so its length.
    """
    if not len(rows):
        return 1.0
    order = np.argsort(rows, kind="stable")
    sorted_rows, sorted_portions = rows[order], portions[order].astype(np.float64)
    begins = np.flatnonzero(np.diff(sorted_rows, prepend=-1))
    least = np.minimum.reduceat(sorted_portions, begins)
    norm = (_K1 + 1) / least - 1
    each_norm = np.repeat(norm, np.diff(np.append(begins, len(sorted_rows))))
    counts = sorted_portions * each_norm / (_K1 + 1 - sorted_portions)
    lengths = np.add.reduceat(counts, begins)
    telling = norm - _K1 * (1 - _B) > 0.05
    found = _K1 * _B * lengths[telling] / (norm[telling] - _K1 * (1 - _B))
    return float(np.median(found)) if len(found) else 1.0
