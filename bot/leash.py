"""Child processes that cannot outlive their parent: started in a group of their own, killed with it."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def start(command: list[str], folder: Path, environ: Mapping[str, str], log: Path) -> "subprocess.Popen[bytes]":
    """Start a program in a new process group with its output appended to `log`; raises OSError.

    Must be called from the main thread: the kernel kills the child when the thread that made it ends.
    """
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with(os.getpid()),
        )


def signal_group(process: "subprocess.Popen[bytes]", number: int) -> None:
    """Send a signal to a program and to all that it has started, even when it has ended itself."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _die_with(parent: int) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def in_child() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # the parent died between fork and here
            os._exit(1)

    return in_child
