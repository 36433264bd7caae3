"""The spreadsheet that staff fill in: its sheets, its columns, and an empty one to begin with."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

Kind = Literal["text", "number", "date", "yes", "choice"]


@dataclass(frozen=True)
class Column:
    """A column: its heading, the field that it fills, what may stand in it."""

    heading: str
    field: str
    kind: Kind = "text"
    needed: bool = False
    choices: tuple[tuple[str, str], ...] = ()


CODE = Column("Mã thủ tục", "code", needed=True)
_SUBMISSION = Column(
    "Cách nộp",
    "submission",
    "choice",
    choices=(("Mọi cách", "any"), ("Trực tiếp", "direct"), ("Trên mạng", "online"), ("Bưu chính", "post")),
)
_CONDITION = Column("Áp dụng khi", "condition")
MAIN = "Thủ tục"

SHEETS: dict[str, tuple[Column, ...]] = {
    MAIN: (
        CODE,
        Column("Tên chính thức", "name", needed=True),
        Column("Tên thường gọi", "short_name"),
        Column("Lĩnh vực", "field", needed=True),
        Column("Tóm tắt", "summary"),
        Column("Kết quả", "result"),
        Column("Văn bản, nguồn", "source_title", needed=True),
        Column("Địa chỉ trang nguồn", "source_url"),
        Column("Ngày đọc nguồn", "read_on", "date", needed=True),
    ),
    "Giấy tờ": (
        CODE,
        Column("Trường hợp", "case"),
        Column("Tên giấy tờ", "name", needed=True),
        Column("Mẫu số", "form"),
        Column("Bản chính", "originals", "number"),
        Column("Bản sao", "copies", "number"),
        Column("Chỉ xuất trình", "show", "yes"),
        _CONDITION,
    ),
    "Phí": (
        CODE,
        Column(
            "Loại",
            "kind",
            "choice",
            needed=True,
            choices=(("Số tiền", "amount"), ("Miễn phí", "free"), ("Tỉnh quy định", "local")),
        ),
        Column("Số tiền (đồng)", "amount", "number"),
        Column("Tính cho mỗi", "per"),
        _SUBMISSION,
        _CONDITION,
    ),
    "Thời hạn": (
        CODE,
        Column("Số lượng", "quantity", "number"),
        Column("Nhiều nhất", "quantity_max", "number"),
        Column(
            "Đơn vị",
            "unit",
            "choice",
            needed=True,
            choices=(
                ("ngày làm việc", "working_day"),
                ("ngày", "day"),
                ("giờ", "hour"),
                ("tháng", "month"),
                ("trong ngày", "same_day"),
                ("ngay khi nộp", "at_once"),
            ),
        ),
        _SUBMISSION,
        _CONDITION,
    ),
    "Cách hỏi": (CODE, Column("Câu người dân hỏi", "text", needed=True)),
}
_HELP = (
    "Mỗi dòng của tờ «Thủ tục» là một hướng dẫn; các tờ khác nối với nó bằng mã thủ tục (dạng 1.234567).",
    "Cột có dấu * phải điền. Không đổi tên cột. Không dùng công thức, macro, mã HTML. Ngày ghi dạng 01/11/2026.",
    "Chỉ ghi điều nguồn nói rõ; điều chưa rõ thì để trống. «Miễn phí» chỉ khi nguồn ghi bằng chữ.",
    "Hướng dẫn đã có: ô để trống thì giữ nguyên; tờ giấy tờ, phí, thời hạn có dòng nào thì thay cả mục đó.",
    "Bảng được nhập thành bản nháp. Người dân chỉ thấy sau khi người thứ hai duyệt.",
)


def write_template(path: Path) -> None:
    """Write the empty spreadsheet, .xlsx or .csv (the first sheet only). Raises ValueError for another ending."""
    if path.suffix.lower() == ".csv":
        _write_csv(path)
        return
    if path.suffix.lower() != ".xlsx":
        raise ValueError(f"{path}: mẫu có đuôi .xlsx hoặc .csv")
    book = Workbook()
    book.remove(book.active)
    for title, columns in SHEETS.items():
        sheet = book.create_sheet(title)
        sheet.append([_heading(column) for column in columns])
        sheet.freeze_panes = "A2"
        for number, column in enumerate(columns, 1):
            cell = sheet.cell(1, number)
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E3EEF5")
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            letter = cell.column_letter
            sheet.column_dimensions[letter].width = max(14, min(40, len(column.heading) * 2))
            if column is CODE:
                for row in range(2, 500):
                    sheet.cell(row, number).number_format = "@"
            names = [name for name, _ in column.choices] or (["có"] if column.kind == "yes" else [])
            if names:
                allowed = DataValidation("list", formula1=f'"{",".join(names)}"', allow_blank=True)
                sheet.add_data_validation(allowed)
                allowed.add(f"{letter}2:{letter}2000")
    help_sheet = book.create_sheet("Cách điền")
    help_sheet.column_dimensions["A"].width = 110
    for line in _HELP:
        help_sheet.append([line])
    book.save(path)


def _heading(column: Column) -> str:
    return column.heading + ("*" if column.needed else "")


def _write_csv(path: Path) -> None:
    # The mark at the beginning tells Excel that the text is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerow(_heading(column) for column in SHEETS[MAIN])
