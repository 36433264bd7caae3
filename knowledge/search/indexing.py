"""Building the search index of a snapshot: analyse every text, weigh its terms, train or load the embedder, encode."""

import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from knowledge.search.analysis import Analyser, Analysis
from knowledge.search.dense import Dense
from knowledge.search.embedder import STATIC, Embedder, SentenceTransformerEmbedder, StaticEmbedder
from knowledge.search.index import GENERAL_MARK, NOWHERE
from knowledge.search.lexical import Lexical
from knowledge.search.static_training import Plan, Text, train
from knowledge.search.texts import Document, write_documents
from knowledge.settings import Settings
from nlu import lexicon as lexicons
from nlu.diacritics import Restorer
from nlu.lexicon import Lexicon

Say = Callable[[str, int, int], None]
OUTSIDE = Path(__file__).with_name("outside.yml")
GENERAL = Path(__file__).with_name("general.yml")
_BODY = 2500


def build_index(
    documents: Sequence[Document],
    folder: Path,
    settings: Settings,
    say: Say,
    background: Iterable[Sequence[str]] = (),
) -> dict[str, Any]:
    """Build the index of `documents` into `folder` and return the embedder's description for the manifest.

    `background` holds the phrasings of procedures that are not in this index: the embedder learns the language from
    them, and nothing else sees them.

    `say(what, done, total)` hears how far it is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    documents = [*documents, *_general_requests({document.code for document in documents}), _outside()]
    shutil.copyfile(lexicons.DEFAULT, folder / "lexicon.yml")
    lexicon = Lexicon.load(folder / "lexicon.yml")
    say("marks", 0, 1)
    restorer = Restorer.train(_training_texts(documents, lexicon), least_pair=2)
    restorer.save(folder / "restorer.json")
    analyser = Analyser(lexicon, restorer)
    titles = [
        (number, name in document.names, name)
        for number, document in enumerate(documents)
        for name in dict.fromkeys((*document.names, *document.phrasings))
    ]
    analysed = [analyser.analyse(text) for _, _, text in _counted(titles, "titles", say)]
    bodies = [analyser.analyse(_full_text(document)).terms() for document in _counted(documents, "bodies", say)]
    first = np.searchsorted([number for number, _, _ in titles], np.arange(len(documents) + 1)).astype(np.int64)
    lexical = Lexical.build([text.terms() for text in analysed])
    lexical.save(folder / "titles.npz")
    Lexical.build(bodies).save(folder / "bodies.npz")
    np.savez(folder / "rows.npz", first=first, is_name=np.array([is_name for _, is_name, _ in titles], dtype=np.bool_))
    exact = {" ".join(text.bare): number for (number, _, _), text in reversed(list(zip(titles, analysed, strict=True)))}
    (folder / "exact.json").write_text(json.dumps(exact, ensure_ascii=False), "utf-8")
    write_documents(documents, folder / "documents.jsonl")
    embedder = _embedder(documents, background, analyser, lexical, first, analysed, folder / "embedder", settings, say)
    Dense.build(embedder.texts(analysed)).save(folder / "dense.faiss")
    return embedder.describe()


def _general_requests(known: set[str]) -> Iterable[Document]:
    """Return the general requests that fit at least two procedures of this snapshot, those as `siblings`."""
    for number, row in enumerate(yaml.safe_load(GENERAL.read_text("utf-8"))):
        codes = tuple(code for code in row["codes"] if code in known)
        if len(codes) > 1:
            yield Document(f"{GENERAL_MARK}{number}", (), tuple(row["asks"]), siblings=codes)


def _outside() -> Document:
    return Document(NOWHERE, (), tuple(yaml.safe_load(OUTSIDE.read_text("utf-8"))))


def _full_text(document: Document) -> str:
    return "\n".join((*document.names[:1], document.body[:_BODY]))


def _training_texts(documents: Iterable[Document], lexicon: Lexicon) -> Iterable[tuple[str, int]]:
    for document in documents:
        for name in document.names:
            yield name, 3
        for phrasing in document.phrasings:
            yield phrasing, 20
        yield document.body, 1
    yield from ((text, 10) for text in lexicon.texts)
    yield from ((text, 1) for text in _word_list())


def _word_list() -> list[str]:
    """Return the word list that underthesea carries; an empty one where it is not installed."""
    try:
        from importlib.resources import files

        return (files("underthesea") / "corpus" / "data" / "Viet74K.txt").read_text("utf-8").splitlines()
    except (ImportError, OSError):
        return []


def _counted(rows: Sequence[Any], what: str, say: Say) -> Iterable[Any]:
    for number, row in enumerate(rows, 1):
        yield row
        if number % 200 == 0 or number == len(rows):
            say(what, number, len(rows))


def _embedder(
    documents: Sequence[Document],
    background: Iterable[Sequence[str]],
    analyser: Analyser,
    lexical: Lexical,
    first: NDArray[np.int64],
    analysed: Sequence[Analysis],
    folder: Path,
    settings: Settings,
    say: Say,
) -> Embedder:
    if settings.embedder != STATIC:
        return SentenceTransformerEmbedder(settings)
    plan = Plan(seed=settings.seed, steps=settings.train_steps, seconds=settings.train_seconds)
    texts = list(_texts_to_train_on(documents))
    rivals = _rivals(documents, lexical, first, analysed)
    for phrasings in background:
        texts += [Text(len(rivals), phrasing, copies=1) for phrasing in phrasings]
        rivals.append([])
    table = train(texts, rivals, analyser, plan, say)
    table.save(folder)
    return StaticEmbedder(table)


def _texts_to_train_on(documents: Sequence[Document]) -> Iterable[Text]:
    for number, document in enumerate(documents):
        yield from (Text(number, name, copies=3 if document.phrasings else 1) for name in document.names)
        yield from (Text(number, phrasing, 1.5) for phrasing in document.phrasings)
        rows = [row for row in document.body.split("\n") if len(row) > 8]
        yield from (Text(number, row[:160], 0.4, copies=0) for row in rows[:4])


def _rivals(
    documents: Sequence[Document],
    lexical: Lexical,
    first: NDArray[np.int64],
    analysed: Sequence[Analysis],
    count: int = 4,
) -> list[list[int]]:
    """Return for each document its siblings and those with the most similar titles."""
    number_of = {document.code: number for number, document in enumerate(documents)}
    filled = np.flatnonzero(np.diff(first) > 0)
    rivals = []
    for number, document in enumerate(documents):
        found = [number_of[code] for code in document.siblings if code in number_of]
        if first[number + 1] > first[number]:
            best = np.full(len(documents), -1.0, dtype=np.float32)
            best[filled] = np.maximum.reduceat(lexical.scores(analysed[first[number]].terms()), first[filled])
            best[number] = -1.0
            found += [int(other) for other in _highest(best, count) if best[other] > 0]
        rivals.append(list(dict.fromkeys(found)))
    return rivals


def _highest(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Return where the highest scores are, best first, of equal ones the earlier: a sort of all would take longest."""
    count = min(count, len(scores))
    high = np.flatnonzero(scores >= np.partition(scores, -count)[-count])
    return high[np.argsort(-scores[high], kind="stable")][:count]
