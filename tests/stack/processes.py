"""Programs under measurement: started on free loopback ports, their CPU time counted, stopped by their own ids."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.request import urlopen

import psutil

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Program:
    """One started program with all its children."""

    def __init__(self, name: str, argv: list[str], env: dict[str, str], cwd: Path, log: Path) -> None:
        self.name = name
        self.log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                argv, env=os.environ | env, cwd=cwd, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
            )

    def wait_until_healthy(self, url: str, seconds: float = 240.0) -> float:
        """Wait until `url` answers 200; return the seconds it took. Raises RuntimeError with the log's end."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            if self._process.poll() is not None:
                raise RuntimeError(f"{self.name} ended with {self._process.returncode}: {self._tail()}")
            try:
                with urlopen(url, timeout=2) as answer:
                    if answer.status == 200:
                        return time.monotonic() - begun
            except OSError:
                pass
            time.sleep(0.2)
        raise RuntimeError(f"{self.name} was not healthy after {seconds:.0f} s: {self._tail()}")

    def cpu_seconds(self) -> float:
        """Return the CPU time, user and system, of the program and its children so far."""
        return float(sum(times.user + times.system for times in (one.cpu_times() for one in self.family())))

    def memory_mb(self) -> float:
        """Return the proportional memory of the program and its children."""
        return float(sum(one.memory_full_info().pss for one in self.family())) / 2**20

    def stop(self) -> None:
        """End the program and its children."""
        family = self.family()
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
        for one in family:
            if one.is_running():
                one.kill()

    def family(self) -> list[psutil.Process]:
        """Return the program and its children, empty when it has ended."""
        try:
            parent = psutil.Process(self._process.pid)
            return [parent, *parent.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def _tail(self) -> str:
        return self.log.read_text("utf-8", "replace")[-2000:]
