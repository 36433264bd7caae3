"""`python -m knowledge doctor`: looks for wrong set-up and says, in Vietnamese, how to mend each thing.

Reads only (it tries one temporary file in var/), starts nothing, shows no secret. Exit code 1 when something is wrong
that keeps the assistant from answering, else 0.
"""

import argparse
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from knowledge.settings import settings
from knowledge.snapshot import SnapshotError, current, verify

ROOT = Path(__file__).resolve().parent.parent

Level = Literal["ok", "warning", "error"]
MARKS: dict[Level, str] = {"ok": "✓", "warning": "!", "error": "✗"}

#: Folder of each environment and the Python it must have.
ENVIRONMENTS = {".venv": "3.11", ".venv-rasa": "3.10"}

#: Each program's name, the variable of its port, the usual port, an address and what it says there when it is ours.
PORTS = (
    ("Bộ tra cứu", "MOTCUA_ACTIONS_PORT", 5055, "/health", '"status":"ok"'),
    ("Rasa", "MOTCUA_RASA_PORT", 5005, "/", "Hello from Rasa"),
    ("Cửa trước", "MOTCUA_PORT", 8000, "/healthz", '"status":"ok"'),
    ("Trang của cán bộ", "MOTCUA_CONSOLE_PORT", 8001, "/healthz", '"status": "ok"'),
)

#: What keeps the programs from calling out, and the value that does.
OFFLINE = {"RASA_TELEMETRY_ENABLED": "false", "HF_HUB_OFFLINE": "1"}

LOW_DISK, SCARCE_DISK = 2 * 10**9, 300 * 10**6
LOW_MEMORY = 2 * 10**9
GPU_PACKAGE = re.compile(r"(?:nvidia|cuda)[-_]|triton$")
TELEGRAM_TOKEN = re.compile(r"\d{6,12}:[\w-]{30,}")


@dataclass(frozen=True)
class Finding:
    """One thing looked at: how it is and, unless it is well, how to mend it."""

    level: Level
    what: str
    mend: str = ""


def look_at_environments(root: Path) -> list[Finding]:
    """Both environments are there, run, and hold what the locks say."""
    script = root / "scripts" / "setup_env.py"
    if not script.exists():
        return [Finding("ok", "Chạy từ ảnh container: không kiểm tra hai môi trường Python")]
    found = []
    for folder, version in ENVIRONMENTS.items():
        python = root / folder / "bin" / "python"
        runs = _output([str(python), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
        if runs is None:
            found.append(Finding("error", f"{folder}: chưa có, hoặc Python ở đó không chạy được", "make setup"))
        elif runs != version:
            mend = f"rm -r {folder} && make setup"
            found.append(Finding("error", f"{folder}: là Python {runs}, cần {version}", mend))
        else:
            found.append(Finding("ok", f"{folder}: Python {version}"))
    checked = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, timeout=60)
    try:
        missing: dict[str, list[str]] = json.loads(checked.stdout)
    except ValueError:
        mend = "git checkout scripts/ locks/"
        return [*found, Finding("error", "scripts/setup_env.py --check không chạy được", mend)]
    for folder, locks in missing.items():
        if locks:
            found.append(Finding("error", f"{folder}: không khớp tệp khoá {', '.join(locks)}", "make setup"))
        else:
            found.append(Finding("ok", f"{folder}: khớp các tệp khoá trong locks/"))
    return found


def look_at_gpu_packages(names: Iterable[str], gpu: bool) -> list[Finding]:
    """No packages for a GPU on a machine without one."""
    found = sorted(name for name in names if GPU_PACKAGE.match(name.lower()))
    if found and not gpu:
        what = f".venv có gói GPU mà máy không có GPU: {', '.join(found)}"
        return [Finding("error", what, "rm -r .venv && make setup")]
    return []


def look_at_var(var: Path) -> list[Finding]:
    """The folder of run-time state can be written, and its disk has room."""
    try:
        var.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=var, prefix=".doctor-"):
            pass
    except OSError as error:
        owner = f"chown -R $(id -un) {var}, hoặc đặt MOTCUA_VAR sang thư mục khác"
        return [Finding("error", f"Không ghi được vào {var}: {error.strerror}", owner)]
    free = shutil.disk_usage(var).free
    room = Finding("ok", f"Ghi được vào {var}, đĩa còn {free / 1e9:.1f} GB")
    if free < LOW_DISK:
        level: Level = "error" if free < SCARCE_DISK else "warning"
        mend = "Dọn đĩa, hoặc đặt MOTCUA_VAR sang đĩa khác"
        room = Finding(level, f"Đĩa của {var} chỉ còn {free / 1e9:.1f} GB", mend)
    return [room]


def look_at_memory(meminfo: Path = Path("/proc/meminfo")) -> list[Finding]:
    """Enough memory is free for all programs; systems that do not tell are passed over."""
    try:
        match = re.search(r"MemAvailable: +(\d+) kB", meminfo.read_text("ascii"))
    except OSError:
        return []
    if match is None:
        return []
    free = int(match[1]) * 1024
    if free < LOW_MEMORY:
        mend = f"Tắt bớt chương trình khác; cần khoảng {LOW_MEMORY / 1e9:.0f} GB"
        return [Finding("warning", f"Bộ nhớ trống chỉ còn {free / 1e9:.1f} GB", mend)]
    return [Finding("ok", f"Bộ nhớ trống {free / 1e9:.1f} GB")]


def look_at_snapshot(var: Path) -> list[Finding]:
    """A snapshot is current, whole and not empty."""
    try:
        folder = current(var)
        manifest = verify(folder)
    except SnapshotError as error:
        return [Finding("error", f"Bản dữ liệu công bố: {error}", "make snapshot")]
    guides = manifest.counts.get("guides", 0)
    if not guides:
        return [Finding("error", f"Bản dữ liệu {folder.name} không có thủ tục nào", "make snapshot")]
    return [Finding("ok", f"Bản dữ liệu {folder.name}: nguyên vẹn, {guides} thủ tục")]


def look_at_model(root: Path, var: Path) -> list[Finding]:
    """The Rasa model is there and was trained from the files as they are now (only .venv-rasa can tell)."""
    python = root / ".venv-rasa" / "bin" / "python"
    ask = "import sys, pathlib; from nlu import model; m = pathlib.Path(sys.argv[1])\n"
    ask += "print(model.trained_model(m), model.is_current(m), sep='|')"
    answer = _output([str(python), "-c", ask, str(var.absolute() / "models")], root)
    if answer is None:
        if list((var / "models").glob("*.tar.gz")):
            return [Finding("warning", "Có mô hình Rasa nhưng không kiểm tra được nó còn khớp không", "make train")]
        return [Finding("error", "Chưa có mô hình Rasa", "make train")]
    model, _, fresh = answer.partition("|")
    if model == "None":
        return [Finding("error", "Chưa có mô hình Rasa", "make train")]
    if fresh != "True":
        return [Finding("error", f"Mô hình {Path(model).name} không khớp dữ liệu huấn luyện hiện nay", "make train")]
    return [Finding("ok", f"Mô hình Rasa {Path(model).name}: khớp dữ liệu huấn luyện")]


def look_at_ports(environ: Mapping[str, str]) -> list[Finding]:
    """Each port is free, or the program that holds it is ours."""
    found = []
    for name, variable, usual, path, mark in PORTS:
        text = environ.get(variable) or str(usual)
        if not (text.isdigit() and 0 < int(text) < 65536):
            found.append(Finding("error", f"{variable}={text} không phải là số cổng", f"unset {variable}"))
            continue
        port = int(text)
        if not _taken(port):
            found.append(Finding("ok", f"Cổng {port} ({name}): còn trống"))
        elif _answers(port, path, mark):
            found.append(Finding("ok", f"Cổng {port} ({name}): đang chạy"))
        else:
            mend = f"Tắt chương trình đó (xem: ss -ltnp 'sport = :{port}'), hoặc đặt {variable} sang số khác"
            found.append(Finding("error", f"Cổng {port} ({name}): chương trình khác đang dùng", mend))
    return found


def look_at_settings(environ: Mapping[str, str]) -> list[Finding]:
    """Settings that are easy to get wrong: calls to the outside, Telegram, the clock of tests."""
    found = []
    for variable, wanted in OFFLINE.items():
        value = environ.get(variable)
        if value is None:
            found.append(Finding("ok", f"{variable}: make tự đặt {wanted}"))
        elif value.lower() not in ({"false", "0"} if wanted == "false" else {"1", "true", "yes", "on"}):
            found.append(Finding("error", f"{variable}={value}: cho phép gọi ra ngoài", f"export {variable}={wanted}"))
        else:
            found.append(Finding("ok", f"{variable}={value}"))
    token = environ.get("MOTCUA_TELEGRAM_TOKEN", "")
    if not token:
        found.append(Finding("ok", "Chưa đặt MOTCUA_TELEGRAM_TOKEN: kênh Telegram tắt"))
    elif TELEGRAM_TOKEN.fullmatch(token):
        found.append(Finding("ok", "MOTCUA_TELEGRAM_TOKEN: đã đặt"))
    else:
        found.append(Finding("error", "MOTCUA_TELEGRAM_TOKEN không đúng dạng", "Lấy lại mã từ @BotFather (số:chuỗi)"))
    if environ.get("MOTCUA_NOW"):
        found.append(Finding("warning", f"MOTCUA_NOW={environ['MOTCUA_NOW']}: đồng hồ giả để thử", "unset MOTCUA_NOW"))
    return found


def _output(argv: Sequence[str], folder: Path | None = None) -> str | None:
    try:
        done = subprocess.run(argv, capture_output=True, text=True, timeout=60, cwd=folder)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _answers(port: int, path: str, mark: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=3) as answer:
            said: str = answer.read(4096).decode("utf-8", "replace")
            return mark in said.replace(": ", ":")
    except (OSError, ValueError):
        return False


def examine(root: Path, environ: Mapping[str, str], var: Path) -> list[Finding]:
    """Look at everything, in the order in which it must be mended."""
    installed = (distribution.metadata["Name"] or "" for distribution in metadata.distributions())
    looks: list[Callable[[], list[Finding]]] = [
        lambda: look_at_environments(root),
        lambda: look_at_gpu_packages(installed, Path("/dev/nvidia0").exists()),
        lambda: look_at_var(var),
        look_at_memory,
        lambda: look_at_snapshot(var),
        lambda: look_at_model(root, var),
        lambda: look_at_ports(environ),
        lambda: look_at_settings(environ),
    ]
    return [finding for look in looks for finding in look()]


def report(findings: Iterable[Finding]) -> str:
    """One line a finding, the way to mend it below, and a closing line that counts."""
    lines = []
    count = {"ok": 0, "warning": 0, "error": 0}
    for finding in findings:
        count[finding.level] += 1
        lines.append(f" {MARKS[finding.level]} {finding.what}")
        if finding.mend:
            lines.append(f"   → {finding.mend}")
    end = "Mọi thứ đều ổn." if not (count["error"] or count["warning"]) else ""
    lines += ["", end or f"{count['error']} lỗi, {count['warning']} điều cần lưu ý, {count['ok']} mục ổn."]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was found; return 1 when something must be mended before the assistant can answer."""
    parser = argparse.ArgumentParser(prog="python -m knowledge doctor", description="Kiểm tra cài đặt và chỉ cách sửa.")
    parser.add_argument("--json", action="store_true", help="một dòng JSON cho mỗi mục")
    options = parser.parse_args(arguments)
    findings = examine(ROOT, os.environ, settings().var)
    if options.json:
        for finding in findings:
            print(json.dumps(asdict(finding), ensure_ascii=False))
    else:
        print(report(findings))
    return int(any(finding.level == "error" for finding in findings))


if __name__ == "__main__":
    sys.exit(main())
