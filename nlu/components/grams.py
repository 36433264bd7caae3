"""The features of the intent classifier: names of what a folded message contains.

Everything is counted on folded text, so that accented and unaccented spelling meet; syllables of one
letter ("k", "ở") count like any other; n-grams of letters inside a syllable survive typing errors.
"""

from nlu.components.readings import Readings
from nlu.components.words import Word

#: How the names of the features begin that come from rules, not from letters.
READING = "r:"

_MAX_GRAM = 4
_REST_BUCKETS = ((0, "0"), (1, "1"), (2, "2"), (4, "3-4"), (8, "5-8"))
_LENGTH_BUCKETS = ((0, "0"), (1, "1"), (2, "2"), (4, "3-4"), (7, "5-7"), (12, "8-12"))


def grams(words: list[Word], readings: Readings, place_roles: tuple[str, ...] = ()) -> set[str]:
    """Return the names of the features of one message.

    `place_roles` has one entry a place that the message names ("" for no role).
    """
    syllables = [syllable for word in words for syllable in word.lemma.split("_") if syllable]
    found = {f"s:{syllable}" for syllable in syllables}
    found.update(f"b:{first} {second}" for first, second in zip(["^", *syllables], [*syllables, "$"], strict=True))
    for syllable in syllables:
        found.update(_letter_grams(syllable))
    found.update(_reading_names(readings, place_roles))
    return found


def _letter_grams(syllable: str) -> set[str]:
    padded = f" {syllable[:12]} "
    return {
        f"c:{padded[start : start + size]}"
        for size in range(2, _MAX_GRAM + 1)
        for start in range(len(padded) - size + 1)
    }


def _reading_names(readings: Readings, place_roles: tuple[str, ...]) -> set[str]:
    rest = _bucket(readings.rest, _REST_BUCKETS)
    aspect = "aspect" if readings.aspects else "no aspect"
    place = "place" if place_roles else "no place"
    names = {f"r:{aspect}", f"r:{place}", f"r:rest {rest}", f"r:{aspect}, {place}, rest {rest}"}
    names.add(f"r:length {_bucket(readings.syllables, _LENGTH_BUCKETS)}")
    names.update(f"r:place {role}" for role in place_roles if role)
    if readings.choice is not None:
        names.add("r:choice")
    if readings.same_question:
        names.add("r:same question")
    if readings.correction:
        names.add("r:correction")
    return names


def _bucket(value: int, buckets: tuple[tuple[int, str], ...]) -> str:
    return next((name for limit, name in buckets if value <= limit), "more")
