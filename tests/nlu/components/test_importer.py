"""Rasa's importer of training data with copies."""

from pathlib import Path

from rasa.shared.nlu.constants import INTENT, TEXT

from nlu.components.importer import VariantImporter

NLU = """version: "3.1"
nlu:
- intent: ask_procedure
  examples: |
    - đăng ký khai sinh ở đâu
    - dang ky khai sinh o dau
- intent: greet
  examples: |
    - alo
"""


def test_examples_come_with_their_copies(tmp_path: Path) -> None:
    """Each example also comes unaccented and mistyped, under its intent, and no text comes twice."""
    (tmp_path / "nlu.yml").write_text(NLU, encoding="utf-8")
    data = VariantImporter(training_data_paths=[str(tmp_path)]).get_nlu_data()
    texts = [example.get(TEXT) for example in data.intent_examples]
    assert len(texts) == len(set(texts)) > 3
    assert {"đăng ký khai sinh ở đâu", "dang ky khai sinh o dau", "alo"} <= set(texts)
    assert {example.get(INTENT) for example in data.intent_examples if "sinh" in example.get(TEXT)} == {"ask_procedure"}
