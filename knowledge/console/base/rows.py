"""Form rows made from the models of the guide: each field of the contract becomes one of the form, none is forgotten.

A value travels as plain JSON: `to_form` gives what the form shows, `from_form` what the guide's model reads.
"""

from datetime import date
from types import UnionType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from wagtail import blocks

from knowledge import guide as model
from knowledge.console.base.labels import choices, label

#: What stands in the folded part of a row: it rarely changes.
_ASIDE = (
    "certainty",
    "source",
    "submission",
    "keyed_by",
    "note",
    "valid_from",
    "valid_to",
    "after_15h_next_day",
    "per",
)
#: The one kind of row of a list.
ROW = "row"
_LONG = ("text", "note", "condition", "question", "name")


def row_block(kind: type[BaseModel]) -> blocks.StructBlock:
    """Return the form of one row of `kind`."""
    children = [(name, _block(kind, name, info)) for name, info in kind.model_fields.items()]
    names = [name for name, _ in children]
    aside = [name for name in names if name in _ASIDE]
    layout = blocks.BlockGroup(children=[name for name in names if name not in aside], settings=aside)
    return blocks.StructBlock(
        children, form_layout=layout, form_classname="struct-block guide-row", icon="list-ul", label="Dòng"
    )


def rows_block(kind: type[BaseModel], most: int | None = None) -> blocks.StreamBlock:
    """Return the form of some rows of `kind`, at most `most`. (Wagtail's widget wants a stream at the root.)"""
    return blocks.StreamBlock([(ROW, row_block(kind))], min_num=0, max_num=most, required=False)


def _block(kind: type[BaseModel], name: str, info: FieldInfo) -> blocks.Block:
    title, help_text = label(kind.__name__, name)
    bare = _bare(info.annotation)
    about: dict[str, Any] = {"label": title, "help_text": help_text, "required": info.is_required()}
    if get_origin(bare) is tuple:
        return blocks.ListBlock(row_block(get_args(bare)[0]), label=title)
    if get_origin(bare) is Literal:
        named = choices(kind.__name__, name)
        default = None if info.is_required() else info.default
        return blocks.ChoiceBlock(
            choices=[(value, named.get(value, value)) for value in get_args(bare)], default=default, **about
        )
    if bare is bool:
        return blocks.BooleanBlock(**(about | {"required": False}))
    if bare is int:
        return blocks.IntegerBlock(min_value=0, **about)
    if bare is float:
        return blocks.FloatBlock(min_value=0, **about)
    if bare is date:
        return blocks.DateBlock(format="%d/%m/%Y", **about)
    default = info.default if isinstance(info.default, str) else ""
    if name in _LONG:
        return blocks.TextBlock(rows=1 if name in ("name", "condition") else 2, default=default, **about)
    return blocks.CharBlock(default=default, **about)


def _bare(annotation: Any) -> Any:
    """Return the type behind `X | None` and Annotated[X, …]."""
    if get_origin(annotation) in (UnionType,):
        annotation = next(each for each in get_args(annotation) if each is not type(None))
    return getattr(annotation, "__origin__", annotation) if hasattr(annotation, "__metadata__") else annotation


def to_form(block: blocks.StreamBlock, value: Any) -> Any:
    """Return the form's value for JSON rows: a list of them, one of them, or None."""
    rows = value if isinstance(value, list) else [value] if value else []
    child = block.child_blocks[ROW]
    return block.to_python([{"type": ROW, "value": _filled(child, row)} for row in rows])


def _filled(block: blocks.StructBlock, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with the defaults that its JSON leaves out, inner rows too."""
    filled: dict[str, Any] = {}
    for name, child in block.child_blocks.items():
        if isinstance(child, blocks.ListBlock):
            filled[name] = [_filled(child.child_block, inner) for inner in row.get(name, [])]
        else:
            filled[name] = row.get(name, child.get_default())
    return filled


def from_form(value: Any) -> list[dict[str, Any]]:
    """Return JSON rows of a form's value; what was left empty is left out, so that the model's default stands."""
    return [_plain(child.value) for child in value]


def _plain(row: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, blocks.list_block.ListValue):
            found[name] = [_plain(inner) for inner in value]
        elif isinstance(value, date):
            found[name] = value.isoformat()
        elif isinstance(value, str):
            if value.strip():
                found[name] = value.strip()
        elif value is not None and value is not False:
            found[name] = value
    return found


class SourceRow(model.Source):
    """A source with the key by which facts name it."""

    key: str


LISTS: dict[str, blocks.StreamBlock] = {
    "reception": rows_block(model.Reception),
    "channels": rows_block(model.Channel),
    "times": rows_block(model.Time),
    "fees": rows_block(model.Fee),
    "cases": rows_block(model.Case),
    "conditions": rows_block(model.Note),
    "notes": rows_block(model.Note),
    "legal_basis": rows_block(model.LegalBasis),
    "siblings": rows_block(model.Sibling),
}
SINGLES: dict[str, blocks.StreamBlock] = {
    "authority": rows_block(model.Authority, 1),
    "presence": rows_block(model.Presence, 1),
    "authorisation": rows_block(model.Authorisation, 1),
    "linked": rows_block(model.Linked, 1),
    "home_service": rows_block(model.HomeService, 1),
    "decision": rows_block(model.Decision, 1),
}
SOURCES = rows_block(SourceRow)
