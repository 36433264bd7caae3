"""Fusion: one score for each candidate from the legs' features, with weights fitted on the tuning questions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.search.features import FEATURES

Floats = NDArray[np.float32]
SHIPPED = Path(__file__).with_name("weights.json")


@dataclass(frozen=True)
class Fusion:
    """A linear fusion, shape (len(FEATURES),); scores are logits of a softmax over the candidates."""

    weights: Floats

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Fusion":
        """Read weights by feature name; a feature without a weight counts nothing. Raises ValueError for a stranger."""
        strangers = set(stored) - set(FEATURES)
        if strangers:
            raise ValueError(f"fusion weights for unknown features {sorted(strangers)}")
        return cls(np.array([float(stored.get(name, 0.0)) for name in FEATURES], dtype=np.float32))

    def store(self) -> dict[str, float]:
        """Return what `of` reads."""
        return {name: round(float(weight), 4) for name, weight in zip(FEATURES, self.weights, strict=True)}

    def scores(self, features: Floats) -> Floats:
        """Return the logits, shape (C,)."""
        scores: Floats = features @ self.weights
        return scores


def softmax(scores: Floats) -> Floats:
    """Return the probabilities of logits."""
    grown = np.exp(scores - scores.max())
    shares: Floats = (grown / grown.sum()).astype(np.float32)
    return shares


def read_weights(path: Path = SHIPPED) -> dict[str, Any]:
    """Read a weights file: {"fusion": {...}, "decision": {...}}."""
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content


def write_weights(fusion: Mapping[str, float], decision: Mapping[str, Any], path: Path = SHIPPED) -> None:
    """Write a weights file: readable rows, one tree a line."""
    parts = []
    for name, value in decision.items():
        if name == "trees":
            kinds = [
                f'   "{kind}": [\n' + ",\n".join(f"    {json.dumps(tree)}" for tree in trees) + "\n   ]"
                for kind, trees in value.items()
            ]
            parts.append('  "trees": {\n' + ",\n".join(kinds) + "\n  }")
        else:
            parts.append(f'  "{name}": {json.dumps(value)}')
    rows = json.dumps(fusion, indent=2).replace("}", " }")
    path.write_text(f'{{\n "fusion": {rows},\n "decision": {{\n' + ",\n".join(parts) + "\n }\n}\n", "utf-8")
