"""The supervisor, with small stand-ins for the services: start, restart, stop, and nothing left behind."""

import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.leash import signal_group, start
from bot.services import Service
from bot.supervise import Supervisor
from tests.bot.stub_rasa import free_port

ROOT = Path(__file__).resolve().parents[2]
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs prctl")

#: A service that answers /health on the port of its variable, and has a child that would outlive it.
SERVICE = """
import os, subprocess, sys, pathlib
from http.server import BaseHTTPRequestHandler, HTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.send_header("Content-Length", "0"); self.end_headers()
    def log_message(self, *args): pass
name = sys.argv[1]
with open(os.environ["PIDS"], "a") as file:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    file.write(f"{name} {os.getpid()} {child.pid}\\n")
print("service", name, "runs")
HTTPServer(("127.0.0.1", int(os.environ[name.upper() + "_PORT"])), Handler).serve_forever()
"""
BROKEN = "import sys; print('không tìm thấy mô hình'); sys.exit(3)"


class House:
    """A supervisor over two stand-ins, run as a process of its own or inside the test."""

    def __init__(self, folder: Path, code: str = SERVICE) -> None:
        self.folder = folder
        self.ports = (free_port(), free_port())
        (folder / "service.py").write_text(code)
        self.environ = {
            **os.environ,
            "MOTCUA_APP_PYTHON": sys.executable,
            "MOTCUA_RASA_PYTHON": sys.executable,
            "MOTCUA_VAR": str(folder / "var"),
            "A_PORT": str(self.ports[0]),
            "B_PORT": str(self.ports[1]),
            "PIDS": str(folder / "pids"),
        }
        script = str(folder / "service.py")
        self.services = (
            Service("a", "Phần A", "app", (script, "a"), "A_PORT", 1, "/health"),
            Service("b", "Phần B", "rasa", (script, "b"), "B_PORT", 1, "/health", public=True),
        )
        self.out = io.StringIO()

    def supervisor(self) -> Supervisor:
        return Supervisor(ROOT, self.out, self.services, dict(self.environ), tick=0.02)

    def run(self, meanwhile: Callable[[], None]) -> int:
        """Run the supervisor here, `meanwhile` beside it, then stop it with SIGTERM."""

        def beside() -> None:
            try:
                meanwhile()
            finally:
                os.kill(os.getpid(), signal.SIGTERM)

        supervisor = self.supervisor()
        helper = threading.Thread(target=beside)
        threading.Timer(0.05, helper.start).start()
        status = supervisor.run()
        helper.join()
        return status

    def process(self) -> "subprocess.Popen[str]":
        """Start the supervisor as a process."""
        code = (
            "import sys; from pathlib import Path\n"
            "from bot.services import Service; from bot.supervise import Supervisor\n"
            f"services = {self.services!r}\n"
            f"sys.exit(Supervisor(Path({str(ROOT)!r}), sys.stdout, services, tick=0.02).run())"
        )
        return subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, env=self.environ, stdout=subprocess.PIPE, text=True
        )

    def pids(self) -> list[tuple[str, int, int]]:
        """Return name, process id and child's process id of each start."""
        path = self.folder / "pids"
        lines = path.read_text().splitlines() if path.exists() else []
        return [(name, int(own), int(child)) for name, own, child in (line.split() for line in lines)]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house whose services are killed in the end, whatever the test found."""
    made = House(tmp_path)
    yield made
    for _, own, child in made.pids():
        for process in (own, child):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass


def wait(condition: Callable[[], bool], seconds: float = 15.0) -> None:
    """Wait until a condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def lives(pid: int) -> bool:
    """Tell whether a process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def all_pids() -> list[int]:
    """Return the ids of all processes that run."""
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if lives(int(folder.name))]


def group_of(pid: int) -> int | None:
    """Return a process's group."""
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None


def test_start_announce_and_stop(house: House) -> None:
    """Everything is started with visible progress, the page's address is printed, and stopping leaves nothing."""
    assert house.run(lambda: wait(lambda: "Mời mở trang" in house.out.getvalue())) == 0
    said = house.out.getvalue()
    assert said.index("Đang khởi động Phần A") < said.index("Đang khởi động Phần B")
    assert "✓ Phần A sẵn sàng" in said
    assert f"http://127.0.0.1:{house.ports[1]}/" in said
    assert said.endswith("Đã dừng hết.\n")
    assert [name for name, _, _ in house.pids()] == ["a", "b"] or [name for name, _, _ in house.pids()] == ["b", "a"]
    wait(lambda: not any(lives(pid) for _, *pids in house.pids() for pid in pids), 5.0)
    assert "service a runs" in (house.folder / "var" / "log" / "a.log").read_text()


def test_crashed_part_is_restarted(house: House) -> None:
    """A part that is killed is said to have stopped and started again; its children do not pile up."""

    def meanwhile() -> None:
        wait(lambda: "Mời mở trang" in house.out.getvalue())
        victim = next(own for name, own, _ in house.pids() if name == "a")
        os.kill(victim, signal.SIGKILL)
        wait(lambda: house.out.getvalue().count("✓ Phần A sẵn sàng") == 2)

    assert house.run(meanwhile) == 0
    assert "! Phần A đã dừng (tín hiệu SIGKILL); khởi động lại sau 1 giây" in house.out.getvalue()
    assert [name for name, _, _ in house.pids()].count("a") == 2
    wait(lambda: not any(lives(pid) for _, *pids in house.pids() for pid in pids), 5.0)


def test_part_that_cannot_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that ends again and again before it is ready stops the whole, with the last lines of its log."""
    monkeypatch.setattr("bot.supervise._FIRST_PAUSE", 0.01)
    house = House(tmp_path, BROKEN)
    supervisor = house.supervisor()
    for part in supervisor._parts:
        part.pause = 0.01
    assert supervisor.run() == 1
    said = house.out.getvalue()
    assert "không khởi động được (mã 3)" in said
    assert "không tìm thấy mô hình" in said


def test_taken_port_is_told(house: House) -> None:
    """A port that is taken is named with who holds it and which variable changes it; nothing is started."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", house.ports[0]))
        server.listen()
        assert house.supervisor().run() == 1
    said = house.out.getvalue()
    assert f"Cổng {house.ports[0]} của Phần A đang bị" in said
    assert "A_PORT=" in said
    if sys.platform.startswith("linux"):
        assert str(os.getpid()) in said
    assert house.pids() == []


def test_missing_environment_is_told(house: House) -> None:
    """An environment that is not there is told with the command that makes it."""
    house.environ["MOTCUA_RASA_PYTHON"] = "nowhere/bin/python"
    assert house.supervisor().run() == 1
    assert "Thiếu môi trường Python của Phần B" in house.out.getvalue()
    assert "make setup" in house.out.getvalue()


def test_broken_staff_part_leaves_citizens_alone(house: House) -> None:
    """A part for staff that never starts is tried again and again; the others are announced and stay."""
    broken = Service("c", "Phần C", "app", ("-c", BROKEN), "C_PORT", 1, "/health", staff=True)
    house.services = (*house.services, broken)  # type: ignore[assignment]
    house.environ["C_PORT"] = str(free_port())

    def meanwhile() -> None:
        wait(lambda: house.out.getvalue().count("Phần C đã dừng") >= 3, 20)
        wait(lambda: "Mời mở trang" in house.out.getvalue())
        assert len(house.pids()) == 2

    assert house.run(meanwhile) == 0


@LINUX
def test_killed_supervisor_leaves_nothing(house: House) -> None:
    """Even after kill -9 of the supervisor no service stays."""
    process = house.process()
    try:
        wait(lambda: len(house.pids()) == 2)
        process.kill()
        process.wait()
        wait(lambda: not any(lives(own) for _, own, _ in house.pids()))
    finally:
        process.kill()
        assert process.stdout is not None
        process.stdout.close()


@LINUX
def test_interrupt_from_the_terminal(house: House) -> None:
    """Ctrl-C ends the supervisor with success, and all that it started."""
    process = house.process()
    assert process.stdout is not None
    said = ""
    while "Mời mở trang" not in said:
        said += process.stdout.readline()
    process.send_signal(signal.SIGINT)
    rest = process.communicate(timeout=20)[0]
    assert process.returncode == 0
    assert "Đã dừng hết." in rest
    wait(lambda: not any(lives(pid) for _, *pids in house.pids() for pid in pids), 5.0)


@LINUX
def test_leash_kills_a_whole_group(tmp_path: Path) -> None:
    """A signal to a leashed program reaches its children too, and its output is in the log."""
    child = "[sys.executable, '-c', 'import time; time.sleep(60)']"
    code = f"import subprocess, sys; print('hi', flush=True); subprocess.run({child})"
    process = start([sys.executable, "-c", code], tmp_path, os.environ, tmp_path / "log")
    wait(lambda: (tmp_path / "log").read_text() == "hi\n")
    assert any(group_of(pid) == process.pid for pid in all_pids())
    signal_group(process, signal.SIGKILL)
    process.wait()
    wait(lambda: not any(group_of(pid) == process.pid for pid in all_pids()))
    signal_group(process, signal.SIGKILL)  # nothing is left, and that is no error
