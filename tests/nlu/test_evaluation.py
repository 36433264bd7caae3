"""Cross-validation of the understanding."""

import pytest

from nlu.evaluation import FOLDS, Example, Score, cross_validate, f1_by_intent, folds, read_examples, table

EXAMPLES = [Example(f"câu hỏi số {number}", "a" if number % 3 else "b") for number in range(30)]


def test_folds_are_even_over_each_intent() -> None:
    """Each fold has its share of every intent, and the same one at every run."""
    found = folds(EXAMPLES)
    assert found == folds(EXAMPLES)
    shares = [
        sum(fold == number and example.intent == "b" for fold, example in zip(found, EXAMPLES, strict=True))
        for number in range(FOLDS)
    ]
    assert shares == [2] * FOLDS


def test_no_example_is_judged_by_a_model_that_has_seen_it() -> None:
    """A fold's texts are not among those that its classifier was made from."""
    seen = []

    def make(texts, labels):
        known = set(texts)
        seen.append(known)
        return lambda unseen: ["a" if text not in known else "seen" for text in unseen]

    scores = cross_validate(make, EXAMPLES, with_copies=False)
    assert len(seen) == FOLDS
    accented = next(score for score in scores if score.spelling == "accented")
    assert len(accented.pairs) == len(EXAMPLES)
    assert "seen" not in {guess for _, guess in accented.pairs}


def test_scores() -> None:
    """Accuracy and F1 are what they are by hand."""
    pairs = (("a", "a"), ("a", "b"), ("b", "b"), ("b", "b"))
    score = Score("accented", pairs)
    assert score.accuracy == 0.75
    assert f1_by_intent(pairs) == {"a": pytest.approx(2 / 3), "b": pytest.approx(0.8)}
    assert score.macro_f1 == pytest.approx((2 / 3 + 0.8) / 2)
    assert "| accented | 0.750 |" in table([score])


def test_examples_are_read() -> None:
    """The training files give texts and intents."""
    examples = read_examples()
    assert Example("alo", "greet") in examples
    assert len(examples) > 1000
