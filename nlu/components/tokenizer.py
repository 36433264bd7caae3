"""Rasa's tokenizer for Vietnamese: underthesea's words, offsets of our own."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.training_data.message import Message

from nlu.components.words import split


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class UndertheseaTokenizer(Tokenizer):
    """Cuts a message into Vietnamese words: `text` is the surface, `lemma` the folded word ("khai_sinh").

    `token.start` and `token.end` index the message's own text, composed or decomposed.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the options that Rasa's tokenizer base class expects."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_"}

    @staticmethod
    def supported_languages() -> list[str]:
        """Return the languages that this tokenizer reads."""
        return ["vi"]

    @staticmethod
    def required_packages() -> list[str]:
        """Return the packages that this component needs at run time."""
        return ["underthesea"]

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the tokens of one attribute; a button's payload (`/pick{…}`) is one token, nobody reads it."""
        text: str = message.get(attribute)
        if text.startswith(INTENT_MESSAGE_PREFIX):
            return [Token(text, 0)]
        return [Token(word.text, word.start, word.end, lemma=word.lemma) for word in split(text)]
