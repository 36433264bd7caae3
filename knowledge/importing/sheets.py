"""Reading the staff's spreadsheet: whole guides, or row by row what is wrong with them, in Vietnamese.

Nothing in a file is run or trusted: no macros, no formulas, no mark-up; sizes are looked at before it is unpacked.
"""

import csv
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from pydantic import ValidationError

from knowledge.guide import Guide
from knowledge.importing.template import MAIN, SHEETS, Column

MOST_BYTES = 10_000_000
_MOST_UNPACKED = 100_000_000
_MOST_ROWS = 20_000
_MARKUP = re.compile(r"<\s*[/!a-zA-Z]|&(lt|gt|#\d+|#x[0-9a-f]+);", re.IGNORECASE)
_YES = {"có": True, "x": True, "không": False}
#: The source that facts of a spreadsheet name.
SOURCE = "bang"
_PARTS = {"Giấy tờ": "cases", "Phí": "fees", "Thời hạn": "times"}


class SheetError(ValueError):
    """A file that is not read at all; the message says what to do."""


@dataclass(frozen=True)
class Problem:
    """What is wrong in one row, counted as the spreadsheet counts."""

    sheet: str
    row: int
    message: str

    def __str__(self) -> str:
        return f"{self.sheet}, dòng {self.row}: {self.message}"


@dataclass(frozen=True)
class Filled:
    """A guide as the spreadsheet has it: the row of the first sheet, the fields that it fills, its wordings."""

    row: int
    guide: Guide
    fields: frozenset[str]
    phrasings: tuple[str, ...]


@dataclass
class Sheets:
    """What a file gave: guides by code, and what was left out and why."""

    guides: dict[str, Filled] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    sheet: str
    number: int
    cells: dict[str, Any]


def read_sheets(path: Path) -> Sheets:
    """Read an .xlsx or .csv file. Raises SheetError when the file as a whole is refused, FileNotFoundError."""
    size = path.stat().st_size
    ending = path.suffix.lower()
    if ending not in (".xlsx", ".csv"):
        more = " Tệp có macro không được nhận; xin lưu lại dạng .xlsx." if ending in (".xlsm", ".xltm", ".xlsb") else ""
        raise SheetError(f"{path.name}: chỉ nhận tệp .xlsx hoặc .csv.{more}")
    if size > MOST_BYTES:
        raise SheetError(f"{path.name}: nặng {size / 1e6:.0f} MB, tối đa {MOST_BYTES / 1e6:.0f} MB. Xin chia nhỏ.")
    done = Sheets()
    rows: dict[str, list[_Row]] = {title: [] for title in SHEETS}
    spoiled: set[str] = set()
    for title, number, headings, cells in _csv(path) if ending == ".csv" else _xlsx(path):
        row, problems = _row(title, number, headings, cells)
        done.problems += problems
        if problems:
            spoiled.add(str(row.cells.get("code", "")))
        else:
            rows[title].append(row)
    _put_together(rows, spoiled, done)
    return done


Line = tuple[str, int, list[str], list[Any]]


def _csv(path: Path) -> Iterator[Line]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = list(csv.reader(stream))
    except (UnicodeDecodeError, csv.Error) as error:
        raise SheetError(f"{path.name}: không đọc được. Xin lưu lại dạng «CSV UTF-8».") from error
    yield from _lines(path, MAIN, lines)


def _xlsx(path: Path) -> Iterator[Line]:
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise SheetError(f"{path.name}: không phải tệp Excel .xlsx, hoặc đã hỏng.") from error
    if any("vbaproject" in member.filename.lower() for member in members):
        raise SheetError(f"{path.name}: có macro, không được nhận. Xin lưu lại dạng .xlsx không có macro.")
    if sum(member.file_size for member in members) > _MOST_UNPACKED:
        raise SheetError(f"{path.name}: quá lớn khi mở ra. Xin chia nhỏ.")
    try:
        # With defusedxml installed openpyxl refuses entities in the XML.
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # a broken file fails in many ways; none of them is our caller's
        raise SheetError(f"{path.name}: không phải tệp Excel .xlsx, hoặc đã hỏng.") from error
    try:
        if MAIN not in book.sheetnames:
            raise SheetError(f"{path.name}: không có tờ «{MAIN}». Xin dùng tệp mẫu (import --template).")
        for title in SHEETS:
            if title in book.sheetnames:
                found = ([_value(cell) for cell in row] for row in book[title].iter_rows(max_row=_MOST_ROWS + 2))
                yield from _lines(path, title, list(found))
    except (KeyError, TypeError, AttributeError, zipfile.BadZipFile, SyntaxError) as error:
        raise SheetError(f"{path.name}: tệp đã hỏng, không đọc hết được.") from error
    finally:
        book.close()


def _value(cell: Any) -> Any:
    return _FORMULA if cell.data_type == "f" else cell.value


_FORMULA = object()


def _lines(path: Path, title: str, lines: list[list[Any]]) -> Iterator[Line]:
    if len(lines) > _MOST_ROWS + 1:
        raise SheetError(f"{path.name}: tờ «{title}» quá {_MOST_ROWS} dòng. Xin chia nhỏ.")
    headings = [str(cell or "").strip().rstrip("*").strip() for cell in lines[0]] if lines else []
    while headings and not headings[-1]:
        headings.pop()
    known = [column.heading for column in SHEETS[title]]
    missing = [column.heading for column in SHEETS[title] if column.needed and column.heading not in headings]
    strange = [heading or "(trống)" for heading in headings if heading not in known]
    doubled = [heading for heading in known if headings.count(heading) > 1]
    if missing or strange or doubled:
        parts = [f"thiếu cột {', '.join(missing)}"] if missing else []
        parts += [f"cột lạ {', '.join(strange[:5])}"] if strange else []
        parts += [f"cột lặp {', '.join(doubled)}"] if doubled else []
        raise SheetError(f"{path.name}, tờ «{title}»: {'; '.join(parts)}. Xin dùng tệp mẫu (import --template).")
    for number, cells in enumerate(lines[1:], 2):
        if any(cell not in (None, "") for cell in cells):
            yield title, number, headings, cells


def _row(title: str, number: int, headings: list[str], cells: list[Any]) -> tuple[_Row, list[Problem]]:
    given = dict(zip(headings, cells, strict=False))
    found: dict[str, Any] = {}
    problems = []
    for column in SHEETS[title]:
        try:
            value = _read(column, given.get(column.heading))
        except ValueError as error:
            problems.append(Problem(title, number, f"{column.heading}: {error}"))
            continue
        if value is None and column.needed:
            problems.append(Problem(title, number, f"{column.heading}: chưa điền."))
        elif value is not None:
            found[column.field] = value
    return _Row(title, number, found), problems


def _read(column: Column, value: Any) -> Any:
    """Return a cell's value, None for an empty one. Raises ValueError with a sentence for the officer."""
    if value is _FORMULA or (isinstance(value, str) and value.lstrip().startswith("=")):
        raise ValueError("là công thức; xin dán giá trị.")
    if column.kind == "date" and isinstance(value, datetime | date):
        return value.date() if isinstance(value, datetime) else value
    if isinstance(value, float) and value.is_integer() and column.kind != "text":
        value = int(value)
    text = " ".join(str(value if value is not None else "").split())
    if not text:
        return None
    if _MARKUP.search(text):
        raise ValueError("có mã HTML; chỉ ghi chữ thường.")
    if column.kind == "number":
        return _number(text)
    if column.kind == "date":
        try:
            day, month, year = text.split("/")
            return date(int(year), int(month), int(day))
        except ValueError as error:
            raise ValueError(f"«{text[:30]}» không phải ngày dạng 01/11/2026.") from error
    allowed = {name.lower(): key for name, key in column.choices} if column.choices else _YES
    if column.kind in ("choice", "yes"):
        if text.lower() not in allowed:
            raise ValueError(f"«{text[:30]}» không có trong danh sách: {', '.join(allowed)}.")
        return allowed[text.lower()]
    return text


def _number(text: str) -> int | float:
    bare = text.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", bare):
        bare = bare.replace(".", "")
    if not re.fullmatch(r"\d{1,12}([.,]\d{1,2})?", bare):
        raise ValueError(f"«{text[:30]}» không phải số.")
    value = float(bare.replace(",", "."))
    return int(value) if value.is_integer() else value


def _put_together(rows: dict[str, list[_Row]], spoiled: set[str], done: Sheets) -> None:
    """Make guides of rows; one with a wrong row anywhere is left out whole, so that no half guide comes in."""
    mains: dict[str, _Row] = {}
    for row in rows[MAIN]:
        code = row.cells["code"]
        if code in mains:
            done.problems.append(Problem(MAIN, row.number, f"{code} đã có ở dòng {mains[code].number}."))
            spoiled.add(code)
        mains.setdefault(code, row)
    parts: dict[str, dict[str, list[_Row]]] = {}
    for title in (*_PARTS, "Cách hỏi"):
        for row in rows[title]:
            code = row.cells["code"]
            if code not in mains and code not in spoiled:
                done.problems.append(Problem(title, row.number, f"{code} không có ở tờ «{MAIN}»."))
            parts.setdefault(code, {}).setdefault(title, []).append(row)
    for code, row in mains.items():
        if code in spoiled:
            done.problems.append(Problem(MAIN, row.number, f"{code} bị bỏ vì có dòng sai ở trên."))
            continue
        try:
            done.guides[code] = _guide(row, parts.get(code, {}))
        except ValidationError as error:
            done.problems += _model_problems(row, parts.get(code, {}), error)


def _guide(row: _Row, parts: dict[str, list[_Row]]) -> Filled:
    cells = dict(row.cells)
    source = {"title": cells.pop("source_title"), "url": cells.pop("source_url", None), "read_on": cells.pop("read_on")}
    content: dict[str, Any] = {**cells, "status": "draft", "sources": {SOURCE: source}}
    for title, name in _PARTS.items():
        facts = [
            {k: v for k, v in one.cells.items() if k != "code"} | {"source": SOURCE} for one in parts.get(title, ())
        ]
        if facts:
            content[name] = _cases(facts) if name == "cases" else facts
    phrasings = dict.fromkeys(one.cells["text"] for one in parts.get("Cách hỏi", ()))
    return Filled(
        row.number, Guide.model_validate(content), frozenset({*content} - {"code", "status"}), tuple(phrasings)
    )


def _cases(papers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_case: dict[str, list[dict[str, Any]]] = {}
    for paper in papers:
        by_case.setdefault(paper.pop("case", ""), []).append(paper)
    return [{"name": name, "papers": inside} for name, inside in by_case.items()]


_SAID = {
    "code": "mã thủ tục có dạng 1.234567.",
    "fees": "«Số tiền» cần có số tiền (lớn hơn 0); loại khác thì để trống.",
    "times": "ngày, giờ, tháng cần có số lượng; «trong ngày», «ngay khi nộp» thì để trống.",
    "cases": "số bản phải là số nguyên.",
}


def _model_problems(main: _Row, parts: dict[str, list[_Row]], error: ValidationError) -> Iterator[Problem]:
    """Yield what the guide's model refuses, at the row that it comes from where that is plain."""
    sheet_of = {name: title for title, name in _PARTS.items()}
    for one in error.errors():
        name, *rest = one["loc"] or ("code",)
        title = sheet_of.get(str(name))
        row = main
        if title in ("Phí", "Thời hạn") and rest and isinstance(rest[0], int):
            row = parts[title][rest[0]]
        yield Problem(row.sheet, row.number, f"{main.cells['code']}: {_SAID.get(str(name), 'chưa đúng, xin xem lại.')}")
