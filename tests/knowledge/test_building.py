"""Building snapshots."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledge import building
from knowledge.building import Order, build, fingerprint, merged
from knowledge.importing.official import convert
from knowledge.overrides import OverrideError
from knowledge.search import Searcher
from knowledge.settings import Settings
from knowledge.snapshot import Snapshot, activate, names, snapshots_folder
from knowledge.starter import CONTENT
from nlu.places import UnitsError
from tests.knowledge.importing.records import record
from tests.knowledge.samples import SOURCES, guide

QUICK = Settings(train_steps=3)


def quiet(what: str, done: int, total: int) -> None:
    """Hear progress and say nothing."""


def content(folder: Path) -> Path:
    """Write a content folder with one guide, and return it."""
    (folder / "guides").mkdir(parents=True)
    (folder / "phrasings").mkdir()
    (folder / "units").mkdir()
    row = {
        "code": "1.001193",
        "name": "Đăng ký khai sinh",
        "field": "Hộ tịch",
        "status": "starter",
        "old_codes": ["1.000099"],
        "route_class": "CIVIL_COMMUNE",
        "sources": SOURCES,
    }
    (folder / "guides" / "1.001193.yml").write_text(yaml.safe_dump(row, allow_unicode=True), "utf-8")
    (folder / "phrasings" / "a.yml").write_text('"1.001193": [làm giấy khai sinh cho con]\n', "utf-8")
    (folder / "units" / "provinces.csv").write_text("code,name,type\n01,Hà Nội,thành phố\n24,Bắc Ninh,tỉnh\n", "utf-8")
    return folder


def records(path: Path, *rows: object) -> Path:
    """Write records and return the file."""
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), "utf-8")
    return path


def test_a_snapshot_that_answers(tmp_path: Path) -> None:
    """Guides, tables and index go into one folder that loads and searches."""
    built = build(Order(content=content(tmp_path / "c")), QUICK, quiet, tmp_path / "out")
    assert set(Snapshot.load(built.folder).guides) == {"1.001193"}
    assert (built.folder / "units" / "provinces.csv").exists()
    searcher = Searcher.load(built.folder)
    assert searcher.search("lam giay khai sinh cho con").results[0].code == "1.001193"
    assert searcher.search("1.000099").results[0].code == "1.001193"


def test_records_are_added_and_ours_win(tmp_path: Path) -> None:
    """Imported guides stand beside ours; a record of our code, or of a code ours replaces, gives way."""
    source = records(
        tmp_path / "r.jsonl", record(code="1.001193"), record(code="1.000099"), record(code="1.000002"), "{"
    )
    built = build(Order(content=content(tmp_path / "c"), records=source), QUICK, quiet, tmp_path / "out")
    guides = Snapshot.load(built.folder).guides
    assert {code: one.status for code, one in guides.items()} == {"1.001193": "starter", "1.000002": "imported"}
    assert built.counts["skipped"] == 1
    report = (built.folder / "import.txt").read_text("utf-8")
    assert "line 4" in report
    assert "1.000002: ok" in report


def test_provincial_variants_are_stored_by_code(tmp_path: Path) -> None:
    """Variants are keyed by the province's code, found by name whatever its case."""
    source = records(
        tmp_path / "r.jsonl",
        record(code="1.000001", name="Cấp giấy", departmentPromulgateName="UBND tỉnh Bắc Ninh"),
        record(code="1.000002", name="Cấp giấy", departmentPromulgateName="UBND Thành phố Hà Nội"),
    )
    built = build(Order(content=content(tmp_path / "c"), records=source), QUICK, quiet, tmp_path / "out")
    assert Snapshot.load(built.folder).variants == ({"24": "1.000001", "01": "1.000002"},)


def test_a_failing_build_leaves_the_old_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fills up in the middle, nothing half-written stays and the old snapshot is whole."""
    settings = Settings(var=tmp_path / "var", train_steps=3)
    order = Order(content=content(tmp_path / "c"))
    first = build(order, settings, quiet)
    activate(settings.var, first.folder.name)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "build_index", full)
    with pytest.raises(OSError, match="No space left"):
        build(order, settings, quiet)
    assert names(settings.var) == [first.folder.name]
    assert sorted(path.name for path in snapshots_folder(settings.var).iterdir()) == sorted(
        [first.folder.name, "current"]
    )
    Snapshot.load(first.folder)


def test_nothing_changed_nothing_built(tmp_path: Path) -> None:
    """With --if-changed the current snapshot is kept until an input differs."""
    settings = Settings(var=tmp_path / "var", train_steps=3)
    order = Order(content=content(tmp_path / "c"))
    first = build(order, settings, quiet, if_changed=True)
    activate(settings.var, first.folder.name)
    again = build(order, settings, quiet, if_changed=True)
    assert (again.folder, again.fresh) == (first.folder, False)
    (order.content / "phrasings" / "b.yml").write_text('"1.001193": [khai sinh trễ]\n', "utf-8")
    changed = build(order, settings, quiet, if_changed=True)
    assert changed.fresh


def test_every_input_counts(tmp_path: Path) -> None:
    """Content, codes and embedder change the fingerprint; the same inputs do not."""
    order = Order(content=content(tmp_path / "c"))
    base = fingerprint(order, QUICK)
    assert base == fingerprint(order, QUICK)
    assert base != fingerprint(Order(content=order.content, codes=["1.000001"]), QUICK)
    assert base != fingerprint(order, Settings(train_steps=3, embedder="other"))


def test_merged_keeps_ours() -> None:
    """Our guide wins over a record with its code or with one it replaces."""
    ours = guide(code="1.000001", old_codes=["1.000002"])
    imported = {
        code: convert(record(code=code), "x", date(2026, 7, 18)) for code in ("1.000001", "1.000002", "1.000003")
    }
    both = merged({"1.000001": ours}, imported)
    assert both["1.000001"] is ours
    assert set(both) == {"1.000001", "1.000003"}


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_build_leaves_nothing_in_use(tmp_path: Path, how: signal.Signals) -> None:
    """SIGTERM cleans up at once; what SIGKILL leaves is no snapshot and is swept by the next build."""
    environment = os.environ | {"MOTCUA_VAR": str(tmp_path / "var"), "MOTCUA_TRAIN_STEPS": "100000"}
    process = subprocess.Popen([sys.executable, "-m", "knowledge", "build"], env=environment, stderr=subprocess.DEVNULL)
    folder = snapshots_folder(tmp_path / "var")
    deadline = time.monotonic() + 60
    while not list(folder.glob(".building-*/guides.jsonl")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(how)
    process.wait(30)
    assert names(tmp_path / "var") == []
    if how is signal.SIGKILL:
        build(Order(content=content(tmp_path / "c")), Settings(var=tmp_path / "var", train_steps=3), quiet)
    assert not list(folder.glob(".building-*"))


def whole_units(folder: Path) -> Path:
    """Put the tables that ship into a content folder."""
    for name in ("units", "centres", "rules"):
        shutil.rmtree(folder / name, ignore_errors=True)
        shutil.copytree(CONTENT / name, folder / name)
    return folder


def test_centres_and_overrides_go_into_the_snapshot(tmp_path: Path) -> None:
    """Headquarters and what places publish stand in the folder, counted."""
    folder = whole_units(content(tmp_path / "c"))
    row = {"unit": "79", "field": "notice", "text": "Nghỉ.", "source": SOURCES["record"]}
    (folder / "overrides.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    built = build(Order(content=folder), QUICK, quiet, tmp_path / "out")
    assert built.counts["centres"] > 650
    assert built.counts["overrides"] == 1
    assert len((built.folder / "centres.jsonl").read_text("utf-8").splitlines()) == built.counts["centres"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"unit": "99999", "field": "notice", "text": "Nghỉ."}, "Không có đơn vị mã 99999"),
        (
            {"unit": "00166", "ward": "00160", "field": "address", "office": "commune_centre", "text": "Số 1"},
            "không công bố được cho cơ quan của phường Nghĩa Đô",
        ),
    ],
)
def test_a_bad_override_stops_the_build(tmp_path: Path, row: dict[str, str], problem: str) -> None:
    """A unit that does not exist, another commune's centre: nothing is built, and the error names file and row."""
    folder = whole_units(content(tmp_path / "c"))
    line = json.dumps(row | {"source": SOURCES["record"]})
    (folder / "overrides.jsonl").write_text(line + "\n", "utf-8")
    with pytest.raises(OverrideError, match=rf"overrides\.jsonl, dòng 1: .*{problem}"):
        build(Order(content=folder), QUICK, quiet, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_bad_unit_table_stops_the_build(tmp_path: Path) -> None:
    """A hole in the units is told with file and row, and the snapshot in use stays."""
    folder = whole_units(content(tmp_path / "c"))
    wards = (folder / "units" / "wards.csv").read_text("utf-8").splitlines(keepends=True)
    (folder / "units" / "wards.csv").write_text("".join(wards[:-1]), "utf-8")
    with pytest.raises(UnitsError, match=r"wards\.csv"):
        build(Order(content=folder), QUICK, quiet, tmp_path / "out")
    assert not (tmp_path / "out").exists()
