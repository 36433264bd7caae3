"""Rasa's tokenizer node."""

import unicodedata

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.tokenizer import UndertheseaTokenizer


@pytest.fixture(scope="module")
def tokenizer() -> UndertheseaTokenizer:
    """The tokenizer as Rasa's graph creates it."""
    config = UndertheseaTokenizer.get_default_config()
    return UndertheseaTokenizer.create(config, None, Resource("tokenizer"), ExecutionContext(GraphSchema({})))


def tokens(tokenizer: UndertheseaTokenizer, text: str) -> list[Token]:
    """The tokens that the node sets on a message."""
    (message,) = tokenizer.process([Message({TEXT: text})])
    return message.get(TOKENS_NAMES[TEXT])


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_tokens_index_the_message(tokenizer: UndertheseaTokenizer, form: str) -> None:
    """Token texts are the slices that their offsets name, in either normal form."""
    text = unicodedata.normalize(form, "Chị Thuỷ 👶 làm giấy khai sinh [CCCD] ở Cầu Giấy")
    assert all(text[token.start : token.end] == token.text for token in tokens(tokenizer, text))
    assert "khai_sinh" in {token.lemma for token in tokens(tokenizer, text)}


def test_payload_is_one_token(tokenizer: UndertheseaTokenizer) -> None:
    """Nobody reads the words of a button's payload."""
    assert len(tokens(tokenizer, '/pick{"code": "1.001193"}')) == 1


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_said_has_no_tokens(tokenizer: UndertheseaTokenizer, text: str) -> None:
    """Blank text is no error."""
    assert tokens(tokenizer, text) == []


def test_training_data_is_tokenized(tokenizer: UndertheseaTokenizer) -> None:
    """Training examples get tokens for the text and for the intent."""
    data = TrainingData([Message.build("khai sinh", "ask_procedure")])
    (example,) = tokenizer.process_training_data(data).training_examples
    assert [token.text for token in example.get(TOKENS_NAMES[TEXT])] == ["khai sinh"]
    assert [token.text for token in example.get(TOKENS_NAMES[INTENT])] == ["ask_procedure"]
