"""The page of snapshots."""

from collections.abc import Callable
from typing import Any

import pytest

from knowledge.console.base.models import Guide
from knowledge.console.base.release import Approved, publish
from knowledge.settings import Settings
from knowledge.snapshot import current
from tests.knowledge.console.base.conftest import MARRIAGE

Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("commune_editor", False),
        ("province_editor", False),
        ("auditor", False),
        ("reviewer", True),
        ("administrator", True),
    ],
)
def test_one_click_back(live: Settings, marriage: Guide, officer: Make, client_of: Make, role: str, may: bool) -> None:
    """Who has the right goes back with one click; others see the list without buttons and are refused."""
    first = current(live.var).name
    made = publish(Approved({MARRIAGE: ({**marriage.content, "result": "x"}, marriage.phrasings)}), "lan", "", "vì")
    assert made is not None
    client = client_of(officer(role))
    page = client.get("/ban-du-lieu/").content.decode()
    assert first in page
    assert ("Quay lại bản này" in page) is may
    client.post("/ban-du-lieu/", {"name": first})
    assert current(live.var).name == (first if may else made.snapshot)


def test_unknown_snapshot_is_told(live: Settings, officer: Make, client_of: Make) -> None:
    """A name that is none changes nothing and is told."""
    before = current(live.var)
    answer = client_of(officer("reviewer")).post("/ban-du-lieu/", {"name": "../../etc"}, follow=True)
    assert "Chưa quay lại được" in answer.content.decode()
    assert current(live.var) == before
