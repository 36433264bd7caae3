"""The tools of one snapshot."""

from dataclasses import replace

import pytest

from actions.toolbox import Toolbox
from knowledge.guide import Guide

BIRTH, MARRIAGE = "1.001193", "1.000894"


def with_version(tools: Toolbox, **changes: object) -> Toolbox:
    """Return the tools with another version of the guide on births."""
    guide = Guide.model_validate(tools.guides[BIRTH].model_dump() | changes)
    return replace(tools, guides=tools.guides | {BIRTH: guide})


def test_a_replaced_code_leads_to_its_successor(tools: Toolbox) -> None:
    """An old code keeps answering, with the guide that replaced it."""
    found = tools.guide("2.000986")
    assert found is not None
    assert found.code == "3.000722"


@pytest.mark.parametrize(("day", "there"), [("2026-12-31", True), ("2027-01-01", False)])
def test_a_version_ends_with_its_last_day(
    tools: Toolbox, monkeypatch: pytest.MonkeyPatch, day: str, there: bool
) -> None:
    """A guide answers on its last day, and no more on the next one."""
    monkeypatch.setenv("MOTCUA_NOW", f"{day}T12:00:00+07:00")
    assert (with_version(tools, effective_to="2026-12-31").guide(BIRTH) is not None) is there


@pytest.mark.parametrize(("day", "there"), [("2027-02-28", False), ("2027-03-01", True)])
def test_a_version_begins_on_its_first_day(
    tools: Toolbox, monkeypatch: pytest.MonkeyPatch, day: str, there: bool
) -> None:
    """A future guide is silent until its first day, then it answers by itself."""
    monkeypatch.setenv("MOTCUA_NOW", f"{day}T00:00:01+07:00")
    later = with_version(tools, effective_from="2027-03-01", status="future")
    assert (later.guide(BIRTH) is not None) is there


def test_a_repealed_guide_gives_way_to_its_successor(tools: Toolbox) -> None:
    """What is repealed is never answered; the procedure that replaced it is."""
    found = with_version(tools, status="repealed", replaced_by=MARRIAGE).guide(BIRTH)
    assert found is not None
    assert found.code == MARRIAGE
    assert with_version(tools, status="repealed").guide(BIRTH) is None


def test_a_guide_without_its_date_waits(tools: Toolbox) -> None:
    """A future guide without a first day is not in force."""
    assert with_version(tools, status="future").guide(BIRTH) is None
