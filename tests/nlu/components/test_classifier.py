"""Rasa's intent classifier node."""

from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.classifier import FoldedIntentClassifier
from nlu.components.tokenizer import UndertheseaTokenizer

EXAMPLES = [
    *((text, "greet") for text in ("xin chào", "chào bạn", "chào em", "chào anh")),
    *((text, "ask_aspect") for text in ("lệ phí bao nhiêu", "bao nhiêu tiền", "mất bao lâu", "nộp ở đâu")),
    *((text, "ask_procedure") for text in ("khai sinh cho con", "làm khai sinh", "giấy khai sinh", "khai sinh ở đâu")),
]
CONTEXT = ExecutionContext(GraphSchema({}), node_name="classifier")
pytestmark = pytest.mark.usefixtures("finder_stand_in")


def tokenized(texts: list[str]) -> list[Message]:
    """Messages as they come to the classifier."""
    return UndertheseaTokenizer(UndertheseaTokenizer.get_default_config()).process(
        [Message({TEXT: text}) for text in texts]
    )


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    """A model storage of its own."""
    return LocalModelStorage(tmp_path)


@pytest.fixture
def trained(storage: LocalModelStorage) -> FoldedIntentClassifier:
    """A classifier trained on a dozen messages."""
    config = FoldedIntentClassifier.get_default_config() | {"min_count": 1}
    classifier = FoldedIntentClassifier.create(config, storage, Resource("classifier"), CONTEXT)
    messages = tokenized([text for text, _ in EXAMPLES])
    for message, (_, intent) in zip(messages, EXAMPLES, strict=True):
        message.set(INTENT, intent)
    classifier.train(TrainingData(messages))
    return classifier


def test_intent_and_ranking_are_set(trained: FoldedIntentClassifier) -> None:
    """A message gets its intent, and the ranking begins with it."""
    chao, phi = trained.process(tokenized(["chao ban nhe", "le phi"]))
    assert (chao.get(INTENT)["name"], phi.get(INTENT)["name"]) == ("greet", "ask_aspect")
    assert chao.get(INTENT_RANKING_KEY)[0] == chao.get(INTENT)
    assert 0 < chao.get(INTENT)["confidence"] <= 1


def test_loaded_model_answers_like_the_trained_one(trained: FoldedIntentClassifier, storage: LocalModelStorage) -> None:
    """What was written to the model gives the same ranking."""
    config = FoldedIntentClassifier.get_default_config()
    loaded = FoldedIntentClassifier.load(config, storage, Resource("classifier"), CONTEXT)
    texts = ["khai sinh", "chào", "bao lâu", "", "😀"]
    assert [message.get(INTENT_RANKING_KEY) for message in loaded.process(tokenized(texts))] == [
        message.get(INTENT_RANKING_KEY) for message in trained.process(tokenized(texts))
    ]


def test_payload_names_its_intent_itself(trained: FoldedIntentClassifier) -> None:
    """A button's payload is not classified."""
    (message,) = trained.process(tokenized(["/pick"]))
    assert message.get(INTENT) == {"name": None, "confidence": 0.0}


def test_untrained_classifier_knows_nothing(storage: LocalModelStorage) -> None:
    """Without a model there is no intent, and no error."""
    config = FoldedIntentClassifier.get_default_config()
    classifier = FoldedIntentClassifier.create(config, storage, Resource("classifier"), CONTEXT)
    (message,) = classifier.process(tokenized(["chào"]))
    assert message.get(INTENT)["name"] is None
