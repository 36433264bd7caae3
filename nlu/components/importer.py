"""Rasa's importer of training data that adds unaccented, chatty and mistyped copies of every example."""

from __future__ import annotations

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.variants import copies


class VariantImporter(RasaFileImporter):
    """Reads the YAML files as Rasa does; each intent example also comes in the spellings people really use."""

    def get_nlu_data(self, language: str | None = "vi") -> TrainingData:
        """Return the training data with its copies; the same files give the same copies."""
        data = super().get_nlu_data(language)
        return data.merge(TrainingData(training_examples=[*_copies(data)]))


def _copies(data: TrainingData) -> list[Message]:
    known = {example.get(TEXT) for example in data.intent_examples}
    found = []
    for example in data.intent_examples:
        for spelling in copies(example.get(TEXT)):
            if spelling not in known:
                known.add(spelling)
                found.append(Message.build(spelling, example.get(INTENT)))
    return found
