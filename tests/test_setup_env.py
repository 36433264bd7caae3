"""scripts/setup_env.py and scripts/find_python.py: finding interpreters, stamps, going on after an interruption."""

import importlib.util
import stat
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


def load(name: str) -> ModuleType:
    """A script as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


find_python = load("find_python")
setup_env = load("setup_env")
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


def executable(path: Path, script: str) -> Path:
    """A program that runs `script`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def no_pythons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without interpreters, and nothing on PATH but an empty folder, which is returned."""
    monkeypatch.setattr(find_python.Path, "home", lambda: tmp_path / "home")
    for name in ("PYENV_ROOT", "UV_PYTHON_INSTALL_DIR", find_python.setting(VERSION), find_python.setting("3.99")):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path


def test_finds_this_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    """An interpreter that works is found through its setting."""
    monkeypatch.setenv(find_python.setting(VERSION), sys.executable)
    assert find_python.find(VERSION).path == Path(sys.executable)


def test_passes_over_a_shim_that_does_not_run(no_pythons: Path) -> None:
    """A name on PATH that answers 127 is turned down with the reason, and pyenv's own folder is looked at next."""
    executable(no_pythons / "bin" / "python3.99", "exit 127")
    real = executable(no_pythons / "home/.pyenv/versions/3.99.1/bin/python3.99", "echo '3.99 '")
    search = find_python.find("3.99")
    assert search.path == real
    assert search.rejected == [f"{no_pythons / 'bin' / 'python3.99'} does not run (exit code 127)"]


def test_finds_what_uv_installed(no_pythons: Path) -> None:
    """Interpreters that uv keeps are found without uv."""
    real = executable(
        no_pythons / "home/.local/share/uv/python/cpython-3.99.1-linux-x86_64-gnu/bin/python3.99", "echo '3.99 '"
    )
    assert find_python.find("3.99").path == real


def test_wants_a_python_that_can_make_environments(no_pythons: Path) -> None:
    """An interpreter without ensurepip is turned down, and the advice names the package to install."""
    executable(no_pythons / "bin" / "python3.99", "echo '3.99 ensurepip'")
    search = find_python.find("3.99")
    assert search.path is None
    assert "apt-get install python3.99-venv" in find_python.advice(search)


def test_a_wrong_setting_is_not_passed_over(no_pythons: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the setting names something else, nothing else is taken in its place."""
    executable(no_pythons / "bin" / "python3.99", "echo '3.99 '")
    monkeypatch.setenv("MOTCUA_PYTHON399", str(no_pythons / "nowhere"))
    search = find_python.find("3.99")
    assert search.path is None
    assert any("MOTCUA_PYTHON399" in reason for reason in search.rejected)


def test_advice_is_a_command_in_two_languages(no_pythons: Path) -> None:
    """Without any interpreter the advice gives one command to type, and says so in Vietnamese and English."""
    advice = find_python.advice(find_python.find("3.99"))
    assert "Không tìm thấy Python 3.99" in advice
    assert "No working Python 3.99" in advice
    assert "uv python install 3.99" in advice
    assert "MOTCUA_PYTHON399" in advice


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with two small locks and a made environment that has none of them installed."""
    (tmp_path / "locks").mkdir()
    (tmp_path / "locks" / "torch.lock").write_text("torch==1 --hash=sha256:0\n")
    (tmp_path / "locks" / "app.lock").write_text("Some.Package==1 \\\n    --hash=sha256:0\nother==2 --hash=sha256:1\n")
    folder = tmp_path / ".venv"
    executable(folder / "bin" / "python", "exit 0")
    (folder / setup_env.STAMPS).mkdir()
    (folder / setup_env.STAMPS / "made").write_text("")
    return tmp_path


APP = setup_env.Environment(".venv", VERSION, ("torch", "app"), ())


def stamp(checkout: Path, name: str) -> None:
    """Mark a lock as installed."""
    folder = checkout / ".venv"
    text = setup_env.fingerprint(folder, checkout / "locks" / f"{name}.lock")
    (folder / setup_env.STAMPS / name).write_text(text)


def test_goes_on_after_the_last_finished_lock(checkout: Path) -> None:
    """A lock that has its stamp is not installed again; the next one is."""
    assert setup_env.missing_locks(checkout, APP, dev=False) == ["torch", "app"]
    stamp(checkout, "torch")
    assert setup_env.missing_locks(checkout, APP, dev=False) == ["app"]
    stamp(checkout, "app")
    assert setup_env.missing_locks(checkout, APP, dev=False) == []


def test_a_changed_lock_is_installed_again(checkout: Path) -> None:
    """A stamp holds for the very text of the lock."""
    stamp(checkout, "torch")
    stamp(checkout, "app")
    (checkout / "locks" / "app.lock").write_text("other==3 --hash=sha256:1\n")
    assert setup_env.missing_locks(checkout, APP, dev=False) == ["app"]


@pytest.mark.parametrize("gone", ["bin/python", ".motcua/made"])
def test_a_half_made_environment_counts_as_none(checkout: Path, gone: str) -> None:
    """Without its interpreter, or when making it was interrupted, everything is missing."""
    stamp(checkout, "torch")
    stamp(checkout, "app")
    (checkout / ".venv" / gone).unlink()
    assert setup_env.missing_locks(checkout, APP, dev=False) == ["torch", "app"]


def test_a_moved_environment_counts_as_none(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Stamps do not hold in another place, where an environment's programs would not start."""
    stamp(checkout, "torch")
    moved = checkout.rename(tmp_path_factory.mktemp("moved") / "checkout")
    assert setup_env.missing_locks(moved, APP, dev=False) == ["torch", "app"]


def test_sweeps_packages_that_pip_left_half_installed(checkout: Path) -> None:
    """What has no INSTALLER file is forgotten, whole packages stay, and so do their names."""
    site = checkout / ".venv" / "lib" / f"python{VERSION}" / "site-packages"
    for name in ("Whole_One-1.dist-info", "half-2.dist-info", "~ld-3.dist-info"):
        (site / name).mkdir(parents=True)
    (site / "Whole_One-1.dist-info" / "INSTALLER").write_text("pip\n")
    setup_env.sweep_half_installed(checkout / ".venv")
    assert list(setup_env.installed(checkout / ".venv")) == ["whole-one"]


def test_reads_names_as_locks_write_them(checkout: Path) -> None:
    """Names are compared without case, dots and underscores."""
    assert setup_env.locked_names(checkout / "locks" / "app.lock") == ["some-package", "other"]


@pytest.mark.parametrize("name", ["nvidia-curand", "nvidia-cudnn-cu13", "cuda-bindings", "triton"])
def test_refuses_gpu_packages_without_a_gpu(name: str) -> None:
    """A package that only a GPU uses stops the set-up, with its name; with a GPU it may stay."""
    with pytest.raises(setup_env.SetupError, match=name):
        setup_env.refuse_gpu_packages(["torch", name], gpu=False)
    setup_env.refuse_gpu_packages(["torch", name], gpu=True)
    setup_env.refuse_gpu_packages(["torch", "numpy"], gpu=False)


def test_a_folder_of_somebody_else_is_left_alone(checkout: Path) -> None:
    """A .venv that this project did not make is not removed: the set-up says so and stops."""
    foreign = checkout / "foreign"
    (foreign / ".venv").mkdir(parents=True)
    (foreign / ".venv" / "mine").write_text("")
    build = setup_env.Build(foreign, APP, dev=False)
    build.run()
    assert isinstance(build.error, setup_env.SetupError)
    assert (foreign / ".venv" / "mine").exists()


def test_a_missing_torch_wheel_is_explained(checkout: Path) -> None:
    """When pip finds no allowed torch, the message says in both languages how to point it to one."""
    executable(checkout / ".venv" / "bin" / "python", "echo 'No matching distribution found'; exit 1")
    build = setup_env.Build(checkout, APP, dev=False)
    build.run()
    assert isinstance(build.error, setup_env.SetupError)
    for part in ("No matching distribution", "Không tìm được bản torch", "No CPU build of torch", "PIP_FIND_LINKS"):
        assert part in str(build.error)
    assert setup_env.missing_locks(checkout, APP, dev=False) == ["torch", "app"]


def test_locks_of_the_table_exist() -> None:
    """Every lock that the set-up installs is in locks/."""
    for environment in (setup_env.APP, setup_env.RASA):
        for name in (*environment.locks, *environment.dev_locks):
            assert (ROOT / "locks" / f"{name}.lock").is_file()
