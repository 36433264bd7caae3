"""Multinomial logistic regression over named yes/no features: fitted by scikit-learn, applied by numpy."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

#: Steps of the solver. Cross-validation finds nothing better after five times as many, which take half a minute.
_STEPS = 100


@dataclass(frozen=True)
class LinearModel:
    """`weights` has shape (features + 1, labels), float32; its last row is the intercept."""

    labels: list[str]
    vocabulary: list[str]
    weights: Any
    _row: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index the vocabulary."""
        object.__setattr__(self, "_row", {name: row for row, name in enumerate(self.vocabulary)})

    def rank(self, features: Collection[str]) -> list[tuple[str, float]]:
        """Return (label, probability) for every label, most likely first; unknown features count nothing."""
        import numpy as np

        rows = [self._row[name] for name in features if name in self._row]
        scores = self.weights[[*rows, -1]].sum(axis=0)
        likely = np.exp(scores - scores.max())
        likely /= likely.sum()
        return [(self.labels[place], float(likely[place])) for place in np.argsort(-likely)]


def fit(
    features: Sequence[Collection[str]],
    labels: list[str],
    inverse_strength: float,
    min_count: int,
    emphasis: dict[str, float] | None = None,
) -> LinearModel:
    """Fit a model to messages, each given by its features and its label.

    Features in fewer than `min_count` messages are left out. Those that begin with a key of `emphasis`
    are multiplied by its value while fitting, which lets a few strong features speak louder than many
    weak ones; the table that results is applied to plain yes/no features.
    """
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for message in features for name in message)
    vocabulary = sorted(name for name, count in counts.items() if count >= min_count)
    column = {name: place for place, name in enumerate(vocabulary)}
    rows = [sorted(column[name] for name in message if name in column) for message in features]
    ends = np.cumsum([0, *map(len, rows)])
    scale = np.ones(len(vocabulary))
    for beginning, factor in (emphasis or {}).items():
        scale[[name.startswith(beginning) for name in vocabulary]] = factor
    columns = np.concatenate(rows).astype(int)
    matrix = csr_matrix((scale[columns], columns, ends), shape=(len(rows), len(vocabulary)))
    regression = LogisticRegression(C=inverse_strength, max_iter=_STEPS, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        regression.fit(matrix, labels)
    table, intercept = regression.coef_, regression.intercept_
    if len(regression.classes_) == 2:  # scikit-learn gives two labels one row, the second label's
        table, intercept = np.vstack([0 * table, table]), np.concatenate([0 * intercept, intercept])
    weights = np.vstack([table.T * scale[:, None], intercept]).astype(np.float32)
    return LinearModel([str(label) for label in regression.classes_], vocabulary, weights)
