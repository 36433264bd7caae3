"""Form rows made from the guide's models."""

import pytest

from knowledge import guide as model
from knowledge.console.base import rows
from knowledge.starter import load_guides

GUIDES = load_guides()


@pytest.mark.parametrize("name", [*rows.LISTS, *rows.SINGLES])
def test_rows_come_back_as_they_went(name: str) -> None:
    """What a guide holds is the same after it went through the form."""
    block = (rows.LISTS | rows.SINGLES)[name]
    seen = 0
    for guide in GUIDES.values():
        stored = guide.model_dump(mode="json", exclude_defaults=True).get(name)
        if stored:
            back = rows.from_form(block.clean(rows.to_form(block, stored)))
            again = type(guide).model_validate({**guide.model_dump(), name: back if name in rows.LISTS else back[0]})
            assert getattr(again, name) == getattr(guide, name), guide.code
            seen += 1
    assert seen or name in ("home_service",)


def test_every_field_of_the_contract_has_a_cell() -> None:
    """No field of a row's model is missing in the form."""
    for kind in (model.Fee, model.Time, model.Paper, model.Reception, model.Sibling, model.LegalBasis):
        assert set(rows.row_block(kind).child_blocks) == set(kind.model_fields)
