"""What is wrong with a guide, in Vietnamese and at the right field: the model's errors and the findings of the lint."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from pydantic import ValidationError as ModelError
from pydantic_core import ErrorDetails
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from knowledge.lint import Finding

_BY_TYPE = {
    "missing": "Xin điền ô này.",
    "string_type": "Xin điền ô này.",
    "string_pattern_mismatch": "Chưa đúng dạng. Mã thủ tục có dạng 1.234567.",
    "literal_error": "Xin chọn một mục trong danh sách.",
    "greater_than": "Phải lớn hơn {gt}.",
    "too_short": "Cần ít nhất {min_length} dòng.",
    "int_parsing": "Chỉ ghi chữ số.",
    "int_type": "Chỉ ghi chữ số.",
    "float_parsing": "Chỉ ghi số.",
    "date_from_datetime_parsing": "Ngày chưa đúng, ví dụ 01/03/2027.",
    "date_parsing": "Ngày chưa đúng, ví dụ 01/03/2027.",
    "extra_forbidden": "Không có ô này.",
}
_BY_PLACE = {
    "times": "Ngày, giờ, tháng cần có số lượng; «trong ngày», «ngay khi nộp», «chưa rõ» thì không ghi số.",
    "fees": "Loại «Số tiền» cần có số tiền; các loại khác thì không ghi số tiền.",
}
#: Where the form shows what the lint names by another word.
_SHOWN_AT = {"certainty": "notes", "checked_by": "status", "checked_on": "status"}


def sentence(error: ErrorDetails) -> str:
    """Return one error of the model as a sentence."""
    if error["type"] == "value_error" and error["loc"]:
        return _BY_PLACE.get(str(error["loc"][0]), "Các ô của dòng này chưa khớp nhau.")
    known = _BY_TYPE.get(error["type"])
    return known.format(**error.get("ctx", {})) if known else "Chưa đúng, xin xem lại."


def model_errors(error: ModelError, singles: Iterable[str]) -> dict[str, ValidationError]:
    """Return the model's errors by form field, those of rows shaped as Wagtail's rows show them."""
    single = set(singles)
    by_field: dict[str, list[tuple[tuple[Any, ...], str]]] = defaultdict(list)
    for one in error.errors():
        field, *rest = one["loc"] or ("name",)
        path = (0, *rest) if field in single else tuple(rest)
        by_field[str(field)].append((path, sentence(one)))
    return {field: _of_rows(found) for field, found in by_field.items()}


def _of_rows(
    found: list[tuple[tuple[Any, ...], str]], kind: type[ValidationError] = StreamBlockValidationError
) -> ValidationError:
    """Shape errors (path, sentence) whose paths begin with a row's number; inner rows are a ListBlock's."""
    if not all(path and isinstance(path[0], int) for path, _ in found):
        return ValidationError([text for _, text in found])
    rows: dict[int, list[tuple[tuple[Any, ...], str]]] = defaultdict(list)
    for path, text in found:
        rows[path[0]].append((path[1:], text))
    return kind(block_errors={number: _of_row(inside) for number, inside in rows.items()})


def _of_row(found: list[tuple[tuple[Any, ...], str]]) -> ValidationError:
    whole = [ValidationError(text) for path, text in found if not path]
    cells: dict[str, list[tuple[tuple[Any, ...], str]]] = defaultdict(list)
    for path, text in found:
        if path:
            cells[str(path[0])].append((path[1:], text))
    return StructBlockValidationError(
        block_errors={name: _of_rows(inside, ListBlockValidationError) for name, inside in cells.items()},
        non_block_errors=whole,
    )


def findings_by_field(findings: Iterable[Finding], fields: Iterable[str]) -> dict[str | None, list[str]]:
    """Return the errors of the lint by form field; None holds those of no field."""
    known = set(fields)
    by_field: dict[str | None, list[str]] = defaultdict(list)
    for finding in findings:
        if finding.level == "error":
            field = _SHOWN_AT.get(finding.field, finding.field)
            by_field[field if field in known else None].append(finding.message)
    return by_field
