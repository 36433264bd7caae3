"""Training the local embedder: texts of one procedure are drawn together, those of others pushed apart.

Contrastive learning on the tokens' vectors (in-batch negatives, rivals beside each other in the batch), row-wise
Adagrad, in numpy and scipy: on a CPU this is several times faster than the same in torch, which spends its time on
sparse gradients. Each text is seen as typed, stripped of marks, half stripped, and with typing errors made by code.
Runs at build time only; the same input and seed give the same vectors.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from knowledge.search.analysis import Analyser
from knowledge.search.noise import distorted
from knowledge.search.static import StaticVectors

UNKNOWN = "[UNK]"
Floats = NDArray[np.float32]
Rows = NDArray[np.int64]
Say = Callable[[str, int, int], None]
_WARM_UP = 20
_RIVAL_CHANCE = 0.7
_OTHER_TEXT_CHANCE = 0.85
_DROP_CHANCE = 0.6
_DROPPED = 0.25


@dataclass(frozen=True)
class Plan:
    """How to train. `seconds` is only a brake: `steps` are meant to fit well into it, so that runs are repeatable."""

    dimensions: int = 192
    steps: int = 400
    batch: int = 512
    rate: float = 0.4
    scale: float = 20.0
    seed: int = 2026
    seconds: float = 75.0


@dataclass(frozen=True)
class Text:
    """A text to train on: which procedure, what it says, how often to draw it, in how many distorted copies."""

    owner: int
    text: str
    weight: float = 1.0
    copies: int = 3


def train(
    texts: Sequence[Text], rivals: Sequence[Sequence[int]], analyser: Analyser, plan: Plan, say: Say
) -> StaticVectors:
    """Return the trained table. `rivals[i]` are the procedures that procedure i is easily taken for."""
    chance = random.Random(plan.seed)
    versions = []
    for number, text in enumerate(texts, 1):
        rows = (text.text, *(distorted(text.text, chance) for _ in range(text.copies)))
        versions.append([analyser.analyse(row).features() for row in rows])
        if number % 200 == 0 or number == len(texts):
            say("training texts", number, len(texts))
    tokens, counts = _vocabulary(versions)
    matrix, first = _counts_matrix(versions, {token: index for index, token in enumerate(tokens)})
    vectors = _first_vectors(tokens, counts, len(texts), plan)
    _descend(vectors, matrix, _Sampler(texts, rivals, first, plan), plan, say)
    vectors[0] = 0
    return StaticVectors(tokens, vectors.astype(np.float16))


def _vocabulary(versions: Sequence[Sequence[Sequence[str]]]) -> tuple[list[str], Counter[str]]:
    """Return the tokens, most frequent first. What only distorted copies have must be frequent to be worth a row."""
    clear = Counter(token for rows in versions for token in set(rows[0]))
    noisy = Counter(token for rows in versions for row in rows[1:] for token in set(row))
    tokens = [*clear, *(token for token, count in noisy.items() if token not in clear and count >= 3)]
    return [UNKNOWN, *sorted(tokens, key=lambda token: (-clear[token], -noisy[token], token))], clear


def _counts_matrix(
    versions: Sequence[Sequence[Sequence[str]]], table: dict[str, int]
) -> tuple[sparse.csr_matrix, Rows]:
    """Return a row for each version of each text, each summing to 1, and the first row of each text."""
    starts: list[int] = [0]
    columns: list[int] = []
    shares: list[float] = []
    for row in (row for rows in versions for row in rows):
        counted = Counter(index for index in map(table.get, row) if index is not None) or Counter({0: 1})
        total = sum(counted.values())
        columns += counted.keys()
        shares += [count / total for count in counted.values()]
        starts.append(len(columns))
    parts = np.array(shares, dtype=np.float32), np.array(columns, dtype=np.int32), np.array(starts, dtype=np.int64)
    first = np.concatenate([[0], np.cumsum([len(rows) for rows in versions])]).astype(np.int64)
    return sparse.csr_matrix(parts, shape=(len(starts) - 1, len(table))), first


def _first_vectors(tokens: Sequence[str], counts: Counter[str], size: int, plan: Plan) -> Floats:
    """Return random directions whose lengths are how telling the tokens are: a sketch of TF-IDF to start from."""
    generator = np.random.default_rng(plan.seed)
    vectors = generator.standard_normal((len(tokens), plan.dimensions)).astype(np.float32) / np.sqrt(plan.dimensions)
    telling = [np.log(1 + size / (counts[token] + 1)) * _weight(token) for token in tokens]
    scaled: Floats = (vectors * np.array(telling, dtype=np.float32)[:, None]).astype(np.float32)
    scaled[0] = 0
    return scaled


def _weight(token: str) -> float:
    if token[0] == "~":
        return 0.15  # a word has many letter groups; together they should not outweigh it
    if token[0] == "=":
        return 0.5
    return 1.2 if token[0] == "#" else 1.0


def _descend(vectors: Floats, matrix: sparse.csr_matrix, sampler: "_Sampler", plan: Plan, say: Say) -> None:
    """Improve `vectors` in place."""
    spent = np.full(len(vectors), 1e-8, dtype=np.float32)
    generator = np.random.default_rng(plan.seed + 1)
    started = monotonic()
    for step in range(plan.steps):
        if monotonic() - started > plan.seconds:
            break
        owners, anchors, positives = sampler.batch()
        counts = matrix[np.concatenate([anchors, positives])]
        noisy_end = counts.indptr[len(anchors)]
        if generator.random() < _DROP_CHANCE:
            counts.data[:noisy_end] *= generator.random(noisy_end) > _DROPPED
        used, places = np.unique(counts.indices, return_inverse=True)
        counts = sparse.csr_matrix(
            (counts.data, places.astype(np.int32), counts.indptr), shape=(counts.shape[0], len(used))
        )
        present = vectors[used]
        gradient = counts.T @ _text_gradient(np.asarray(counts @ present), owners, plan.scale)
        spent[used] += (gradient * gradient).mean(axis=1)
        rate = plan.rate * (1 - step / plan.steps) * min(1.0, (step + 1) / _WARM_UP)
        vectors[used] = present - rate * gradient / np.sqrt(spent[used])[:, None]
        if step % 10 == 9 or step + 1 == plan.steps:
            say("embedder", step + 1, plan.steps)


def _text_gradient(sums: Floats, owners: Rows, scale: float) -> Floats:
    """Return the gradient of the loss by the texts' raw vectors, shape as `sums`: anchors first, then positives.

    The loss is cross-entropy in both directions: each anchor should find its positive among those of other owners.
    """
    lengths = np.sqrt((sums * sums).sum(axis=1, keepdims=True)) + 1e-9
    unit = sums / lengths
    size = len(owners)
    left, right = unit[:size], unit[size:]
    scores = (left @ right.T) * scale
    itself = np.eye(size, dtype=np.bool_)
    scores[(owners[:, None] == owners[None, :]) & ~itself] = -1e4
    wrong = (_shares(scores) - itself) + (_shares(scores.T) - itself).T
    wrong *= scale / size
    by_unit = np.concatenate([wrong @ right, wrong.T @ left])
    gradient: Floats = ((by_unit - unit * (by_unit * unit).sum(axis=1, keepdims=True)) / lengths).astype(np.float32)
    return gradient


def _shares(scores: Floats) -> Floats:
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = grown / grown.sum(axis=1, keepdims=True)
    return shares


class _Sampler:
    """Draws batches: a procedure, two of its texts, and often one of its rivals right after it."""

    def __init__(self, texts: Sequence[Text], rivals: Sequence[Sequence[int]], first: Rows, plan: Plan) -> None:
        self._rivals, self._first, self._plan = rivals, first, plan
        self._chance = random.Random(plan.seed + 2)
        self._of: dict[int, list[int]] = {}
        for index, text in enumerate(texts):
            self._of.setdefault(text.owner, []).append(index)
        self._weights = {owner: [texts[index].weight for index in own] for owner, own in self._of.items()}
        self._owners = sorted(self._of)
        self._chances = list(np.cumsum([sum(self._weights[owner]) ** 0.5 for owner in self._owners]))

    def batch(self) -> tuple[Rows, Rows, Rows]:
        """Return the owners of one batch and the matrix rows of their anchors and positives, each (batch,)."""
        owners: list[int] = []
        for owner in self._chance.choices(self._owners, cum_weights=self._chances, k=self._plan.batch):
            owners.append(owner)
            rivals = [rival for rival in self._rivals[owner] if rival in self._of]
            if rivals and self._chance.random() < _RIVAL_CHANCE:
                owners.append(self._chance.choice(rivals))
            if len(owners) >= self._plan.batch:
                break
        pairs = [self._pair(owner) for owner in owners[: self._plan.batch]]
        return (
            np.array(owners[: self._plan.batch]),
            np.array([one for one, _ in pairs]),
            np.array([two for _, two in pairs]),
        )

    def _pair(self, owner: int) -> tuple[int, int]:
        """Return any version of one text of the owner, and the clear version of another where there is one."""
        own = self._of[owner]
        first = self._chance.choices(own, self._weights[owner])[0]
        other = first
        if len(own) > 1 and self._chance.random() < _OTHER_TEXT_CHANCE:
            other = self._chance.choice(own)
        versions = range(self._first[first], self._first[first + 1])
        return self._chance.choice(versions), int(self._first[other])
