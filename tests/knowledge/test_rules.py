"""knowledge/rules.py and knowledge/offices.py"""

import shutil
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
import yaml

from knowledge.guide import RouteClass
from knowledge.offices import inline
from knowledge.rules import load_rules
from knowledge.starter import CONTENT
from knowledge.tiers import removed_tier
from tests.knowledge.samples import TODAY, rule_book


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for name in ("rules", "centres"):
        shutil.copytree(CONTENT / name, tmp_path / name)
    return tmp_path


def rewrite(content: Path, old: str, new: str) -> None:
    path = content / "rules" / "routes.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("day", [TODAY, date(2026, 12, 31), date(2027, 1, 1), date(2027, 3, 1), date(2030, 1, 1)])
def test_every_class_has_a_rule_on_every_day(day: date) -> None:
    """No class of procedures is ever without a rule from July 2025 on."""
    book = rule_book()
    assert [name for name in get_args(RouteClass) if book.rule(name, day) is None] == []


def test_civil_status_changes_on_the_first_of_march_2027() -> None:
    """Until 28/02/2027 the province receives; from 01/03/2027 any commune of the nation."""
    book = rule_book()
    before, after = (book.rule("CIVIL_COMMUNE", day) for day in (date(2027, 2, 28), date(2027, 3, 1)))
    assert before is not None
    assert after is not None
    assert {row.scope for row in before.reception} == {"province"}
    assert {row.scope for row in after.reception} == {"nation"}


def test_no_office_of_the_table_is_of_a_removed_tier() -> None:
    """What cannot be named cannot be answered."""
    assert [office.name for office in rule_book().offices.values() if removed_tier(office.near("residence"))] == []


def test_no_office_after_a_rule_that_is_only_likely() -> None:
    """A remembered rule gives a hint to ask about, never an office."""
    likely = [rule for rule in rule_book().rules if rule.certainty == "likely"]
    assert likely
    assert all(not rule.reception and any("hỏi lại" in hint for hint in rule.hints) for rule in likely)


def test_an_unknown_office_is_refused(content: Path) -> None:
    """The error names the file and the rule."""
    rewrite(content, "office: commune_police,", "office: district_police,")
    with pytest.raises(ValueError, match=r"routes\.yml: rule residence-police: no office 'district_police'"):
        load_rules(content)


def test_overlapping_versions_are_refused(content: Path) -> None:
    """Two rules of one class for the same day would make the answer depend on their order."""
    rewrite(content, "valid_from: 2027-03-01", "valid_from: 2027-02-20")
    with pytest.raises(ValueError, match="overlap or leave a gap"):
        load_rules(content)


def test_an_unknown_source_is_refused(content: Path) -> None:
    """Every rule rests on a source of the file."""
    rewrite(content, "source: nd140", "source: nowhere")
    with pytest.raises(ValueError, match="no source 'nowhere'"):
        load_rules(content)


def test_offices_are_named_with_their_unit() -> None:
    """Police stand before the unit's name, centres are of the unit; without a unit the place is described."""
    offices = rule_book().offices
    assert offices["commune_police"].named("phường Cầu Giấy") == "Công an phường Cầu Giấy"
    assert offices["commune_centre"].named("xã Củ Chi") == "Trung tâm Phục vụ hành chính công của xã Củ Chi"
    assert offices["commune_police"].near("residence") == "Công an xã, phường nơi anh/chị ở"
    assert offices["tax_office"].named("tỉnh Cà Mau") == "Thuế cơ sở"


def test_inline_lowers_only_the_kind_of_unit() -> None:
    """Names keep their capitals inside a sentence."""
    assert inline("Phường Cầu Giấy") == "phường Cầu Giấy"


def test_sources_of_the_rules_are_read_as_dates() -> None:
    """Each source tells the day on which it was read."""
    content = yaml.safe_load((CONTENT / "rules" / "routes.yml").read_text(encoding="utf-8"))
    assert all(isinstance(source["read_on"], date) for source in content["sources"].values())


def test_a_rule_that_outlives_its_source_is_refused(content: Path) -> None:
    """When a decree ceases, the rules that rest on it have to say what comes then."""
    rewrite(content, "valid_to: 2027-02-28\n  nd", "valid_to: 2027-01-31\n  nd")
    with pytest.raises(ValueError, match="outlives its source 'nd140', which ends on 2027-01-31"):
        load_rules(content)


def test_an_unknown_office_that_helps_is_refused(content: Path) -> None:
    """The office that helps people from elsewhere has to be in the table too."""
    rewrite(content, "support: commune_centre", "support: village_centre")
    with pytest.raises(ValueError, match="no office 'village_centre'"):
        load_rules(content)


def test_a_channel_is_open_until_its_last_day() -> None:
    """Channels without an end are always open."""
    book = rule_book()
    days = (date(2026, 12, 31), date(2027, 1, 1))
    assert [book.channel_open("linked_software", day) for day in days] == [True, False]
    assert book.channel_open("national_portal", date(2030, 1, 1))


def test_what_rests_on_decrees_of_division_changes_when_they_cease() -> None:
    """From 01/03/2027 nothing says any more which committee issues building permits."""
    before, after = (rule_book().rule("BUILD", day) for day in (date(2027, 2, 28), date(2027, 3, 1)))
    assert before is not None
    assert after is not None
    assert (before.authority.office, after.authority.office) == ("commune_committee", "unknown")


def test_every_hint_says_that_it_is_one() -> None:
    """A likely statement never stands without the words that send people to ask."""
    assert [hint for rule in rule_book().rules for hint in rule.hints if "hỏi lại" not in hint] == []
