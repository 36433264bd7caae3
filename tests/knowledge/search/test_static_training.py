"""Training the local embedder."""

import numpy as np

from knowledge.search.analysis import Analyser
from knowledge.search.static_training import Plan, Text, _text_gradient, train
from nlu.lexicon import Lexicon
from tests.knowledge.search.samples import DOCUMENTS

ANALYSER = Analyser(Lexicon.load())
TEXTS = [
    Text(number, text) for number, document in enumerate(DOCUMENTS) for text in (*document.names, *document.phrasings)
]
PLAN = Plan(dimensions=32, steps=60, batch=32)
RIVALS = [[(number + 1) % len(DOCUMENTS)] for number in range(len(DOCUMENTS))]


def test_texts_of_one_procedure_come_together() -> None:
    """After training, two wordings of one procedure are nearer than wordings of two."""
    table = train(TEXTS, RIVALS, ANALYSER, PLAN, lambda *_: None)
    said, same, other = table.encode(
        [ANALYSER.analyse(text).features() for text in ("mat bia do", "mất sổ đỏ làm lại", "sang tên sổ đỏ")]
    )
    assert said @ same > said @ other


def test_the_same_seed_gives_the_same_vectors() -> None:
    """Training is repeatable, and another seed gives another table."""
    first, second = (train(TEXTS, RIVALS, ANALYSER, PLAN, lambda *_: None) for _ in range(2))
    assert first.tokens == second.tokens
    assert np.array_equal(first.vectors, second.vectors)
    other = train(TEXTS, RIVALS, ANALYSER, Plan(dimensions=32, steps=60, batch=32, seed=1), lambda *_: None)
    assert not np.array_equal(first.vectors[:50], other.vectors[:50])


def test_the_gradient_is_the_slope_of_the_loss() -> None:
    """The gradient agrees with small steps in every direction that is tried."""
    generator = np.random.default_rng(3)
    owners = np.array([0, 1, 1, 2])
    sums = generator.standard_normal((8, 5)).astype(np.float64)

    def loss(at: np.ndarray) -> float:
        unit = at / np.linalg.norm(at, axis=1, keepdims=True)
        scores = unit[:4] @ unit[4:].T * 5
        scores[(owners[:, None] == owners[None, :]) & ~np.eye(4, dtype=bool)] = -1e4
        logs = [
            scores[i, i] - np.log(np.exp(scores[i]).sum()) + scores[i, i] - np.log(np.exp(scores[:, i]).sum())
            for i in range(4)
        ]
        return -float(np.mean(logs))

    gradient = _text_gradient(sums, owners, 5.0)
    for _ in range(5):
        step = generator.standard_normal(sums.shape) * 1e-5
        slope = (loss(sums + step) - loss(sums - step)) / 2
        assert abs(slope - float((gradient * step).sum())) < 1e-8


def test_the_brake_stops_training() -> None:
    """Where time is up, training ends early and still gives a table."""
    table = train(TEXTS, RIVALS, ANALYSER, Plan(dimensions=8, steps=10**6, batch=8, seconds=0.2), lambda *_: None)
    assert table.dimensions == 8
