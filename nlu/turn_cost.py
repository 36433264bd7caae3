"""What a turn of Rasa costs, stock and after each step: `python -m nlu.turn_cost`.

Starts Rasa's real server once for each row of the table, with a trivial action server that always
answers the same text, and plays short conversations through the REST channel. Reads CPU time from
/proc (Linux), so another program's load changes the wall-clock columns only.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from nlu.engine import STEPS, Settings
from nlu.model import trained_model

ROOT = Path(__file__).resolve().parent.parent
MESSAGES = (
    "toi moi sinh con, lam giay khai sinh o dau, toi o phuong dich vong cu",
    "còn lệ phí?",
    "tôi ở phường Cầu Giấy",
    "làm căn cước hết bao nhiêu tiền",
)
_START_LIMIT = 120.0


@dataclass(frozen=True)
class Cost:
    """One row: `steps` in force, CPU and wall milliseconds per turn, seconds to start, MB of resident memory.

    `growth` is CPU per turn of turns 191 to 200 of one conversation over that of its first ten.
    """

    name: str
    cpu_ms: float
    p50_ms: float
    p95_ms: float
    start_s: float
    memory_mb: float
    growth: float


def measure(name: str, steps: tuple[str, ...], model: Path, conversations: int) -> Cost:
    """Start Rasa with `steps`, play `conversations` short conversations, then one of 200 turns."""
    with (
        tempfile.TemporaryDirectory() as folder,
        _action_server() as actions,
        _rasa(folder, steps, model, actions) as rasa,
    ):
        for number in range(5):
            _play(rasa, f"warm-{number}")
        before = rasa.cpu_seconds()
        walls = [wall for number in range(conversations) for wall in _play(rasa, f"short-{number}")]
        cpu = (rasa.cpu_seconds() - before) / len(walls)
        memory = rasa.memory_mb()
        tens = [_ten_turns(rasa, number) for number in range(20)]
    return Cost(
        name,
        cpu_ms=round(cpu * 1000, 2),
        p50_ms=round(statistics.median(walls) * 1000, 1),
        p95_ms=round(statistics.quantiles(walls, n=20)[-1] * 1000, 1),
        start_s=round(rasa.start_seconds, 1),
        memory_mb=round(memory),
        growth=round(tens[-1] / tens[0], 2),
    )


def table(costs: list[Cost]) -> str:
    """Return the rows as a Markdown table; the share is of the first row's CPU."""
    lines = [
        "| Rasa 3.6.21 with | CPU ms/turn | share | p50 ms | p95 ms | start s | RSS MB | turn 200 / first ten |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for cost in costs:
        share = cost.cpu_ms / costs[0].cpu_ms
        lines.append(
            f"| {cost.name} | {cost.cpu_ms:.2f} | {share:.0%} | {cost.p50_ms} | {cost.p95_ms} "
            f"| {cost.start_s} | {cost.memory_mb:.0f} | {cost.growth:.2f} |"
        )
    return "\n".join(lines)


def _play(rasa: _Rasa, sender: str) -> list[float]:
    return [rasa.say(sender, message) for message in MESSAGES]


def _ten_turns(rasa: _Rasa, number: int) -> float:
    """Say ten more things in the long conversation; return the CPU seconds they took."""
    before = rasa.cpu_seconds()
    for turn in range(10):
        rasa.say("long", MESSAGES[(number * 10 + turn) % len(MESSAGES)])
    return rasa.cpu_seconds() - before


class _Rasa:
    """A running server: speaks to it and reads what it has used."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, start_seconds: float) -> None:
        self._process = process
        self._connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self._number = 0
        self.start_seconds = start_seconds

    def say(self, sender: str, message: str) -> float:
        """Send one message and return the seconds until the answer; an answer without text is an error."""
        self._number += 1
        metadata = {"id": f"cost-{self._number}", "channel": "bench"}
        body = json.dumps({"sender": sender, "message": message, "metadata": metadata}).encode()
        started = time.perf_counter()
        self._connection.request("POST", "/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
        answers = json.loads(self._connection.getresponse().read())
        seconds = time.perf_counter() - started
        if not answers or not answers[0].get("text"):
            raise RuntimeError(f"no answer to {message!r}: {answers}")
        return seconds

    def cpu_seconds(self) -> float:
        """Return the CPU time of all threads since the start, to the nanosecond."""
        tasks = Path(f"/proc/{self._process.pid}/task")
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9

    def memory_mb(self) -> float:
        """Return the resident memory."""
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def _rasa(folder: str, steps: tuple[str, ...], model: Path, actions: int) -> Iterator[_Rasa]:
    """Run Rasa on a free port with its state in `folder`."""
    models = Path(folder) / "models"
    models.mkdir()
    for path in (model, model.parent / "trained.json"):
        shutil.copy(path, models / path.name)
    port = _free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "MOTCUA_VAR": folder,
        "MOTCUA_RASA_PORT": str(port),
        "MOTCUA_RASA_STEPS": ",".join(steps) or "none",
        "MOTCUA_ACTIONS_URL": f"http://127.0.0.1:{actions}",
    }
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "nlu.engine", "run"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        _wait_until_ready(process, port)
        yield _Rasa(process, port, time.monotonic() - started)
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_ready(process: subprocess.Popen[bytes], port: int) -> None:
    limit = time.monotonic() + _START_LIMIT
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise RuntimeError(f"Rasa ended with {process.returncode} before it answered")
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/status")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"Rasa did not answer within {_START_LIMIT:.0f} s")


class _FixedAnswer(BaseHTTPRequestHandler):
    """An action server that sets one slot and says one sentence, whatever it is asked."""

    protocol_version = "HTTP/1.1"
    _BODY = json.dumps(
        {
            "events": [{"event": "slot", "name": "procedure", "value": "1.001193", "timestamp": None}],
            "responses": [{"text": "Dạ, anh/chị nộp hồ sơ tại Trung tâm Phục vụ hành chính công ạ."}],
        }
    ).encode()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(self._BODY)}\r\n\r\n"
        self.wfile.write(head.encode() + self._BODY)

    def log_message(self, format: str, *arguments: object) -> None:
        """Stay silent."""


@contextmanager
def _action_server() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _FixedAnswer)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main(arguments: list[str] | None = None) -> None:
    """Measure and print; with --json also write the figures to a file."""
    parser = argparse.ArgumentParser(prog="python -m nlu.turn_cost", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--conversations", type=int, default=100, help="short conversations of four turns a row")
    parser.add_argument("--each-step", action="store_true", help="a row for each step, not only first and last")
    parser.add_argument("--json", type=Path, help="also write the figures there")
    options = parser.parse_args(arguments)
    model = trained_model(Settings.from_environment().models)
    if model is None:
        raise SystemExit("No trained model: run `python -m nlu.engine train` first.")
    counts = range(len(STEPS) + 1) if options.each_step else (0, len(STEPS))
    costs = []
    for count in counts:
        name = f"+ {STEPS[count - 1]}" if count else "nothing of ours (baseline A)"
        if count and not options.each_step:
            name = "all steps"
        costs.append(measure(name, STEPS[:count], model, options.conversations))
        print(f"{name}: {costs[-1].cpu_ms} ms CPU", file=sys.stderr, flush=True)
    print(table(costs))
    if options.json:
        options.json.write_text(json.dumps([asdict(cost) for cost in costs], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
