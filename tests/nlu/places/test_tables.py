"""The tables of units: what ships holds, and what is broken is named with file and row."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from nlu.places import Resolver, UnitsError
from nlu.places.checks import check
from nlu.places.resolver import SHIPPED
from nlu.places.tables import read_tables, write_tables


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tables that ship, to be broken."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "units"))


def edit(path: Path, number: int, line: str | None) -> None:
    """Replace the line with this number (1 is the header), or take it out."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[number - 1 : number] = [] if line is None else [line + "\n"]
    path.write_text("".join(lines), encoding="utf-8")


def line_of(path: Path, start: str) -> int:
    """Return the number of the first line that begins with `start`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if line.startswith(start))


def test_what_ships_is_whole(resolver: Resolver) -> None:
    """34 provinces, 709 phường, 2,599 xã, 13 đặc khu of October 2026; 63, 696 and 10,035 former units; 440 splits."""
    tables = read_tables(SHIPPED)
    check(tables)
    kinds = [ward.type for ward in resolver.units.wards.values()]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"phường": 709, "xã": 2599, "đặc khu": 13}
    assert len(resolver.units.provinces) == 34
    assert (len(tables.former_provinces), len(tables.former_districts), len(tables.former_wards)) == (63, 696, 10035)
    assert sum(bool(row.others) for row in tables.former_wards) >= 440


def test_the_tables_are_small() -> None:
    """All tables together stay under 2 MB."""
    assert sum(path.stat().st_size for path in SHIPPED.glob("*.csv")) < 2_000_000


def test_units_are_dated() -> None:
    """Before 30 April 2026 Đồng Nai was a province of communes; Trảng Bom is a phường since."""
    before = Resolver.load(at=date(2026, 4, 29)).units
    since = Resolver.load(at=date(2026, 4, 30)).units
    assert (before.province("75").name, since.province("75").name) == ("Tỉnh Đồng Nai", "Thành phố Đồng Nai")
    assert (before.ward("26248").name, since.ward("26248").name) == ("Xã Trảng Bom", "Phường Trảng Bom")


def test_writing_gives_the_same_bytes(tmp_path: Path) -> None:
    """Tables that are read and written again are the same files."""
    write_tables(read_tables(SHIPPED), tmp_path)
    for path in sorted(SHIPPED.glob("*.csv")):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_tables_are_sorted_and_free_of_spaces() -> None:
    """Rows stand in the order of their codes, and no cell begins or ends with a blank."""
    tables = read_tables(SHIPPED)
    for rows in (tables.wards, tables.former_wards, tables.former_districts):
        codes = [row.code for row in rows]
        assert codes == sorted(codes)
        assert all(cell == cell.strip() for row in rows for cell in row)


def test_a_duplicate_is_named(folder: Path) -> None:
    """Two rows for one ward at one time: the error tells both lines."""
    path = folder / "wards.csv"
    edit(path, 3, path.read_text(encoding="utf-8").splitlines()[1])
    with pytest.raises(UnitsError, match=r"wards\.csv, dòng 3: mã 00004 trùng dòng 2"):
        Resolver.load(folder)


def test_a_missing_ward_is_named(folder: Path) -> None:
    """A ward that a former one became is gone: the error names the row that misses it."""
    edit(folder / "wards.csv", 2, None)
    edit(folder / "counts.csv", 3, "wards,3342")
    with pytest.raises(UnitsError, match=r"former_wards\.csv, dòng \d+: không có xã, phường '00004'"):
        Resolver.load(folder)


def test_a_missing_row_is_noticed(folder: Path) -> None:
    """A table with fewer rows than counted is refused even where nothing refers to the row."""
    edit(folder / "former_wards.csv", 2, None)
    with pytest.raises(UnitsError, match=r"former_wards\.csv: có 10034 dòng, counts\.csv dòng \d ghi 10035"):
        Resolver.load(folder)


@pytest.mark.parametrize(
    ("file", "start", "line", "problem"),
    [
        ("wards.csv", "00004,", "0004,Ba Đình,phường,01,2025-07-01,,nso2026", "mã '0004' không đúng dạng"),
        ("wards.csv", "00004,", "00004,Ba Đình,quận,01,2025-07-01,,nso2026", "loại 'quận'"),
        ("wards.csv", "00004,", "00004,Ba Đình,phường,02,2025-07-01,,nso2026", "không có tỉnh '02'"),
        ("wards.csv", "00004,", "00004,,phường,01,2025-07-01,,nso2026", "thiếu tên"),
        ("wards.csv", "00004,", "00004,Ba Đình,phường,01,1/7/2025,,nso2026", "không phải ngày"),
        ("wards.csv", "00004,", "00004,Ba Đình,phường,01", "có 4 ô, cần 7"),
        ("wards.csv", "00008,", "00008,Ba Đình,phường,01,2025-07-01,,nso2026", "phường Ba Đình trùng dòng 2"),
        ("former_districts.csv", "001,", "001,Ba Đình,quận,99,,,2025-06-30,vau", "không có tỉnh cũ '99'"),
        ("former_wards.csv", "00001,", "00001,Phúc Xá,phường,999,00097,,,2025-06-30,vau", "không có huyện cũ '999'"),
        ("former_wards.csv", "00001,", "00001,Phúc Xá,phường,001,00097,00097,,2025-06-30,vau", "ghi hai lần"),
        ("aliases.csv", "former_district,btan", "former_district,btan,000,alone", "không có mã '000'"),
        ("counts.csv", "wards", "warts,3343", "không có bảng 'warts'"),
    ],
)
def test_a_broken_row_is_named(folder: Path, file: str, start: str, line: str, problem: str) -> None:
    """A wrong code, type, reference, name, date or number of cells is refused with its file and line."""
    number = line_of(folder / file, start)
    edit(folder / file, number, line)
    with pytest.raises(UnitsError) as caught:
        Resolver.load(folder)
    assert (caught.value.file, caught.value.row) == (file, number)
    assert problem in str(caught.value)


def test_a_ward_without_origin_is_a_hole(folder: Path) -> None:
    """A ward of today that nothing became is refused."""
    path = folder / "wards.csv"
    path.write_text(path.read_text(encoding="utf-8") + "99999,Mới,xã,96,2025-07-01,,x\n", encoding="utf-8")
    edit(folder / "counts.csv", 3, "wards,3344")
    with pytest.raises(UnitsError, match="không có đơn vị cũ nào thành 99999 Mới"):
        Resolver.load(folder)


def test_a_missing_table_is_named(folder: Path) -> None:
    """A file that is not there is named."""
    (folder / "wards.csv").unlink()
    with pytest.raises(UnitsError, match=r"wards\.csv: không đọc được"):
        Resolver.load(folder)


def test_the_folder_may_be_set(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MOTCUA_UNITS names another folder of tables."""
    edit(folder / "wards.csv", 1, "code")
    monkeypatch.setenv("MOTCUA_UNITS", str(folder))
    with pytest.raises(UnitsError, match=r"wards\.csv, dòng 1"):
        Resolver.load()
