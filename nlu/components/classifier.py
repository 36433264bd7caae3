"""Rasa's intent classifier over folded n-grams and readings: logistic regression, a table at run time.

scikit-learn fits the weights at training time. Answering needs numpy alone: the rows of the table for
the features that a message has are added up, which takes some 20 µs where Rasa's featurizers and
LogisticRegressionClassifier together take over 2 ms. docs/adr/0005-intent-classifier.md compares them.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.entities import PLACE, READINGS
from nlu.components.finder import read_with_places, shared_finder
from nlu.components.grams import READING, grams
from nlu.components.linear import LinearModel, fit
from nlu.components.signals import find_signal
from nlu.components.words import Word

_MODEL = "linear.json"
_WEIGHTS = "weights.npy"
_RANKING = 3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FoldedIntentClassifier(GraphComponent, IntentClassifier):
    """Sets `intent` and the first three of `intent_ranking`; what signals.yml reads is certain.

    Options: `C`, the inverse strength of the regularisation; `emphasis`, how much louder the features
    that rules read speak than n-grams; `min_count`, in how many training messages a feature must stand
    to count.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default options."""
        return {"C": 1.0, "emphasis": 3.0, "min_count": 2}

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: LinearModel | None = None
    ) -> None:
        """Create the component with its trained model, or none yet."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FoldedIntentClassifier:
        """Create an untrained component as Rasa's graph asks for it."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FoldedIntentClassifier:
        """Load the trained model."""
        with model_storage.read_from(resource) as folder:
            saved = json.loads((folder / _MODEL).read_text(encoding="utf-8"))
            weights = np.load(folder / _WEIGHTS)
        return cls(config, model_storage, resource, LinearModel(saved["labels"], saved["vocabulary"], weights))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the weights to the training messages and write them to the model."""
        examples = training_data.intent_examples
        self._model = fit(
            [message_grams(example) for example in examples],
            [example.get(INTENT) for example in examples],
            inverse_strength=self._config["C"],
            min_count=self._config["min_count"],
            emphasis={READING: self._config["emphasis"]},
        )
        with self._model_storage.write_to(self._resource) as folder:
            saved = {"labels": self._model.labels, "vocabulary": self._model.vocabulary}
            (folder / _MODEL).write_text(json.dumps(saved, ensure_ascii=False), encoding="utf-8")
            np.save(folder / _WEIGHTS, self._model.weights)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the most likely intent of each message; payloads of buttons name theirs themselves."""
        for message in messages:
            ranking = self._rank(message)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _rank(self, message: Message) -> list[dict[str, Any]]:
        payload = (message.get(TEXT) or "").startswith(INTENT_MESSAGE_PREFIX)
        if payload or self._model is None:
            return [{"name": None, "confidence": 0.0}]
        signal = find_signal(message.get(TEXT) or "")
        if signal is not None:
            return [{"name": signal.intent, "confidence": 1.0}]
        ranked = self._model.rank(message_grams(message))[:_RANKING]
        return [{"name": name, "confidence": confidence} for name, confidence in ranked]


def message_grams(message: Message) -> set[str]:
    """Return the features of a tokenized message; reads places and aspects when no extractor has done so before."""
    words = [Word(token.text, token.start, token.end, token.lemma) for token in message.get(TOKENS_NAMES[TEXT]) or []]
    readings = message.get(READINGS)
    if readings is not None:
        found = [entity for entity in message.get(ENTITIES, []) if entity["entity"] == PLACE]
        return grams(words, readings, tuple(entity.get("role", "") for entity in found))
    text = message.get(TEXT) or ""
    places = shared_finder().find(text)
    return grams(words, read_with_places(text, places), tuple(place.role or "" for place in places))
