"""The spreadsheet that staff fill in."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from knowledge.importing.sheets import read_sheets
from knowledge.importing.template import SHEETS, write_template


@pytest.mark.parametrize("name", ["mau.xlsx", "mau.csv"])
def test_empty_template_is_read_without_a_problem(tmp_path: Path, name: str) -> None:
    """What the command writes is what the reader wants, and nothing stands in it."""
    write_template(tmp_path / name)
    found = read_sheets(tmp_path / name)
    assert (found.guides, found.problems) == ({}, [])


def test_sheets_and_help(tmp_path: Path) -> None:
    """Each part of a guide has its sheet, and the last one explains."""
    write_template(tmp_path / "mau.xlsx")
    assert load_workbook(tmp_path / "mau.xlsx").sheetnames == [*SHEETS, "Cách điền"]


def test_other_endings_are_refused(tmp_path: Path) -> None:
    """A template is .xlsx or .csv."""
    with pytest.raises(ValueError, match="đuôi"):
        write_template(tmp_path / "mau.xlsm")
