"""Finding records in files and folders."""

import gzip
import json
from pathlib import Path

import pytest

from knowledge.importing.reading import Damage, Raw, read_records


def found(source: Path) -> tuple[list[str], list[Damage]]:
    """Return the codes that were read and the damages."""
    rows = list(read_records(source))
    return [row.record["code"] for row in rows if isinstance(row, Raw)], [
        row for row in rows if isinstance(row, Damage)
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.json", "a.json.gz"])
def test_every_form_is_read(tmp_path: Path, name: str) -> None:
    """Lines and lists, plain and compressed, give the same records."""
    rows = [{"code": "1"}, {"code": "2"}]
    text = json.dumps(rows) if ".jsonl" not in name else "\n".join(map(json.dumps, rows)) + "\n\n"
    data = text.encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    assert found(tmp_path / name) == (["1", "2"], [])


def test_the_api_envelope_is_opened(tmp_path: Path) -> None:
    """A single record may come wrapped in "data"."""
    (tmp_path / "a.json").write_text('{"data": {"code": "7"}}', "utf-8")
    assert found(tmp_path / "a.json") == (["7"], [])


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    """All record files below a folder are read, others are not."""
    (tmp_path / "b.json").write_text('{"code": "2"}', "utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.json").write_text('{"code": "3"}', "utf-8")
    (tmp_path / "a.json").write_text('{"code": "1"}', "utf-8")
    (tmp_path / "readme.txt").write_text("no record", "utf-8")
    assert found(tmp_path) == (["1", "2", "3"], [])


def test_a_damaged_line_is_named_and_the_rest_read(tmp_path: Path) -> None:
    """Truncated JSON and what is no object are named by file and line."""
    (tmp_path / "a.jsonl").write_text('{"code": "1"}\n{"code": \n3\n{"code": "4"}\n', "utf-8")
    codes, damages = found(tmp_path / "a.jsonl")
    assert codes == ["1", "4"]
    assert [damage.place.rsplit("/", 1)[-1] for damage in damages] == ["a.jsonl, line 2", "a.jsonl, line 3"]


def test_corrupt_gzip_is_named(tmp_path: Path) -> None:
    """A compressed file that ends too early gives what could be read, and its name."""
    whole = gzip.compress(b"".join(b'{"code": "%d"}\n' % n for n in range(20000)))
    (tmp_path / "a.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    codes, damages = found(tmp_path / "a.jsonl.gz")
    assert codes
    assert "a.jsonl.gz" in damages[0].place
    (tmp_path / "b.jsonl.gz").write_bytes(b"not gzip at all")
    assert "b.jsonl.gz" in found(tmp_path / "b.jsonl.gz")[1][0].place


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    """A file in another encoding is damage, not a crash."""
    (tmp_path / "a.jsonl").write_bytes(b'{"code": "\xff\xfe"}\n')
    assert "a.jsonl" in found(tmp_path / "a.jsonl")[1][0].place


def test_an_empty_folder_and_a_missing_file(tmp_path: Path) -> None:
    """A folder without records is damage; a path that does not exist is an error."""
    assert "no file ending" in found(tmp_path)[1][0].reason
    with pytest.raises(FileNotFoundError, match="gone"):
        list(read_records(tmp_path / "gone"))
