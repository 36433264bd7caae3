"""Finds a working interpreter of one version, wherever it is installed.

A name on PATH proves nothing: pyenv's shims answer 127 for a version that is not selected, and Debian's python3 comes
without ensurepip. So every candidate is run before it is believed. Plain Python 3.8, standard library only.
"""

import glob
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator, List, Optional

PROBE = (
    "import sys\n"
    "missing = []\n"
    "for name in ('venv', 'ensurepip', 'ssl', 'sqlite3', 'ctypes'):\n"
    "    try:\n"
    "        __import__(name)\n"
    "    except ImportError:\n"
    "        missing.append(name)\n"
    "print('%d.%d' % sys.version_info[:2], ','.join(missing))\n"
)


@dataclass
class Search:
    """What a search found: the interpreter (None when there is none) and why candidates were turned down."""

    version: str
    path: Optional[Path] = None
    rejected: List[str] = field(default_factory=list)


def setting(version: str) -> str:
    """Name of the setting that points to this version: MOTCUA_PYTHON310 for "3.10"."""
    return "MOTCUA_PYTHON" + version.replace(".", "")


def candidates(version: str) -> Iterator[Path]:
    """Paths that may hold this version, most specific first; not all of them exist."""
    name = "python" + version
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        for each in (name, "python3", "python"):
            yield Path(folder or ".") / each
    home = Path.home()
    pyenv = os.environ.get("PYENV_ROOT") or home / ".pyenv"
    uv = os.environ.get("UV_PYTHON_INSTALL_DIR") or home / ".local/share/uv/python"
    patterns = ["%s/versions/%s*" % (root, version) for root in (pyenv, home / ".pyenv")]
    patterns += ["%s/cpython-%s*" % (uv, version)]
    patterns += ["/opt/*", "/opt/python/*", "/usr", "/usr/local", "/opt/homebrew", str(home / ".local")]
    for pattern in patterns:
        for folder in sorted(glob.glob(pattern), reverse=True):
            yield Path(folder) / "bin" / name


def verify(path: Path, version: str) -> str:
    """Empty when `path` runs, has this version and can make environments; else the reason why not."""
    try:
        done = subprocess.run([str(path), "-c", PROBE], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired) as error:
        return "does not run (%s)" % error
    if done.returncode != 0:
        return "does not run (exit code %d)" % done.returncode
    found, _, missing = done.stdout.strip().partition(" ")
    if found != version:
        return "is Python " + found
    if missing:
        return "lacks " + missing
    return ""


def find(version: str) -> Search:
    """Look for this version. A path given by the setting is the only one looked at."""
    search = Search(version)
    chosen = os.environ.get(setting(version))
    seen = set()
    for path in [Path(chosen).expanduser()] if chosen else candidates(version):
        # Not resolved: a pyenv shim and a venv's link behave by the name they are called with.
        if path in seen or not (path.is_file() and os.access(path, os.X_OK)):
            continue
        seen.add(path)
        reason = verify(path, version)
        if not reason:
            search.path = path
            return search
        if not reason.startswith("is Python"):
            search.rejected.append("%s %s" % (path, reason))
    if chosen and not search.rejected:
        search.rejected.append("%s=%s is not Python %s" % (setting(version), chosen, version))
    return search


def working_uv() -> Optional[str]:
    """uv's path when it is installed and runs, else None."""
    path = shutil.which("uv")
    if path is None:
        return None
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return path if done.returncode == 0 else None


def fetch_with_uv(version: str) -> Search:
    """Let uv download this version (the network permitting), then look again."""
    uv = working_uv()
    if uv is None:
        return Search(version, rejected=["uv is not installed"])
    try:
        done = subprocess.run([uv, "python", "install", version], capture_output=True, text=True, timeout=600)
    except subprocess.TimeoutExpired:
        return Search(version, rejected=["uv python install %s took more than 10 minutes" % version])
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or ["exit code %d" % done.returncode]
        return Search(version, rejected=["uv python install %s: %s" % (version, lines[-1].strip())])
    found = subprocess.run([uv, "python", "find", version], capture_output=True, text=True, timeout=60)
    path = Path(found.stdout.strip())
    if found.returncode == 0 and not verify(path, version):
        return Search(version, path=path)
    return find(version)


def advice(search: Search) -> str:
    """How to get the interpreter that was not found, in Vietnamese and English, with commands that can be copied."""
    version = search.version
    if shutil.which("pyenv"):
        command = "pyenv install " + version
    elif working_uv():
        command = "uv python install " + version
    else:
        command = "python3 -m venv ~/.uv && ~/.uv/bin/pip install uv && ~/.uv/bin/uv python install " + version
    lines = [
        "Không tìm thấy Python %s chạy được. Hãy cài bằng lệnh sau rồi chạy lại:" % version,
        "No working Python %s was found. Install it with this command, then run again:" % version,
        "",
        "    " + command,
        "",
        "Nếu đã có sẵn ở nơi khác / if you have it elsewhere:",
        "    export %s=/path/to/python%s" % (setting(version), version),
    ]
    if any("lacks" in reason for reason in search.rejected):
        lines.append("Debian/Ubuntu: sudo apt-get install python%s-venv" % version)
    if search.rejected:
        lines += ["", "Đã thử / tried:"] + ["  - " + reason for reason in search.rejected]
    return "\n".join(lines)
