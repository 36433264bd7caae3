"""Features of a message."""

from nlu.components.grams import READING, grams
from nlu.components.readings import read
from nlu.components.words import split


def features(message: str, roles: tuple[str, ...] = ()) -> set[str]:
    """The features of a message whose places have these roles."""
    return grams(split(message), read(message), roles)


def test_accents_make_no_difference() -> None:
    """Accented and unaccented spelling have the same features, however they are cut into words."""
    assert features("khai sinh ở xã nào") == features("khai sinh o xa nao")


def test_one_letter_words_count() -> None:
    """ "k" and "ở" are features like any other word."""
    assert {"s:k", "s:o"} <= features("ở xã được k")


def test_readings_are_features() -> None:
    """What rules read stands beside the n-grams: an aspect without a topic, a place with its role, a pick."""
    assert f"{READING}aspect, no place, rest 0" in features("lệ phí bao nhiêu")
    assert f"{READING}place residence" in features("ở Cầu Giấy", ("residence",))
    assert f"{READING}choice" in features("cái thứ hai")


def test_empty_message_has_features_of_its_shape_only() -> None:
    """Nothing said is a shape too."""
    assert all(name.startswith((READING, "b:")) for name in features(""))
