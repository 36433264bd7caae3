"""Importing a whole source."""

import json
from datetime import date
from pathlib import Path

from knowledge.importing.run import import_records
from tests.knowledge.importing.records import record

DAY = date(2026, 7, 18)


def written(path: Path, *rows: object) -> Path:
    """Write rows as lines; text goes in as it is."""
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), "utf-8")
    return path


def test_the_rest_goes_in(tmp_path: Path) -> None:
    """A damaged record is named and skipped while the others are imported."""
    source = written(tmp_path / "a.jsonl", record(), "{", record(code="1.000002"), record(code="x"))
    done = import_records(source, read_on=DAY)
    assert [one.guide.code for one in done.records] == ["1.000001", "1.000002"]
    assert [problem.place[-6:] for problem in done.problems] == ["line 2", "line 4"]


def test_two_records_with_one_code_are_both_named(tmp_path: Path) -> None:
    """The error names both places; the first record is kept."""
    source = written(tmp_path / "a.jsonl", record(name="một"), record(name="hai", code=" 1.000001"))
    done = import_records(source, read_on=DAY)
    assert [one.guide.name for one in done.records] == ["một"]
    assert "line 2" in done.problems[0].place
    assert "line 1" in done.problems[0].reason


def test_only_the_codes_asked_for(tmp_path: Path) -> None:
    """A list of codes limits the import, and codes that are not there are told."""
    source = written(tmp_path / "a.jsonl", record(), record(code="1.000002"))
    done = import_records(source, read_on=DAY, codes=["1.000002", "1.000009"])
    assert [one.guide.code for one in done.records] == ["1.000002"]
    assert done.missing == ("1.000009",)


def test_each_record_has_its_report_line(tmp_path: Path) -> None:
    """The report says of each record what was doubtful, or that nothing was."""
    source = written(
        tmp_path / "a.jsonl", record(), record(code="1.000002", executionMethods=[{"processingTimeUnit": "OTHER"}]), "["
    )
    report = import_records(source, read_on=DAY).report()
    assert report[0].startswith("skipped: ")
    assert report[1] == "1.000001: ok"
    assert report[2].startswith("1.000002: time")


def test_progress_is_told(tmp_path: Path) -> None:
    """Every record is counted aloud."""
    seen: list[int] = []
    import_records(written(tmp_path / "a.jsonl", record(), "{"), read_on=DAY, progress=seen.append)
    assert seen == [1, 2]


def test_the_official_collection(shared: Path) -> None:
    """All official records but the malformed ones go in, without one guess that the traps invite."""
    done = import_records(shared / "data" / "official" / "dvc-2026-07.jsonl.gz", read_on=DAY)
    assert len(done.records) + len(done.problems) == 5665
    assert len(done.problems) == 4
    for one in done.records:
        assert one.guide.status == "imported"
        assert not one.guide.reception
        for fee in one.guide.fees:
            assert fee.kind != "amount" or (fee.amount or 0) > 0
    passport = next(one.guide for one in done.records if one.guide.code == "1.001456")
    assert [fee.amount for fee in passport.fees if fee.valid_on(date(2026, 11, 22))] == [200000]
