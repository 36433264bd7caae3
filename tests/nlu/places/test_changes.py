"""A later change of units is rows with a date."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from nlu.places import Resolver, UnitsError
from nlu.places.changes import apply_changes
from nlu.places.checks import check
from nlu.places.resolver import SHIPPED
from nlu.places.tables import ChangeRow, read_tables, write_tables

DAY = "2027-01-01"
#: Two phường of Hà Nội become one, so do two of Thanh Hóa; Xã Củ Chi becomes a phường; Xã Tân An Hội is split.
ROWS = [
    ChangeRow(DAY, "00166", "00166", "1", "Cầu Giấy", "phường", "01", "NQ thử"),
    ChangeRow(DAY, "00175", "00166", "1", "Cầu Giấy", "phường", "01", "NQ thử"),
    ChangeRow(DAY, "14758", "14797", "1", "Hàm Rồng", "phường", "38", "NQ thử"),
    ChangeRow(DAY, "27553", "27553", "1", "Củ Chi", "phường", "79", "NQ thử"),
    ChangeRow(DAY, "27496", "90001", "1", "Tân An Đông", "xã", "79", "NQ thử"),
    ChangeRow(DAY, "27496", "90002", "", "Tân An Tây", "xã", "79", "NQ thử"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables that ship with a change on 1 January 2027."""
    tables = apply_changes(
        read_tables(SHIPPED), [row._replace(old=_known(row.old), new=_known(row.new)) for row in ROWS]
    )
    check(tables)
    target = tmp_path_factory.mktemp("units")
    write_tables(tables, target)
    return target


def _known(code: str) -> str:
    """Codes that begin with 9 are new; the others must be wards of today."""
    assert code.startswith("9") or any(row.code == code for row in read_tables(SHIPPED).wards), code
    return code


def test_nothing_changes_before_the_day(folder: Path) -> None:
    """On the day before, everything reads as it did."""
    resolver = Resolver.load(folder, date(2026, 12, 31))
    assert resolver.resolve("phường Yên Hòa, Hà Nội").preferred == "00175"
    assert resolver.units.ward("27553").name == "Xã Củ Chi"
    assert "90001" not in resolver.units.wards


def test_a_merged_ward_leads_to_its_heir(folder: Path) -> None:
    """From the day on, the ended ward and the former wards in it lead to the ward that took it in."""
    resolver = Resolver.load(folder, date(2027, 1, 1))
    assert "00175" not in resolver.units.wards
    assert resolver.resolve("phường Trung Hòa, quận Cầu Giấy, Hà Nội").candidates[0] == "00166"


def test_an_ended_ward_is_still_found_by_its_name(folder: Path) -> None:
    """A ward of 2025 that ended in 2027 is a former one then: its name leads to its heir."""
    place = Resolver.load(folder, date(2027, 1, 1)).resolve("phường Hạc Thành")
    assert (place.preferred, place.ask) == ("14797", False)


def test_a_new_type_keeps_the_code(folder: Path) -> None:
    """A xã that becomes a phường keeps its code and is found by both types."""
    resolver = Resolver.load(folder, date(2027, 6, 1))
    assert resolver.units.ward("27553").name == "Phường Củ Chi"
    assert resolver.resolve("phường Củ Chi").preferred == resolver.resolve("xã Củ Chi").preferred == "27553"


def test_a_split_gives_both_heirs_the_usual_one_first(folder: Path) -> None:
    """A former ward whose heir is split leads to both parts, and asks."""
    resolver = Resolver.load(folder, date(2027, 1, 1))
    former = next(row for row in read_tables(SHIPPED).former_wards if row.successor == "27496" and not row.others)
    place = resolver.resolve(f"{former.type} {former.name}, huyện Củ Chi")
    assert (place.candidates, place.preferred, place.ask) == (("90001", "90002"), "90001", True)


def test_replaying_changes_nothing(folder: Path) -> None:
    """Changes that are replayed on the tables they came from give the same tables."""
    base = read_tables(SHIPPED)
    assert apply_changes(base, ROWS) == read_tables(folder)


def test_an_unknown_unit_is_named() -> None:
    """A row for a unit that is not in force that day is refused."""
    row = ChangeRow(DAY, "99999", "00166", "1", "Cầu Giấy", "phường", "01", "NQ thử")
    with pytest.raises(UnitsError, match=r"changes\.csv, dòng 2: 99999"):
        apply_changes(read_tables(SHIPPED), [row])


def test_a_wrong_day_is_named() -> None:
    """A date that is none is refused."""
    with pytest.raises(UnitsError, match="1/1/2027"):
        apply_changes(read_tables(SHIPPED), [ROWS[0]._replace(date="1/1/2027")])


def test_the_command(tmp_path: Path) -> None:
    """One command with a date and a file of rows makes the change; a second run of it is refused."""
    units = Path(shutil.copytree(SHIPPED, tmp_path / "units"))
    rows = tmp_path / "rows.csv"
    rows.write_text("old,new,usual,name,type,province\n00175,00166,1,Cầu Giấy,phường,01\n", encoding="utf-8")
    script = Path(__file__).parents[3] / "scripts" / "make_units.py"
    command = [
        sys.executable,
        str(script),
        "change",
        "--units",
        str(units),
        "--date",
        DAY,
        "--source",
        "NQ thử",
        "--file",
        str(rows),
    ]
    first = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert first.returncode == 0, first.stderr
    assert Resolver.load(units, date(2027, 1, 1)).resolve("phường Yên Hòa, Hà Nội").preferred == "00166"
    second = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert (second.returncode, second.stderr) == (
        1,
        f"changes.csv, dòng 2: 00175 không phải đơn vị đang có ngày {DAY}\n",
    )
