"""The commands."""

import io
import json
from pathlib import Path

import pytest

from knowledge import __main__ as commands
from knowledge.snapshot import activate, current
from tests.knowledge.importing.records import record
from tests.knowledge.test_building import content, records


@pytest.fixture(autouse=True)
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A var folder of its own, small content, quick training."""
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("MOTCUA_TRAIN_STEPS", "3")
    made = content(tmp_path / "content")
    from knowledge import building

    original = building.Order

    def order(**fields: object) -> building.Order:
        return original(content=made, **fields)  # type: ignore[arg-type]

    monkeypatch.setattr(building, "Order", order)
    return tmp_path


def run(*arguments: str) -> int:
    """Run one command."""
    return commands.main(arguments)


def test_build_activate_rollback(workshop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Snapshots are built, listed, activated and rolled back by name."""
    assert run("build", "--activate", "--why", "thử") == 0
    first = current(workshop / "var").name
    (workshop / "content" / "phrasings" / "b.yml").write_text('"1.001193": [khai sinh trễ]\n', "utf-8")
    assert run("build", "--activate") == 0
    second = current(workshop / "var").name
    capsys.readouterr()
    assert run("snapshots") == 0
    listed = capsys.readouterr().out
    assert f"* {second}" in listed
    assert "thử" in listed
    assert run("rollback", first) == 0
    assert current(workshop / "var").name == first
    assert run("activate", second) == 0
    assert current(workshop / "var").name == second


def test_rollback_without_a_name_takes_the_one_before(workshop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With nothing older, the command says so and changes nothing."""
    run("build", "--activate")
    assert run("rollback") == 1
    assert "no snapshot older" in capsys.readouterr().err


def test_if_changed_says_unchanged(capsys: pytest.CaptureFixture[str]) -> None:
    """A second build with the same inputs does nothing."""
    run("build", "--activate")
    capsys.readouterr()
    assert run("build", "--activate", "--if-changed") == 0
    assert capsys.readouterr().out.startswith("unchanged: ")


def test_search_speaks_json(
    workshop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One question a line in, one JSON a line out, in the agreed keys."""
    run("build", "--out", str(workshop / "s"))
    capsys.readouterr()
    monkeypatch.setattr("sys.stdin", io.StringIO("lam giay khai sinh\n\n"))
    assert run("search", "--json", "--snapshot", str(workshop / "s")) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["question"] for row in rows] == ["lam giay khai sinh", ""]
    assert rows[0]["results"][0]["code"] == "1.001193"
    assert rows[1] == {"question": "", "decision": "none", "results": []}


def test_what_was_skipped_is_printed(workshop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Damaged records are named on standard error while the build goes on."""
    source = records(workshop / "r.jsonl", record(), "{broken")
    assert run("build", "--out", str(workshop / "s"), "--records", str(source)) == 0
    assert "r.jsonl, line 2" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["build", "--records", "gone.jsonl"], "gone.jsonl"),
        (["build", "--codes", "codes.txt"], "--codes needs --records"),
        (["build", "--out", "x", "--activate"], "--activate"),
        (["activate", "nothing"], "no such snapshot"),
        (["search"], "no snapshot is active"),
    ],
)
def test_refusals_say_why(
    workshop: Path, arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be done ends with exit code 1 and a reason, not a stack trace."""
    assert run(*arguments) == 1
    assert reason in capsys.readouterr().err


def test_a_damaged_snapshot_is_not_searched(workshop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One changed byte anywhere is named."""
    run("build", "--activate")
    folder = current(workshop / "var")
    path = folder / "search" / "weights.json"
    path.write_text(path.read_text("utf-8") + " ", "utf-8")
    assert run("search") == 1
    assert "weights.json" in capsys.readouterr().err
    with pytest.raises(Exception, match=r"weights\.json"):
        activate(workshop / "var", folder.name)
