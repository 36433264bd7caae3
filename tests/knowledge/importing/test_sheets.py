"""Reading the staff's spreadsheet."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from knowledge.importing import sheets
from knowledge.importing.sheets import SheetError, read_sheets
from knowledge.importing.template import write_template
from tests.knowledge.importing.filled import CODE, MAIN, filled

ROW = ("Thủ tục", MAIN)


def test_sheets_become_one_guide(tmp_path: Path) -> None:
    """Rows of all sheets with one code are one guide, a draft, whose facts name the row's source."""
    path = filled(
        tmp_path / "a.xlsx",
        ROW,
        ("Giấy tờ", (CODE, "", "Tờ khai", "01/X", 1, 0)),
        ("Giấy tờ", (CODE, "Đã ly hôn", "Bản án", "", "", 1, "có")),
        ("Phí", (CODE, "Số tiền", "8.000", "bản", "Trực tiếp")),
        ("Thời hạn", (CODE, 3, 5, "ngày làm việc")),
        ("Cách hỏi", (CODE, "tụi em muốn lấy nhau")),
    )
    found = read_sheets(path)
    assert found.problems == []
    one = found.guides[CODE]
    assert (one.guide.status, one.guide.sources["bang"].title, one.row) == ("draft", "Quyết định thử", 2)
    assert [case.name for case in one.guide.cases] == ["", "Đã ly hôn"]
    assert (one.guide.fees[0].amount, one.guide.fees[0].submission, one.guide.fees[0].source) == (
        8000,
        "direct",
        "bang",
    )
    assert (one.guide.times[0].quantity, one.guide.times[0].quantity_max) == (3, 5)
    assert one.phrasings == ("tụi em muốn lấy nhau",)
    assert "result" not in one.fields


def test_csv_has_the_main_fields(tmp_path: Path) -> None:
    """A CSV file is the first sheet."""
    path = tmp_path / "a.csv"
    write_template(path)
    with path.open("a", encoding="utf-8") as stream:
        stream.write(",".join(MAIN) + "\n")
    assert read_sheets(path).guides[CODE].guide.name == "Đăng ký kết hôn"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("Thủ tục", ("1.000894", "=1+1", *MAIN[2:])), "công thức"),
        (("Thủ tục", (*MAIN[:4], "<script>x</script>", *MAIN[5:])), "mã HTML"),
        (("Thủ tục", (*MAIN[:4], "&lt;b&gt;", *MAIN[5:])), "mã HTML"),
        (("Thủ tục", (*MAIN[:8], "2026-13-40")), "không phải ngày"),
        (("Thủ tục", (CODE, "", *MAIN[2:])), "chưa điền"),
        (("Thủ tục", ("12345", *MAIN[1:])), "dạng 1.234567"),
        (("Phí", ("9.999999", "Miễn phí")), "không có ở tờ"),
    ],
)
def test_wrong_rows_are_named(tmp_path: Path, row: tuple[str, tuple[Any, ...]], said: str) -> None:
    """What is wrong stands with sheet and row, and a wrong guide stays out while the rest goes in."""
    found = read_sheets(filled(tmp_path / "a.xlsx", ("Thủ tục", ("1.001193", *MAIN[1:])), row))
    assert list(found.guides) == ["1.001193"]
    assert said in str(found.problems[0])
    assert f"{row[0]}, dòng {2 if row[0] == 'Phí' else 3}:" in str(found.problems[0])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("Phí", (CODE, "Số tiền", "")), "cần có số tiền"),
        (("Phí", (CODE, "Biếu không")), "không có trong danh sách"),
        (("Thời hạn", (CODE, "", "", "ngày")), "cần có số lượng"),
        (("Giấy tờ", (CODE, "", "Tờ khai", "", "nhiều")), "không phải số"),
        (("Thủ tục", MAIN), "đã có ở dòng 2"),
    ],
)
def test_wrong_part_keeps_the_whole_guide_out(tmp_path: Path, row: tuple[str, tuple[Any, ...]], said: str) -> None:
    """No half guide comes in."""
    found = read_sheets(filled(tmp_path / "a.xlsx", ROW, row))
    assert found.guides == {}
    assert said in str(found.problems[0])


def test_whole_files_that_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Macros, strange columns, broken and big files are refused whole, with what to do."""
    good = filled(tmp_path / "a.xlsx")
    wrong = tmp_path / "b.xlsx"
    book = load_workbook(good)
    book["Thủ tục"]["B1"] = "Tên gì đó"
    book.save(wrong)
    macro = tmp_path / "c.xlsx"
    macro.write_bytes(good.read_bytes())
    with zipfile.ZipFile(macro, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"x")
    broken = tmp_path / "d.xlsx"
    broken.write_bytes(good.read_bytes()[:2000])
    binary = tmp_path / "e.csv"
    binary.write_bytes(b"\xff\xfe\x00")
    cases = [(tmp_path / "f.xlsm", "macro"), (tmp_path / "g.pdf", "chỉ nhận"), (wrong, "thiếu cột Tên chính thức")]
    cases += [(macro, "có macro"), (broken, "đã hỏng"), (binary, "CSV UTF-8")]
    for path, said in cases:
        path.touch()
        with pytest.raises(SheetError, match=said):
            read_sheets(path)
    monkeypatch.setattr(sheets, "MOST_BYTES", 1000)
    with pytest.raises(SheetError, match="Xin chia nhỏ"):
        read_sheets(good)


def test_big_inside_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that unpacks to a huge one, and one with too many rows, are refused."""
    good = filled(tmp_path / "a.xlsx", ROW, ROW, ROW)
    monkeypatch.setattr(sheets, "_MOST_ROWS", 2)
    with pytest.raises(SheetError, match="quá 2 dòng"):
        read_sheets(good)
    monkeypatch.setattr(sheets, "_MOST_UNPACKED", 100)
    with pytest.raises(SheetError, match="quá lớn"):
        read_sheets(good)
