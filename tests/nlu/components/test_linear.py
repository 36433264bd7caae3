"""The linear model: fitted by scikit-learn, applied by a table."""

import pytest

from nlu.components.linear import LinearModel, fit

pytest.importorskip("sklearn", reason="scikit-learn is in .venv-rasa")

FEATURES = [{"xin", "chào"}, {"chào", "bạn"}, {"lệ", "phí"}, {"phí", "bao"}, {"chào"}, {"phí"}]
LABELS = ["greet", "greet", "ask", "ask", "greet", "ask"]


@pytest.fixture(scope="module")
def model() -> LinearModel:
    """A model of two labels."""
    return fit(FEATURES, LABELS, inverse_strength=1.0, min_count=2)


def test_probabilities_rank_the_labels(model: LinearModel) -> None:
    """Every label gets a probability, the most likely first; together they are one."""
    ranked = model.rank({"chào"})
    assert [label for label, _ in ranked] == ["greet", "ask"]
    assert sum(share for _, share in ranked) == pytest.approx(1)


def test_rare_features_are_left_out(model: LinearModel) -> None:
    """A feature of fewer than min_count messages is not in the table."""
    assert model.vocabulary == ["chào", "phí"]


def test_unknown_features_count_nothing(model: LinearModel) -> None:
    """What was never seen changes no probability."""
    assert model.rank({"phí", "lạ"}) == model.rank({"phí"})


def test_emphasis_speaks_louder() -> None:
    """An emphasised feature moves the probability more than the same feature unemphasised."""
    plain = fit(FEATURES, LABELS, 1.0, 2).rank({"phí"})[0][1]
    loud = fit(FEATURES, LABELS, 1.0, 2, emphasis={"ph": 5.0}).rank({"phí"})[0][1]
    assert loud > plain
