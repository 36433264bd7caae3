"""Builds the project's two environments from hashed locks: .venv (Python 3.11) and .venv-rasa (Python 3.10).

    python3 scripts/setup_env.py [--dev] [--check]

Each lock is a step with a stamp of its own, so a second run finds everything done in a fraction of a second and an
interrupted one goes on where it stopped. --dev adds the tools of tests and checks. --check changes nothing, prints what
is missing and exits with 1 then. Plain Python 3.8, standard library only; settings of pip (indexes, find-links) are
the installer's own and are used as they are.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Optional, Sequence

sys.path.insert(0, str(Path(__file__).resolve().parent))

import find_python

ROOT = Path(__file__).resolve().parent.parent
STAMPS = ".motcua"
GPU_PACKAGES = re.compile(r"^(nvidia|cuda)[-_]|^triton$")
NEEDED_BYTES = 5 * 10**9

TORCH_ADVICE = """\
Không tìm được bản torch dành cho CPU (xem locks/torch.lock). Bản thường trên kho công cộng là bản CUDA, nặng vài GB,
nên không được dùng. Hãy chỉ cho pip nơi có bản CPU, bằng một trong hai cách, rồi chạy lại:
No CPU build of torch was found (see locks/torch.lock). The public index's plain wheel is a CUDA build of several GB
and is not used. Point pip to a CPU wheel in one of two ways, then run again:

    export PIP_FIND_LINKS=/folder/with/the/wheel          # a folder that holds torch-*+cpu-*.whl
    export PIP_EXTRA_INDEX_URL=<index of CPU builds>      # PyTorch's own index for "cpu", or your mirror of it

Nếu dùng bản CPU khác, thêm mã băm của nó vào locks/torch.lock: pip hash FILE.whl
For another CPU build, add its hash to locks/torch.lock: pip hash FILE.whl"""

GPU_ADVICE = """\
Máy này không có GPU NVIDIA nhưng môi trường lại có các gói GPU: {names}.
This machine has no NVIDIA GPU, yet the environment holds GPU packages: {names}.
Hãy xoá .venv rồi chạy lại / remove .venv and run again:  rm -r .venv && make setup"""


class SetupError(Exception):
    """Something that the person at the keyboard must mend; the text says how."""


class Environment(NamedTuple):
    """One environment: its folder, Python version, locks in order of installing, and the locks of --dev."""

    folder: str
    version: str
    locks: Sequence[str]
    dev_locks: Sequence[str]


APP = Environment(".venv", "3.11", ("torch", "app"), ("dev",))
# Three of Rasa's dependencies are source only; rasa-build has what builds them, so that pip fetches nothing unhashed.
RASA = Environment(".venv-rasa", "3.10", ("rasa-build", "rasa"), ("rasa-dev",))


def python_of(folder: Path) -> Path:
    """The interpreter of an environment."""
    return folder / "bin" / "python"


def fingerprint(folder: Path, lock: Path) -> str:
    """What a stamp says: the lock's hash, and the folder, since an environment that was moved is broken."""
    return "%s %s" % (hashlib.sha256(lock.read_bytes()).hexdigest(), folder.resolve())


def missing_locks(root: Path, environment: Environment, dev: bool) -> List[str]:
    """Locks of this environment that are not installed as they are now, in order of installing."""
    folder = root / environment.folder
    wanted = [*environment.locks, *(environment.dev_locks if dev else ())]
    if not (python_of(folder).exists() and (folder / STAMPS / "made").exists()):
        return wanted
    return [name for name in wanted if not _stamped(folder, root / "locks" / (name + ".lock"))]


def _stamped(folder: Path, lock: Path) -> bool:
    stamp = folder / STAMPS / lock.stem
    return stamp.exists() and stamp.read_text() == fingerprint(folder, lock)


def normal(name: str) -> str:
    """A package's name as locks write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked_names(lock: Path) -> List[str]:
    """Names of the packages that a lock pins, each once."""
    names = re.findall(r"^([A-Za-z0-9][\w.-]*)==", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return list(dict.fromkeys(normal(name) for name in names))


def installed(folder: Path) -> Dict[str, Path]:
    """Packages of an environment: name -> its .dist-info folder."""
    found = sorted(folder.glob("lib/python3*/site-packages/*.dist-info"))
    return {normal(path.name.split("-")[0]): path for path in found}


def sweep_half_installed(folder: Path) -> List[str]:
    """Forget packages that an interrupted pip left behind, so that the next one installs them again.

    pip writes INSTALLER after a package's files and scripts; a .dist-info without it is half a package that pip would
    take for a whole one. A name with "~" is an old package that pip was about to remove.
    """
    swept = []
    for path in installed(folder).values():
        if not (path / "INSTALLER").exists():
            shutil.rmtree(path)
            swept.append(path.name)
    for path in folder.glob("lib/python3*/site-packages/~*"):
        shutil.rmtree(path, ignore_errors=True)
        swept.append(path.name)
    return swept


def has_gpu() -> bool:
    """Whether this machine has an NVIDIA GPU that a CUDA build could use."""
    return Path("/dev/nvidia0").exists() or Path("/proc/driver/nvidia/version").exists()


def refuse_gpu_packages(names: Sequence[str], gpu: bool) -> None:
    """Raise SetupError when GPU packages came onto a machine without a GPU."""
    found = sorted(name for name in names if GPU_PACKAGES.search(name))
    if found and not gpu:
        raise SetupError(GPU_ADVICE.format(names=", ".join(found)))


class Build:
    """Makes one environment. `status` is a short line about where it is; `stop` ends the running command."""

    def __init__(self, root: Path, environment: Environment, dev: bool) -> None:
        self.root, self.environment, self.dev = root, environment, dev
        self.folder = root / environment.folder
        self.log = root / "var" / "log" / ("setup%s.log" % environment.folder.replace(".venv", "-venv"))
        self.status = "waiting"
        self.error: Optional[BaseException] = None
        self._process: Optional["subprocess.Popen[str]"] = None
        self._stopped = False

    def run(self) -> None:
        """Do all that is missing; the failure, if any, is kept in `error`."""
        try:
            self._make_folder()
            sweep_half_installed(self.folder)
            for name in missing_locks(self.root, self.environment, self.dev):
                self._install(name)
            self._prune()
            refuse_gpu_packages(list(installed(self.folder)), has_gpu())
            self.status = "ready"
        except BaseException as error:  # handed to the main thread, which reports it
            self.error = error
            self.status = "failed"

    def stop(self) -> None:
        """End what is running now; nothing more is started."""
        self._stopped = True
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def _make_folder(self) -> None:
        stamps = self.folder / STAMPS
        if self.folder.exists() and not stamps.exists():
            raise SetupError(
                "%s không do dự án này tạo ra; hãy dời nó đi rồi chạy lại.\n"
                "%s was not made by this project; move it away, then run again." % (self.folder, self.folder)
            )
        if (stamps / "made").exists() and python_of(self.folder).exists():
            return
        shutil.rmtree(str(self.folder), ignore_errors=True)
        self.status = "looking for Python %s" % self.environment.version
        search = find_python.find(self.environment.version)
        if search.path is None and find_python.setting(self.environment.version) not in os.environ:
            self.status = "fetching Python %s with uv" % self.environment.version
            fetched = find_python.fetch_with_uv(self.environment.version)
            search = find_python.Search(search.version, fetched.path, search.rejected + fetched.rejected)
        if search.path is None:
            raise SetupError(find_python.advice(search))
        stamps.mkdir(parents=True)
        self.status = "making the environment with %s" % search.path
        self._command([str(search.path), "-m", "venv", str(self.folder)])
        (stamps / "made").write_text("%s\n" % search.path)

    def _install(self, name: str) -> None:
        lock = self.root / "locks" / (name + ".lock")
        extra = ["--no-build-isolation"] if name == "rasa" else []
        arguments = ["install", "--no-deps", "--require-hashes", "--progress-bar", "off", *extra, "-r", str(lock)]
        try:
            self._command([str(python_of(self.folder)), "-m", "pip", *arguments], name, len(locked_names(lock)))
        except SetupError as error:
            if name == "torch":
                raise SetupError("%s\n\n%s" % (error, TORCH_ADVICE)) from None
            raise
        (self.folder / STAMPS / name).write_text(fingerprint(self.folder, lock))

    def _prune(self) -> None:
        """Remove what an older lock brought and none names now."""
        names = {"pip", "setuptools", "wheel"}
        for lock in [*self.environment.locks, *self.environment.dev_locks]:
            names.update(locked_names(self.root / "locks" / (lock + ".lock")))
        extra = sorted(set(installed(self.folder)) - names)
        if extra:
            self._command([str(python_of(self.folder)), "-m", "pip", "uninstall", "--yes", *extra])

    def _command(self, argv: Sequence[str], name: str = "", total: int = 0) -> None:
        """Run one command with its output in the log; raise SetupError with the log's end when it fails."""
        if self._stopped:
            raise SetupError("stopped")
        environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
        environment.update(PIP_USER="0", PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
        self.log.parent.mkdir(parents=True, exist_ok=True)
        collected = 0
        with open(str(self.log), "a", encoding="utf-8") as log:
            log.write("$ %s\n" % " ".join(argv))
            self._process = subprocess.Popen(
                argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, cwd=str(self.root)
            )
            assert self._process.stdout is not None
            for line in self._process.stdout:
                log.write(line)
                if line.startswith("Collecting "):
                    collected += 1
                    self.status = "%s.lock: fetching %d of %d" % (name, min(collected, total), total)
                elif line.startswith("Installing collected"):
                    self.status = "%s.lock: installing %d packages" % (name, total)
        if self._process.wait() != 0:
            last = self.log.read_text(encoding="utf-8", errors="replace").rpartition("$ ")[2]
            raise SetupError("%s\n\nNhật ký / log: %s" % ("\n".join(last.splitlines()[-12:]), self.log))


def report_until_done(builds: Sequence[Build], threads: Sequence[threading.Thread]) -> None:
    """Show each environment's status: one line that changes on a terminal, a line per change elsewhere."""
    terminal = sys.stdout.isatty()
    started, shown = time.monotonic(), ""
    while any(thread.is_alive() for thread in threads):
        time.sleep(0.2)
        line = "  ·  ".join("%s: %s" % (build.environment.folder, build.status) for build in builds)
        if terminal:
            text = "[%3.0f s] %s" % (time.monotonic() - started, line)
            print("\r\033[K" + text[: shutil.get_terminal_size().columns - 1], end="", flush=True)
        else:
            line = re.sub(r"fetching \d+ of", "fetching", line)
            if line != shown:
                print("[%3.0f s] %s" % (time.monotonic() - started, line), flush=True)
        shown = line
    if terminal:
        print("\r\033[K", end="")


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Only one set-up at a time; a second one waits for the first."""
    import fcntl  # not on Windows, where neither environment could be built anyway

    (root / "var").mkdir(exist_ok=True)
    with open(str(root / "var" / "setup.lock"), "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("another set-up is running; waiting for it", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def check_room(root: Path) -> None:
    """Raise SetupError when the disk cannot hold both environments."""
    free = shutil.disk_usage(str(root)).free
    if free < NEEDED_BYTES:
        raise SetupError(
            "Đĩa chỉ còn %.1f GB; cần khoảng %.0f GB.\nOnly %.1f GB of disk are free; about %.0f GB are needed."
            % (free / 1e9, NEEDED_BYTES / 1e9, free / 1e9, NEEDED_BYTES / 1e9)
        )


def set_up(root: Path, dev: bool) -> None:
    """Build what is missing of both environments, side by side."""
    unfinished = [each for each in (APP, RASA) if missing_locks(root, each, dev)]
    if not unfinished:
        return
    if any(not (root / each.folder / STAMPS / "made").exists() for each in unfinished):
        check_room(root)
    builds = [Build(root, each, dev) for each in unfinished]
    threads = [threading.Thread(target=build.run) for build in builds]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    try:
        report_until_done(builds, threads)
    except BaseException:
        for build in builds:
            build.stop()
        for thread in threads:
            thread.join()
        raise
    for build in builds:
        if isinstance(build.error, SetupError):
            raise SetupError("%s:\n%s" % (build.environment.folder, build.error))
        if build.error is not None:
            raise build.error
    print("environments ready (%.0f s)" % (time.monotonic() - started), flush=True)


def main(arguments: Optional[Sequence[str]] = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    parser.add_argument("--check", action="store_true", help="only say what is missing, as JSON")
    options = parser.parse_args(arguments)
    missing = {each.folder: missing_locks(ROOT, each, options.dev) for each in (APP, RASA)}
    if options.check:
        print(json.dumps(missing))
        return 1 if any(missing.values()) else 0
    if not any(missing.values()):
        return 0
    try:
        with alone(ROOT):
            set_up(ROOT, options.dev)
    except SetupError as error:
        print("\n%s" % error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nĐã dừng; chạy lại sẽ làm tiếp. / Stopped; run again to go on.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
