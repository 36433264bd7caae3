"""The rules of the house: who imports whom, links that lead somewhere, nothing in the repository that must not be."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

import actions.settings
import bot.settings
from bot.services import SERVICES
from knowledge import doctor
from knowledge.console.config import ConsoleSettings
from nlu import engine

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("nlu", "knowledge", "actions", "bot")

# The rooms that a room may import from, and the parts of them that stay closed to it.
MAY: dict[str, tuple[str, ...]] = {
    "nlu": (),
    "knowledge": ("nlu",),
    "actions": ("nlu", "knowledge"),
    "bot": ("nlu", "knowledge"),
}
MAY_NOT = {
    "actions": ("knowledge.console",),
    "bot": tuple(f"knowledge.{part}" for part in ("search", "base", "console", "importing", "evaluation")),
}

# What would tie the repository to one machine, one index or one secret.
FORBIDDEN = {
    "a package index": r"pythonhosted\.org|\bpypi\.org|\bregistry\.npmjs\.org|\bdownload\.pytorch\.org",
    "a mirror": r"(?:^|[^\w.])(?:nexus|artifactory|devpi)\.[\w.-]+/",
    "a path of one machine": r"(?<![\w.])/(?:root|work|home/[a-z]\w*)/|/opt/(?:wheels|pypi)\b|/tmp/(?:venv|clone)",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a Telegram token": r"(?<!\d)\d{8,10}:AA[\w-]{33}(?![\w-])",
    "a cloud key": r"AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{36}|hf_[A-Za-z]{34}|sk-[A-Za-z0-9]{32,}",
}
LARGEST = 2 * 1024 * 1024


@cache
def tracked() -> tuple[Path, ...]:
    """Files of the repository: what git knows or would add, relative to the root."""
    git = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(git, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a git checkout, so there is no list of files")
    return tuple(Path(name) for name in sorted(set(listed.stdout.split("\0"))) if name and (ROOT / name).is_file())


def texts(*suffixes: str) -> Iterator[tuple[Path, str]]:
    """Text files of the repository, optionally with one of these suffixes, and their text."""
    for path in tracked():
        if suffixes and path.suffix not in suffixes:
            continue
        data = (ROOT / path).read_bytes()
        if b"\0" not in data:
            yield path, data.decode("utf-8")


def imports_of(source: str, package: str) -> set[str]:
    """Full names of the modules that a source text imports, anywhere in it; `package` resolves relative imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found.update(f"{module}.{alias.name}" for alias in node.names)
    return found


def starts(module: str, *packages: str) -> bool:
    """Whether a module is one of the packages or inside one."""
    return any(module == package or module.startswith(package + ".") for package in packages)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    """Direct imports follow the table of rooms, those inside functions too."""
    wrong = []
    for path in sorted((ROOT / room).rglob("*.py")):
        package = ".".join(path.relative_to(ROOT).parent.parts)
        for module in sorted(imports_of(path.read_text("utf-8"), package)):
            foreign = starts(module, *ROOMS, "tests", "scripts") and not starts(module, room)
            if foreign and (not starts(module, *MAY[room]) or starts(module, *MAY_NOT.get(room, ()))):
                wrong.append(f"{path.relative_to(ROOT)} imports {module}")
    assert wrong == []


def test_relative_imports_are_resolved() -> None:
    """The reader of imports sees through relative ones."""
    assert imports_of("from . import a\nfrom .b import c\nfrom ..d import e\nimport f.g", "bot.web") == {
        "bot.web.a",
        "bot.web.b.c",
        "bot.d.e",
        "f.g",
    }


def test_contracts_name_every_closed_part() -> None:
    """Each part of knowledge that is closed to a room stands in that room's import-linter contract once it exists."""
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    contracts = {contract["id"]: contract["forbidden_modules"] for contract in linter["contracts"]}
    for room in ROOMS:
        closed = [each for each in ROOMS if each not in (room, *MAY[room])]
        closed += [each for each in MAY_NOT.get(room, ()) if is_module(each)]
        assert sorted(contracts[room]) == sorted(closed), room


def is_module(name: str) -> bool:
    """Whether a module of ours exists."""
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def test_nlu_is_light_at_import() -> None:
    """Importing nlu's modules, but for those made for Rasa, loads no package of one environment and no heavy one."""
    of_rasa = re.compile(r"^(?:from|import) rasa\b", re.MULTILINE)
    names = [path.stem for path in (ROOT / "nlu").glob("*.py") if not of_rasa.search(path.read_text("utf-8"))]
    names.remove("__init__")
    heavy = ("underthesea", "rasa", "rasa_sdk", "torch", "numpy", "pydantic", "sklearn", "httpx", "starlette")
    code = "import sys\n" + "".join(f"import nlu.{name}\n" for name in sorted(names))
    code += f"print(*[name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, [], "")


ADDRESSES = [
    pytest.param({}, id="defaults"),
    pytest.param({"MOTCUA_PORT": "81", "MOTCUA_ACTIONS_PORT": "6055", "MOTCUA_RASA_PORT": "6005"}, id="other ports"),
    pytest.param({"MOTCUA_ACTIONS_URL": "http://actions:1", "MOTCUA_RASA_URL": "http://rasa:2"}, id="other hosts"),
]


@pytest.mark.parametrize("environ", ADDRESSES)
def test_rooms_agree_on_addresses(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """One setting means one address: where a program listens is where the others look for it, in every room."""
    for name in [name for name in os.environ if name.startswith("MOTCUA_")]:
        monkeypatch.delenv(name)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    rasa, door = engine.Settings.from_environment(), bot.settings.Settings()
    action_server = actions.settings.Settings()
    ports = {service.name: service.port(environ) for service in SERVICES}
    console = ConsoleSettings().console_port
    assert ports == {"actions": action_server.actions_port, "rasa": rasa.port, "door": door.port, "console": console}
    assert door.rasa == environ.get("MOTCUA_RASA_URL", f"http://127.0.0.1:{rasa.port}")
    assert door.actions == environ.get("MOTCUA_ACTIONS_URL", f"http://127.0.0.1:{action_server.actions_port}")
    assert rasa.actions_url == f"{door.actions}/webhook"


def test_doctor_knows_the_programs() -> None:
    """The doctor looks at the supervisor's ports and at the environments that set-up makes."""
    assert [entry[1:3] for entry in doctor.PORTS] == [(each.port_variable, each.default_port) for each in SERVICES]
    setup = (ROOT / "scripts" / "setup_env.py").read_text("utf-8")
    assert dict(re.findall(r'= Environment\("(\S+)", "(\S+)"', setup)) == doctor.ENVIRONMENTS


def headings(markdown: str) -> set[str]:
    """Anchors of a document's headings, as code hosts make them."""
    plain = re.sub(r"^```.*?^```", "", markdown, flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#{1,6} +(.+?) *#*$", plain, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", title).lower()).replace(" ", "-") for title in titles}


def links_of(markdown: str) -> list[str]:
    """Targets of the links in a document that point into the repository."""
    plain = re.sub(r"^```.*?^```|`[^`\n]*`", "", markdown, flags=re.MULTILINE | re.DOTALL)
    found = re.findall(r"\]\(<?([^)\s>]+)>?(?: \"[^\"]*\")?\)", plain)
    found += re.findall(r"^\[[^\]]+\]: (\S+)", plain, re.MULTILINE)
    return [target for target in found if not re.match(r"[a-z][a-z+.-]*:|//", target)]


def test_links_in_documents_lead_somewhere() -> None:
    """Every link between documents names a file that is in the repository, and a heading that is in that file."""
    known = {(ROOT / path).resolve() for path in tracked()}
    folders = {parent for path in known for parent in path.parents}
    broken = []
    for path, text in texts(".md"):
        for link in links_of(text):
            target, _, anchor = unquote(link).partition("#")
            goal = (ROOT / path.parent / target).resolve() if target else (ROOT / path).resolve()
            if goal not in known | folders:
                broken.append(f"{path}: {link} (no such file)")
            elif anchor and goal.suffix == ".md" and anchor not in headings(goal.read_text("utf-8")):
                broken.append(f"{path}: {link} (no such heading)")
    assert broken == []


def test_links_to_make_targets_exist() -> None:
    """Every make command that a document or a message names is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    unknown = [
        f"{path}: make {name}"
        for path, text in texts(".md", ".py", ".yml", ".sh", ".toml")
        for name in re.findall(r"""[`"']make ([a-z][a-z-]+)""", text)
        if name not in targets
    ]
    assert unknown == []


def test_make_help_lists_every_target() -> None:
    """`make help` explains each target that the Makefile declares, and is what `make` alone does."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    declared = re.search(r"^\.PHONY: ((?:.*\\\n)*.*)", makefile, re.MULTILINE)
    assert declared is not None
    names = set(declared[1].replace("\\", " ").split())
    make = ["make", "--no-print-directory", "-C", str(ROOT)]
    shown = subprocess.run(make, capture_output=True, text=True, check=True).stdout
    assert {line.split()[1] for line in shown.splitlines()} == names
    assert all(len(line.split()) > 3 for line in shown.splitlines())


def test_make_run_does_the_steps_in_order() -> None:
    """`make run` sets up, builds the snapshot, trains, and then hands the terminal over to the supervisor."""
    make = ["make", "--no-print-directory", "--dry-run", "-C", str(ROOT), "run", "PYTHON=python3"]
    shown = subprocess.run(make, capture_output=True, text=True, check=True).stdout.splitlines()
    assert shown == [
        "python3 scripts/setup_env.py",
        ".venv/bin/python -m knowledge build --if-changed --activate",
        ".venv-rasa/bin/python -m nlu.engine train",
        ".venv/bin/python -m knowledge import --publish",
        "exec .venv/bin/python -m bot run",
    ]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_forbidden_is_in_the_repository(what: str) -> None:
    """No file names a package index, a path of one machine or a secret."""
    pattern = re.compile(FORBIDDEN[what], re.MULTILINE)
    found = [
        f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for path, text in texts()
        if path != Path(__file__).relative_to(ROOT)
        for match in pattern.finditer(text)
    ]
    assert found == []


def test_files_are_small() -> None:
    """No file is larger than 2 MiB: models, data sets and databases are not the repository's."""
    assert [str(path) for path in tracked() if (ROOT / path).stat().st_size > LARGEST] == []


def test_locks_hash_everything() -> None:
    """Each package in each lock is pinned and hashed."""
    hashed = re.compile(r"\S+==\S+ (?:; .* )?\\\n +--hash=sha256:")
    for path in sorted((ROOT / "locks").glob("*.lock")):
        entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", path.read_text("utf-8"), flags=re.MULTILINE).strip())
        assert [entry for entry in entries if not hashed.match(entry)] == [], path


def test_locks_bring_no_gpu_packages() -> None:
    """No lock but torch's own names torch, and none names what only a GPU uses."""
    gpu = re.compile(r"^(?:torch|triton|nvidia-[\w-]+|cuda-[\w-]+)==.*", re.MULTILINE)
    found = {path.name: gpu.findall(path.read_text("utf-8")) for path in (ROOT / "locks").glob("*.lock")}
    assert {name: lines for name, lines in found.items() if lines and name != "torch.lock"} == {}
    assert found["torch.lock"]


def test_locks_of_one_environment_agree() -> None:
    """What two locks of one environment both pin, they pin to the same version."""
    for group in (("app", "dev"), ("rasa", "rasa-dev", "rasa-build")):
        pins: dict[str, set[str]] = {}
        for name in group:
            lock = (ROOT / "locks" / f"{name}.lock").read_text("utf-8")
            for package, version in re.findall(r"^([\w.-]+)==(\S+)", lock, re.MULTILINE):
                pins.setdefault(package, set()).add(version)
        assert {package: versions for package, versions in pins.items() if len(versions) > 1} == {}


def test_every_test_says_what_it_shows() -> None:
    """Each test has a docstring whose first line states the behaviour."""
    silent = [
        f"{path.relative_to(ROOT)}::{node.name}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
        if not ast.get_docstring(node)
    ]
    assert silent == []
