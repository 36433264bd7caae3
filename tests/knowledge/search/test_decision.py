"""The decision."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.search.decision import DECISIONS, SIGNS, Decider, Shape
from knowledge.search.features import FEATURES
from knowledge.search.fusion import read_weights, write_weights

SHAPE = Shape(
    features=np.zeros((3, len(FEATURES)), dtype=np.float32),
    scores=np.array([5.0, 3.0, 1.0], dtype=np.float32),
    chances=np.array([0.8, 0.15, 0.05], dtype=np.float32),
    best=np.array([0, 1]),
    outside=2,
    general=None,
    general_fits=False,
    unknown=0.5,
    siblings=True,
    size=1000,
)


def sign(shape: Shape, name: str) -> float:
    """Return one sign of a ranking."""
    return float(shape.signs()[SIGNS.index(name)])


def test_signs_describe_the_ranking() -> None:
    """Margins, chances and counts stand where their names say."""
    expected = {
        "first_chance": 0.8,
        "third_chance": 0.0,
        "margin": 2.0,
        "margin_third": 8.0,
        "outside_margin": 4.0,
        "general_margin": -8.0,
        "siblings": 1.0,
        "unknown_words": 0.5,
        "size": 3.0,
    }
    assert {name: round(sign(SHAPE, name), 4) for name in expected} == expected


def test_margins_are_bounded() -> None:
    """One candidate, or an overwhelming one, gives the largest margin, not infinity."""
    assert sign(replace(SHAPE, best=np.array([0])), "margin") == 8.0
    assert sign(replace(SHAPE, scores=np.array([500.0, 0, 0], dtype=np.float32)), "outside_margin") == 8.0


def test_a_crowd_of_equals_shows() -> None:
    """Procedures that fit the words as well as the first one are counted, and the first leads none of them."""
    features = np.zeros((4, len(FEATURES)), dtype=np.float32)
    features[:, FEATURES.index("best_share")] = [0.6, 0.59, 0.58, 0.1]
    features[:, FEATURES.index("best_cosine")] = [0.7, 0.7, 0.3, 0.2]
    crowded = replace(
        SHAPE,
        features=features,
        scores=np.array([5.0, 4.0, 1.0, 0.0], dtype=np.float32),
        chances=np.array([0.6, 0.3, 0.1, 0.0], dtype=np.float32),
        best=np.array([0, 1, 2]),
        outside=3,
    )
    expected = {
        "first_share": 0.6,
        "cosine_lead": 0.0,
        "cosine_lead_third": 0.4,
        "crowd_by_share": np.log(3),
        "crowd_by_cosine": np.log(2),
        "crowd_by_score": np.log(2),
        "legs_agree": 2.0,
        "outside_share_lead": 0.5,
        "general_leads": 0.0,
    }
    assert {name: sign(crowded, name) for name in expected} == pytest.approx(expected, abs=1e-4)
    assert sign(crowded, "spread") > sign(replace(crowded, best=np.array([0])), "spread")


def test_a_general_request_nearer_than_all_shows() -> None:
    """The best general request is compared with the first procedure, by score and by each leg."""
    features = np.zeros((3, len(FEATURES)), dtype=np.float32)
    features[:, FEATURES.index("best_cosine")] = [0.4, 0.3, 0.9]
    shape = replace(SHAPE, features=features, general=2, scores=np.array([1.0, 0.0, 2.0], dtype=np.float32))
    assert sign(shape, "general_leads") == 1.0
    assert sign(shape, "general_cosine_lead") == pytest.approx(0.5)


def stored(**changes: object) -> dict[str, object]:
    """Return a decider that asks back when the margin is at most 1, with changes."""
    margin = [[SIGNS.index("margin"), 1.0, 1, 2], [2.0], [-2.0]]
    return {
        "signs": list(SIGNS),
        "sizes": [3.0],
        "start": {"answer": [0.0], "clarify": [0.5], "none": [0.2]},
        "trees": {"answer": [], "clarify": [margin], "none": []},
    } | changes


def test_the_likeliest_decision_wins() -> None:
    """The decision with the highest sum of start and leaves is taken."""
    decider = Decider.of(stored())
    assert decider.decide(SHAPE.signs()) == "none"
    assert decider.decide(replace(SHAPE, scores=np.array([3.0, 3.0, 1.0], dtype=np.float32)).signs()) == "clarify"


def test_the_start_depends_on_the_size_of_the_corpus() -> None:
    """Between two sizes the start is interpolated, beyond them it stays."""
    decider = Decider.of(stored(sizes=[2.0, 4.0], start={"answer": [0.0, 2.0], "clarify": [0, 0], "none": [0, 0]}))
    starts = [decider.scores(replace(SHAPE, size=size).signs())[0] for size in (10, 1000, 100_000)]
    assert starts == pytest.approx([0.0, 1.0, 2.0], abs=1e-5)


def test_without_weights_everything_is_answered() -> None:
    """Tuning starts from nothing."""
    assert Decider.of({}).decide(SHAPE.signs()) == "answer"


def test_strangers_are_refused() -> None:
    """Trees for other signs, or not for all decisions, are an error."""
    with pytest.raises(ValueError, match="starlight"):
        Decider.of(stored(signs=[*SIGNS, "starlight"]))
    with pytest.raises(ValueError, match="must have trees"):
        Decider.of(stored(start={"answer": [0.0]}))


def test_what_is_stored_is_read(tmp_path: Path) -> None:
    """The shipped weights are for these signs and survive storing."""
    shipped = read_weights()
    decider = Decider.of(shipped["decision"])
    write_weights(shipped["fusion"], decider.store(), tmp_path / "weights.json")
    again = Decider.of(read_weights(tmp_path / "weights.json")["decision"])
    assert set(shipped["decision"]["trees"]) == set(DECISIONS)
    assert np.array_equal(again.scores(SHAPE.signs()), decider.scores(SHAPE.signs()))


def refusing() -> Decider:
    """Return a decider that always refuses."""
    start = {"answer": [0.0], "clarify": [0.0], "none": [5.0]}
    return Decider.of({"signs": list(SIGNS), "sizes": [3.0], "start": start, "trees": {one: [] for one in DECISIONS}})


def test_what_stands_far_above_everything_is_not_refused() -> None:
    """A procedure that both legs put far above all others, outside messages too, is answered whatever the trees say."""
    features = np.zeros((3, len(FEATURES)), dtype=np.float32)
    features[0] = 1.0
    clear = replace(
        SHAPE,
        features=features,
        scores=np.array([20.0, 2.0, 1.0], dtype=np.float32),
        chances=np.array([0.999, 0.001, 0.0], dtype=np.float32),
    )
    assert refusing().decide(clear.signs()) == "answer"
    near = replace(clear, scores=np.array([20.0, 2.0, 15.0], dtype=np.float32))
    assert refusing().decide(near.signs()) == "none"


def test_a_message_without_a_known_word_is_not_answered_outright() -> None:
    """When no word is known the likeness is one of letters only: at most a question back."""
    assert Decider.of({}).decide(replace(SHAPE, unknown=1.0).signs()) == "clarify"
    assert Decider.of({}).decide(replace(SHAPE, unknown=0.9).signs()) == "answer"
