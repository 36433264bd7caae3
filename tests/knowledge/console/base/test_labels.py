"""The words of the forms."""

from typing import Literal, get_args, get_origin

import pytest

from knowledge import guide as model
from knowledge.console.base import labels

OTHERS = (model.Model, model.Guide, model.Fact)
ROWS = [
    value
    for value in vars(model).values()
    if isinstance(value, type)
    and issubclass(value, model.Model)
    and value not in (model.Model, model.Guide, model.Fact)
]


@pytest.mark.parametrize("kind", ROWS, ids=lambda kind: kind.__name__)
def test_every_cell_is_named_in_vietnamese(kind: type[model.Model]) -> None:
    """Each field of each row, and each of its choices, has a name of its own."""
    for name, info in kind.model_fields.items():
        assert labels.label(kind.__name__, name)[0] != name, name
        if get_origin(info.annotation) is Literal:
            assert set(labels.choices(kind.__name__, name)) >= set(get_args(info.annotation)), name


def test_every_field_of_a_guide_is_named() -> None:
    """Each field of the guide has a name, and so has each status and level."""
    assert set(model.Guide.model_fields) <= set(labels.GUIDE)
    assert set(labels.STATUSES) == set(get_args(model.Status))
    assert set(labels.LEVELS) == set(get_args(model.Level))
