"""The pipelines that the intent classifier is compared with. The comparison itself is a command, not a test."""

from nlu.compare_classifiers import PIPELINES, pipeline, table


def test_our_pipeline_is_the_configured_one() -> None:
    """Ours is read from config.yml, without the fallback, which would hide the first guess."""
    names = [step["name"] for step in pipeline("ours (config.yml)")]
    assert names[-1].endswith("FoldedIntentClassifier")
    assert "FallbackClassifier" not in names


def test_rivals_are_rasas_own() -> None:
    """Every other pipeline ends with one of Rasa's classifiers."""
    rivals = [steps[-1]["name"] for steps in PIPELINES.values() if steps]
    assert set(rivals) == {"LogisticRegressionClassifier", "DIETClassifier"}


def test_table_has_a_column_for_each_spelling() -> None:
    """Accuracy and macro F1 stand side by side."""
    row = {
        "pipeline": "x",
        "accuracy": {"accented": 0.9},
        "macro_f1": {"accented": 0.8},
        "cpu_ms": 1,
        "memory_mb": 2,
        "start_s": 3,
    }
    assert "| x | 0.900 / 0.800 | 1 | 2 | 3 |" in table([row])
