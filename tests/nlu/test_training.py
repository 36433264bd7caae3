"""The training data fits the domain, the rules and itself."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from nlu.components.choices import find_choice
from nlu.components.folding import folded
from nlu.evaluation import Example, read_examples

#: Named by payloads or by classifiers, without examples of their own.
WITHOUT_EXAMPLES = {"nlu_fallback"}


@pytest.fixture(scope="module")
def domain(root: Path) -> dict:
    """domain.yml."""
    return yaml.safe_load((root / "domain.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rules(root: Path) -> list[dict]:
    """All rules."""
    files = sorted((root / "nlu" / "training" / "rules").glob("*.yml"))
    return [rule for path in files for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]]


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """All training examples."""
    return read_examples()


def test_every_intent_has_a_rule_and_every_rule_an_intent(domain: dict, rules: list[dict]) -> None:
    """No message is left without an action."""
    intents = [step["intent"] for rule in rules for step in rule["steps"] if "intent" in step]
    assert set(intents) == set(domain["intents"]) | WITHOUT_EXAMPLES
    assert len(intents) == len(set(intents))


def test_every_action_of_a_rule_is_known(domain: dict, rules: list[dict]) -> None:
    """Rules name actions and responses of the domain, and each of those is used."""
    used = {step["action"] for rule in rules for step in rule["steps"] if "action" in step}
    assert used == set(domain["actions"]) | set(domain["responses"])


def test_every_intent_has_enough_examples(domain: dict, examples: list[Example]) -> None:
    """Each intent has at least forty examples, and no example an unknown intent."""
    counts = Counter(example.intent for example in examples)
    assert set(counts) == set(domain["intents"])
    assert min(counts.values()) >= 40


def test_no_message_has_two_intents(examples: list[Example]) -> None:
    """The same words, folded, do not stand under two intents."""
    intents: dict[str, set[str]] = {}
    for example in examples:
        intents.setdefault(folded(example.text).text, set()).add(example.intent)
    assert {text: found for text, found in intents.items() if len(found) > 1} == {}


def test_no_example_stands_twice(examples: list[Example]) -> None:
    """Repeating an example would only give it more weight."""
    assert [text for text, count in Counter(example.text.lower() for example in examples).items() if count > 1] == []


def test_picks_stand_under_pick(examples: list[Example]) -> None:
    """What the rules read as a pick is taught as one."""
    wrong = [example for example in examples if find_choice(folded(example.text)) and example.intent != "pick"]
    assert [example.text for example in wrong] == []


def test_masks_are_known(examples: list[Example]) -> None:
    """The typed masks that the front door puts in place of personal data occur in the examples."""
    masks = {mask for example in examples for mask in re.findall(r"\[[^\]]+\]", example.text)}
    assert {"[CCCD]", "[SĐT]", "[MÃ_HỒ_SƠ]"} <= masks


def test_no_personal_number_in_the_examples(examples: list[Example]) -> None:
    """Training data holds no number that could be somebody's."""
    assert [example.text for example in examples if re.search(r"\d{9,}", example.text)] == []


def test_responses_are_polite(domain: dict) -> None:
    """What Rasa says by itself begins with "Dạ" and does not claim to be an officer."""
    texts = [variant["text"] for variants in domain["responses"].values() for variant in variants]
    assert all(text.startswith("Dạ") for text in texts)
    assert not any(re.search(r"\b(tôi|mình) là cán bộ", text) for text in texts)


def test_no_slot_or_entity_enters_the_policy(domain: dict) -> None:
    """Rules look at intents alone, so conversations cannot drift from them."""
    assert all(slot["influence_conversation"] is False for slot in domain["slots"].values())
    assert all(next(iter(entity.values()))["influence_conversation"] is False for entity in domain["entities"])
