"""Mentions of places as people type them, with what they must resolve to."""

from pathlib import Path

import pytest

from nlu.places import Resolver

FIELDS = ("mention", "level", "province", "preferred", "ask", "candidates")
LINES = Path(__file__).with_name("mentions.tsv").read_text(encoding="utf-8").splitlines()
CASES = [tuple(line.split("\t")) for line in LINES if line and not line.startswith("#")]


def test_there_are_many_mentions() -> None:
    """The table holds at least 120 mentions, none twice."""
    mentions = [case[0] for case in CASES]
    assert len(set(mentions)) == len(mentions) >= 120


@pytest.mark.parametrize(FIELDS, CASES, ids=[case[0] for case in CASES])
def test_mention(
    resolver: Resolver, mention: str, level: str, province: str, preferred: str, ask: str, candidates: str
) -> None:
    """A mention gives its level, province, preferred ward, candidates, and asks when it must."""
    place = resolver.resolve(mention)
    names = [resolver.units.ward(code).name for code in place.candidates]
    assert (place.level, place.province or "-") == (level, province)
    assert (resolver.units.ward(place.preferred).name if place.preferred else "-") == preferred
    assert place.ask is (ask == "yes")
    wanted = set() if candidates == "-" else set(candidates.rstrip("…").split(";"))
    assert wanted <= set(names)
    if not candidates.endswith("…"):
        assert wanted == set(names)
    assert place.reasons
