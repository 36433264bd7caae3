"""A filled-in spreadsheet for tests, written through the template itself."""

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from knowledge.importing.template import write_template

CODE = "1.000894"
MAIN = (CODE, "Đăng ký kết hôn", "đăng ký kết hôn", "Hộ tịch", "Tóm tắt thử", "", "Quyết định thử", "", "01/11/2026")


def filled(path: Path, *rows: tuple[str, tuple[Any, ...]]) -> Path:
    """Write the template with `rows` (sheet, cells) in it; without any, one guide."""
    write_template(path)
    book = load_workbook(path)
    for sheet, cells in rows or (("Thủ tục", MAIN),):
        at = next(number for number in range(2, 600) if not book[sheet].cell(number, 1).value)
        for number, cell in enumerate(cells, 1):
            book[sheet].cell(at, number).value = cell
    book.save(path)
    return path
