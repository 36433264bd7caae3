"""The whole assistant as real processes: action server, Rasa and front door on free ports."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from bot.services import SERVICES
from tests.stack.processes import ROOT, Program, free_port

RASA = os.environ.get("MOTCUA_RASA_PYTHON", str(ROOT / ".venv-rasa" / "bin" / "python"))
APP = os.environ.get("MOTCUA_APP_PYTHON", str(ROOT / ".venv" / "bin" / "python"))

#: The same for both, so that neither burns CPU on threads that wait for each other.
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "HF_HUB_OFFLINE": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONPATH": str(ROOT),
}


@dataclass
class Stack:
    """Running programs and how a message is asked of them."""

    name: str
    url: str
    ask: Callable[[str, str], list[dict[str, Any]]]
    programs: list[Program] = field(default_factory=list)
    start_seconds: dict[str, float] = field(default_factory=dict)
    environ: Mapping[str, str] = field(default_factory=dict)

    def cpu_seconds(self) -> float:
        """Return the CPU time of all programs so far."""
        return sum(program.cpu_seconds() for program in self.programs)

    def stop(self) -> None:
        """Stop all programs, the last started first."""
        for program in reversed(self.programs):
            program.stop()


def start_ours(var: Path, environ: Mapping[str, str] | None = None) -> Stack:
    """Start this assistant, front door included, on the snapshot and model that `var` holds."""
    ports = {service.port_variable: str(free_port()) for service in SERVICES}
    env = QUIET | ports | {"MOTCUA_VAR": str(var)} | (dict(environ) if environ else {})
    url = f"http://127.0.0.1:{ports['MOTCUA_PORT']}/chat"

    def ask(sender: str, message: str) -> list[dict[str, Any]]:
        return post(url, {"sender": sender, "message": message})

    stack = Stack("ours", url.removesuffix("/chat"), ask, environ=env)
    try:
        for service in (service for service in SERVICES if not service.staff):
            python = {"app": APP, "rasa": RASA}[service.environment]
            program = Program(service.name, [python, *service.argv], env, ROOT, var / "log" / f"{service.name}.log")
            stack.programs.append(program)
            stack.start_seconds[service.name] = program.wait_until_healthy(service.health_url(env))
    except BaseException:
        stack.stop()
        raise
    return stack


def prepare(var: Path) -> None:
    """Build the starter snapshot and train the model in `var`, unless both are there and up to date."""
    env = os.environ | QUIET | {"MOTCUA_VAR": str(var)}
    for argv in ([APP, "-m", "knowledge", "build", "--if-changed", "--activate"], [RASA, "-m", "nlu.engine", "train"]):
        done = subprocess.run(argv, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(argv[1:])} failed: {done.stdout[-2000:]}")


def copy_live(source: Path, target: Path) -> None:
    """Copy the current snapshot and the trained model from `source` to a fresh `target`."""
    shutil.rmtree(target, ignore_errors=True)
    name = (source / "snapshots" / "current").read_text("utf-8").strip()
    shutil.copytree(source / "snapshots" / name, target / "snapshots" / name)
    (target / "snapshots" / "current").write_text(name + "\n", "utf-8")
    shutil.copytree(source / "models", target / "models")


def post(url: str, body: dict[str, str]) -> list[dict[str, Any]]:
    """Return the reply, a list of messages. Raises RuntimeError when there is none."""
    request = Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=30) as answer:
        replies: list[dict[str, Any]] = json.load(answer)
    if not replies or not replies[0].get("text"):
        raise RuntimeError(f"no reply to {body['message']!r}: {replies}")
    return replies
