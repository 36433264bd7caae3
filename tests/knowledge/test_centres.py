"""knowledge/centres.py and what ships in content/centres."""

import csv
from datetime import date
from pathlib import Path

import pytest

from knowledge.centres import (
    Centre,
    CentreError,
    Centres,
    check_headquarters,
    read_centres,
    read_headquarters,
    write_centres,
)
from knowledge.starter import CONTENT
from knowledge.tiers import removed_tier
from nlu.places import Resolver
from tests.knowledge.samples import rule_book

SHIPPED = CONTENT / "centres" / "headquarters.csv"
HEAD = "ward,name,address,quality,as_of\n"
WARDS = {"00166": "Phường Cầu Giấy", "27553": "Xã Củ Chi"}


def table(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "headquarters.csv"
    path.write_text(HEAD + "".join(row + "\n" for row in rows), "utf-8")
    return path


def test_what_ships_agrees_with_the_units() -> None:
    """Every headquarters belongs to a ward of today, under its name, once; none is told to be confirmed."""
    wards = {code: ward.name for code, ward in Resolver.load(at=date(2026, 11, 22)).units.wards.items()}
    check_headquarters(SHIPPED, wards)
    rows = read_headquarters(SHIPPED)
    assert len(rows) > 650
    assert {row.quality for row in rows} == {"street", "hamlet"}
    assert {row.point for row in rows} == {None}
    assert [row.address for row in rows if removed_tier(row.address) or "UBND" in row.address] == []


def test_rows_of_the_shared_list_alone_are_carried_over(shared: Path) -> None:
    """Only rows that the list itself calls an address are there, each with the mark it has there."""
    with (shared / "data" / "units" / "commune_hq_3321_2025-07-17.csv").open(encoding="utf-8", newline="") as stream:
        marks = {row["ward_code"]: row["hq_quality"] for row in csv.DictReader(stream)}
    assert [row.unit for row in read_headquarters(SHIPPED) if marks[row.unit] != row.quality] == []


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (["99999,Phường Không Có,Số 1,street,2025-07-17"], "dòng 2: không có xã, phường 99999"),
        (["00166,Phường Nghĩa Đô,Số 1,street,2025-07-17"], "dòng 2: 00166 là Phường Cầu Giấy, không phải"),
        (["00166,Phường Cầu Giấy,Số 1,street,2025-07-17"] * 2, "dòng 3: 00166 trùng dòng 2"),
        (["00166,Phường Cầu Giấy,,street,2025-07-17"], "dòng 2: thiếu địa chỉ"),
        (["00166,Phường Cầu Giấy,Số 1,sure,2025-07-17"], "dòng 2: "),
        (["00166,Phường Cầu Giấy,Số 1,street,hôm qua"], "dòng 2: "),
        (["00166,Phường Cầu Giấy"], "dòng 2: "),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, rows: list[str], problem: str) -> None:
    """A code that does not exist, a name that disagrees, a double, a missing or wrong cell: file and line are told."""
    with pytest.raises(CentreError, match=problem):
        check_headquarters(table(tmp_path, *rows), WARDS)


def test_a_wrong_header_is_named(tmp_path: Path) -> None:
    """Another table is not mistaken for this one."""
    path = tmp_path / "headquarters.csv"
    path.write_text("a,b\n", "utf-8")
    with pytest.raises(CentreError, match="dòng 1: cần các cột"):
        read_headquarters(path)


def test_centres_of_a_snapshot_are_found_by_kind_and_unit(tmp_path: Path) -> None:
    """What is written is read back; nothing is found for an unknown unit or without one."""
    rows = read_headquarters(table(tmp_path, "00166,Phường Cầu Giấy,Số 1,street,2025-07-17"))
    assert write_centres(tmp_path / "centres.jsonl", rows) == 1
    centres = read_centres(tmp_path / "centres.jsonl", rule_book().offices)
    seat = centres.headquarters("00166")
    assert seat is not None
    assert seat.address == "Số 1"
    assert (centres.headquarters("27553"), centres.headquarters(None), centres.find("court", "00166")) == (None,) * 3


@pytest.mark.parametrize(
    ("office", "unit", "problem"),
    [("district_committee", "00166", "không có loại cơ quan"), ("commune_centre", "01", "không phải mã xã, phường")],
)
def test_an_office_that_cannot_be_named_is_refused(tmp_path: Path, office: str, unit: str, problem: str) -> None:
    """A snapshot with an office outside the table is not read."""
    source = {"title": "Nguồn thử", "read_on": "2026-11-01"}
    row = Centre.model_validate({"office": office, "unit": unit, "quality": "confirmed", "source": source})
    write_centres(tmp_path / "centres.jsonl", [row])
    with pytest.raises(CentreError, match=problem):
        read_centres(tmp_path / "centres.jsonl", rule_book().offices)


def test_no_centres_is_a_table_too() -> None:
    """Without any row nothing is known and nothing fails."""
    assert len(Centres()) == 0
    assert Centres().headquarters("00166") is None
