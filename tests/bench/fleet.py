"""The assistant as `make run` starts it, under its supervisor, on free ports: for load and kills."""

import time
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import psutil

from bot.services import SERVICES
from tests.stack.launch import APP, QUIET
from tests.stack.processes import ROOT, Program, free_port


@dataclass
class Fleet:
    """A supervisor with its programs. `url`: the front door."""

    var: Path
    url: str
    supervisor: Program

    def process(self, name: str) -> psutil.Process:
        """Return the running process of the service `name`. Raises LookupError when there is none."""
        argv = next(service.argv for service in SERVICES if service.name == name)
        for one in self.supervisor.family():
            if one.is_running() and tuple(one.cmdline()[-len(argv) :]) == argv:
                return one
        raise LookupError(f"{name} is not running")

    def cpu_seconds(self) -> float:
        """Return the CPU time of all programs so far."""
        return self.supervisor.cpu_seconds()

    def memory_mb(self) -> dict[str, float]:
        """Return the proportional memory of each service in MB."""
        return {one.name: self.process(one.name).memory_full_info().pss / 2**20 for one in SERVICES}

    def wait_ready(self, seconds: float = 120.0) -> None:
        """Wait until the front door says that questions can be answered. Raises TimeoutError."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                with urlopen(f"{self.url}/readyz", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                pass
            time.sleep(0.2)
        raise TimeoutError(f"not ready after {seconds:.0f} s")

    def stop(self) -> None:
        """End everything."""
        self.supervisor.stop()


def start_fleet(var: Path) -> Fleet:
    """Start everything on the snapshot and model that `var` holds; limits by address are wide, all comes from one."""
    ports = {service.port_variable: str(free_port()) for service in SERVICES}
    limits = {"MOTCUA_ADDRESS_PER_MINUTE": "100000"}
    env = QUIET | ports | limits | {"MOTCUA_VAR": str(var)}
    door = next(service for service in SERVICES if service.public)
    fleet = Fleet(
        var,
        f"http://127.0.0.1:{ports[door.port_variable]}",
        Program("supervisor", [APP, "-m", "bot", "run"], env, ROOT, var / "log" / "supervisor.log"),
    )
    try:
        fleet.wait_ready(240.0)
    except BaseException:
        fleet.stop()
        raise
    return fleet
