"""The doctor: each thing that can be wrong is found, with a way to mend it, and what is well is left in peace."""

import json
import socket
import threading
from collections import namedtuple
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from knowledge import doctor
from knowledge.doctor import Finding
from knowledge.snapshot import activate, writing

SCRIPT = "import json, sys; print(json.dumps({missing})); sys.exit(1)\n"


def levels(findings: list[Finding]) -> list[str]:
    """The findings' levels, in order."""
    return [finding.level for finding in findings]


def is_helpful(finding: Finding) -> bool:
    """Whether a finding that is not well says how to mend it."""
    return finding.level == "ok" or bool(finding.mend)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose two environments are programs that answer like the right Pythons."""
    for folder, version in doctor.ENVIRONMENTS.items():
        python = tmp_path / folder / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(f"#!/bin/sh\necho {version}\n")
        python.chmod(0o755)
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "setup_env.py").write_text(SCRIPT.format(missing={".venv": [], ".venv-rasa": []}))
    return tmp_path


def test_good_environments_are_well(checkout: Path) -> None:
    """The right Pythons with the locks installed give no complaint."""
    assert levels(doctor.look_at_environments(checkout)) == ["ok"] * 4


def test_a_missing_environment_is_found(checkout: Path) -> None:
    """Without its interpreter an environment is an error that `make setup` mends."""
    (checkout / ".venv-rasa" / "bin" / "python").unlink()
    (wrong,) = [finding for finding in doctor.look_at_environments(checkout) if finding.level == "error"]
    assert wrong.what.startswith(".venv-rasa:")
    assert wrong.mend == "make setup"


def test_a_wrong_python_is_found(checkout: Path) -> None:
    """An environment of another version is an error that names both versions."""
    (checkout / ".venv" / "bin" / "python").write_text("#!/bin/sh\necho 3.13\n")
    (wrong,) = [finding for finding in doctor.look_at_environments(checkout) if finding.level == "error"]
    assert "3.13" in wrong.what
    assert "3.11" in wrong.what
    assert "make setup" in wrong.mend


def test_an_old_lock_is_found(checkout: Path) -> None:
    """An environment that does not match a lock is an error that names the lock."""
    (checkout / "scripts" / "setup_env.py").write_text(SCRIPT.format(missing={".venv": ["app"], ".venv-rasa": []}))
    (wrong,) = [finding for finding in doctor.look_at_environments(checkout) if finding.level == "error"]
    assert "app" in wrong.what
    assert wrong.mend == "make setup"


def test_a_broken_script_is_found(checkout: Path) -> None:
    """When the locks cannot be compared, that is said."""
    (checkout / "scripts" / "setup_env.py").write_text("raise SystemExit('no')\n")
    assert levels(doctor.look_at_environments(checkout)) == ["ok", "ok", "error"]


def test_a_container_needs_no_environments(tmp_path: Path) -> None:
    """Without the set-up script, as in an image, there are no environments to complain of."""
    assert levels(doctor.look_at_environments(tmp_path)) == ["ok"]


def test_gpu_packages_without_a_gpu_are_found() -> None:
    """GPU packages are an error without a GPU, and none with one."""
    names = ["torch", "nvidia-curand", "numpy"]
    (wrong,) = doctor.look_at_gpu_packages(names, gpu=False)
    assert "nvidia-curand" in wrong.what
    assert is_helpful(wrong)
    assert doctor.look_at_gpu_packages(names, gpu=True) == []
    assert doctor.look_at_gpu_packages(["torch", "numpy"], gpu=False) == []


def test_var_is_made_and_left_clean(tmp_path: Path) -> None:
    """A folder that can be written is well, and the attempt leaves nothing behind."""
    assert levels(doctor.look_at_var(tmp_path / "var")) == ["ok"]
    assert list((tmp_path / "var").iterdir()) == []


def test_a_var_that_cannot_be_written_is_found(tmp_path: Path) -> None:
    """Something in the way of the folder is an error."""
    (tmp_path / "var").write_text("")
    (wrong,) = doctor.look_at_var(tmp_path / "var")
    assert wrong.level == "error"
    assert "MOTCUA_VAR" in wrong.mend


@pytest.mark.parametrize(("free", "level"), [(10 * 10**9, "ok"), (10**9, "warning"), (10**8, "error")])
def test_a_full_disk_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: str) -> None:
    """Little room is a warning, hardly any an error."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: usage(10**12, 10**12 - free, free))
    (finding,) = doctor.look_at_var(tmp_path)
    assert finding.level == level
    assert is_helpful(finding)


@pytest.mark.parametrize(("kilobytes", "wanted"), [(8_000_000, ["ok"]), (1_000_000, ["warning"])])
def test_little_memory_is_found(tmp_path: Path, kilobytes: int, wanted: list[str]) -> None:
    """Less memory than the programs need is a warning."""
    (tmp_path / "meminfo").write_text(f"MemTotal: 9 kB\nMemAvailable:  {kilobytes} kB\n")
    findings = doctor.look_at_memory(tmp_path / "meminfo")
    assert levels(findings) == wanted
    assert all(map(is_helpful, findings))


def test_a_system_that_does_not_tell_its_memory_is_passed_over(tmp_path: Path) -> None:
    """Without /proc there is nothing to say."""
    assert doctor.look_at_memory(tmp_path / "meminfo") == []


def make_snapshot(var: Path, guides: int) -> Path:
    """A current snapshot that claims this many guides."""
    with writing(var / "snapshots") as draft:
        (draft.folder / "guides.jsonl").write_text("{}\n")
        draft.counts = {"guides": guides}
    assert draft.target is not None
    return activate(var, draft.target.name)


def test_a_whole_snapshot_is_well(tmp_path: Path) -> None:
    """A current snapshot with guides is well, and its name and size are told."""
    folder = make_snapshot(tmp_path, guides=40)
    (finding,) = doctor.look_at_snapshot(tmp_path)
    assert finding.level == "ok"
    assert folder.name in finding.what
    assert "40" in finding.what


@pytest.mark.parametrize("harm", ["none", "damaged", "empty"])
def test_a_bad_snapshot_is_found(tmp_path: Path, harm: str) -> None:
    """No snapshot, a damaged one and an empty one are errors that `make snapshot` mends."""
    if harm != "none":
        folder = make_snapshot(tmp_path, guides=0 if harm == "empty" else 40)
        if harm == "damaged":
            (folder / "guides.jsonl").write_text("{} \n")
    (finding,) = doctor.look_at_snapshot(tmp_path)
    assert finding.level == "error"
    assert finding.mend.startswith("make snapshot")


@pytest.mark.parametrize(
    ("answer", "level"),
    [("/v/models/a.tar.gz|True", "ok"), ("/v/models/a.tar.gz|False", "error"), ("None|False", "error")],
)
def test_the_model_is_judged_by_its_own_environment(checkout: Path, answer: str, level: str) -> None:
    """A fresh model is well; an outdated or missing one is an error that `make train` mends."""
    (checkout / ".venv-rasa" / "bin" / "python").write_text(f"#!/bin/sh\necho '{answer}'\n")
    (finding,) = doctor.look_at_model(checkout, checkout / "var")
    assert finding.level == level
    assert finding.mend == ("" if level == "ok" else "make train")


def test_a_model_that_nobody_can_judge_is_a_warning(tmp_path: Path) -> None:
    """Without .venv-rasa a model is doubtful, and no model an error."""
    assert levels(doctor.look_at_model(tmp_path, tmp_path / "var")) == ["error"]
    (tmp_path / "var" / "models").mkdir(parents=True)
    (tmp_path / "var" / "models" / "a.tar.gz").write_text("")
    assert levels(doctor.look_at_model(tmp_path, tmp_path / "var")) == ["warning"]


class Healthy(BaseHTTPRequestHandler):
    """Answers like the front door."""

    def do_GET(self) -> None:
        """Say that it lives."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"status": "ok"}')

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def door() -> Iterator[int]:
    """The port of a server that answers like the front door."""
    with HTTPServer(("127.0.0.1", 0), Healthy) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture
def stranger() -> Iterator[int]:
    """The port of a server that is not ours: it takes connections and closes them."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    server.accept()[0].close()
                except OSError:
                    return

        thread = threading.Thread(target=answer)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def free_ports() -> dict[str, str]:
    """Settings that give each program a port that is free."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in doctor.PORTS]
    ports = {entry[1]: str(each.getsockname()[1]) for entry, each in zip(doctor.PORTS, sockets, strict=True)}
    for each in sockets:
        each.close()
    return ports


def test_free_ports_are_well() -> None:
    """Ports that nobody holds give no complaint."""
    assert levels(doctor.look_at_ports(free_ports())) == ["ok"] * len(doctor.PORTS)


def test_a_running_front_door_is_well(door: int) -> None:
    """A port that our own program holds gives no complaint and is told apart from a free one."""
    findings = doctor.look_at_ports({**free_ports(), "MOTCUA_PORT": str(door)})
    (finding,) = [each for each in findings if str(door) in each.what]
    assert finding.level == "ok"
    assert "đang chạy" in finding.what


def test_a_port_of_somebody_else_is_found(stranger: int) -> None:
    """A port that another program holds is an error that names the setting to change."""
    (wrong,) = [
        each for each in doctor.look_at_ports({**free_ports(), "MOTCUA_PORT": str(stranger)}) if each.level == "error"
    ]
    assert str(stranger) in wrong.what
    assert "MOTCUA_PORT" in wrong.mend


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1"])
def test_a_port_that_is_no_port_is_found(text: str) -> None:
    """A setting that is not a port number is an error."""
    (wrong,) = [each for each in doctor.look_at_ports({**free_ports(), "MOTCUA_PORT": text}) if each.level == "error"]
    assert text in wrong.what


def test_usual_settings_are_well() -> None:
    """With nothing set, nothing is wrong."""
    assert set(levels(doctor.look_at_settings({}))) == {"ok"}


@pytest.mark.parametrize(
    ("variable", "value"),
    [("RASA_TELEMETRY_ENABLED", "true"), ("HF_HUB_OFFLINE", "0"), ("MOTCUA_TELEGRAM_TOKEN", "x:y")],
)
def test_a_wrong_setting_is_found(variable: str, value: str) -> None:
    """Calls to the outside and a token that is none are errors."""
    (wrong,) = [each for each in doctor.look_at_settings({variable: value}) if each.level != "ok"]
    assert wrong.level == "error"
    assert variable in wrong.what
    assert is_helpful(wrong)


def test_the_telegram_token_is_never_shown() -> None:
    """Neither a good nor a bad token appears in what the doctor says."""
    for token in ("123456789:" + "a" * 35, "not-a-token"):
        assert token not in doctor.report(doctor.look_at_settings({"MOTCUA_TELEGRAM_TOKEN": token}))


def test_a_clock_of_tests_is_a_warning() -> None:
    """MOTCUA_NOW on a running system is worth a warning."""
    assert "warning" in levels(doctor.look_at_settings({"MOTCUA_NOW": "2026-07-01"}))


def test_the_report_counts_and_tells_the_way() -> None:
    """Each finding is a line, the way to mend it follows, and the last line counts."""
    lines = doctor.report([Finding("ok", "tốt"), Finding("error", "hỏng", "sửa đi")]).splitlines()
    assert lines == [" ✓ tốt", " ✗ hỏng", "   → sửa đi", "", "1 lỗi, 0 điều cần lưu ý, 1 mục ổn."]


@pytest.mark.parametrize(("level", "status"), [("ok", 0), ("warning", 0), ("error", 1)])
def test_the_exit_status_tells_errors(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], level: doctor.Level, status: int
) -> None:
    """Only an error makes the command fail; --json gives one finding a line."""
    monkeypatch.setattr(doctor, "examine", lambda *arguments: [Finding(level, "việc", "cách")])
    assert doctor.main(["--json"]) == status
    assert json.loads(capsys.readouterr().out) == {"level": level, "what": "việc", "mend": "cách"}


def test_everything_is_looked_at(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh checkout lacks a snapshot and a model, and each complaint says how to mend it."""
    findings = doctor.examine(checkout, free_ports(), checkout / "var")
    assert {"make snapshot", "make train"} <= {finding.mend for finding in findings}
    assert all(map(is_helpful, findings))
