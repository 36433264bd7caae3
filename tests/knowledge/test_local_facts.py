"""Local facts of the next snapshot."""

from datetime import date
from pathlib import Path

from knowledge.guide import Source
from knowledge.local_facts import IN_FORCE, SHIPPED, merged, write_local_facts
from knowledge.overrides import Override, read_overrides, write_overrides
from knowledge.starter import CONTENT
from nlu.clock import today
from tests.knowledge.samples import local_hours


def test_base_replaces_what_is_about_the_same_at_the_same_time() -> None:
    """A fact of the base takes the place of a shipped one only where both would hold on one day."""
    old = local_hours("cũ", valid_to=date(2026, 12, 31))
    later, now = local_hours("mới", valid_from=date(2027, 1, 1)), local_hours("mới", valid_from=date(2026, 11, 1))
    assert merged([old], [later]) == [old, later]
    assert merged([old], [now]) == [now]
    other = local_hours("khác", unit="00004")
    assert merged([old], [other]) == [old, other]


def test_fact_about_a_procedure_that_left_waits(tmp_path: Path) -> None:
    """A fee of a procedure that is not in the snapshot stops nothing; it is back when the procedure is."""
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    for name in ("units", "rules", "centres"):
        (after / name).symlink_to(CONTENT / name)
    fee = {"kind": "amount", "amount": 5000, "certainty": "stated"}
    row = Override.model_validate(
        {
            "unit": "01",
            "field": "fee",
            "code": "1.000894",
            "fees": [fee],
            "source": Source(title="Nghị quyết", read_on=today()),
        }
    )
    write_overrides(before / IN_FORCE, [row])
    assert write_local_facts(before, after, [], ()) == 0
    assert read_overrides(after / SHIPPED) == [row]
    assert write_local_facts(after, after, [], {"1.000894"}) == 1
