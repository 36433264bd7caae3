"""docker-compose.yml, checked without a container engine: the specification, and agreement with the supervisor."""

import json
import re
import shlex
from importlib import resources, util
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema.validators import validator_for

from bot.services import INTERPRETERS, SERVICES, Service

ONCE = {"snapshot": "snapshot", "train": "train"}  # services that run once -> the Makefile target that does the same
BY_NAME = [pytest.param(service, id=service.name) for service in SERVICES]


@pytest.fixture(scope="module")
def compose(root: Path) -> dict[str, Any]:
    """The compose file, with YAML's merges done."""
    loaded: dict[str, Any] = yaml.safe_load((root / "docker-compose.yml").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The Compose specification's JSON schema, as the package check-jsonschema ships it (Apache-2.0)."""
    if util.find_spec("check_jsonschema") is None:
        pytest.skip("needs check-jsonschema, which ships the Compose schema: make dev")
    file = resources.files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    loaded: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def makefile(root: Path) -> str:
    """The Makefile's text."""
    return (root / "Makefile").read_text("utf-8")


def default(text: str) -> str:
    """A compose value with every ${NAME:-default} replaced by its default."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text)


def test_fits_the_specification(compose: dict[str, Any], schema: dict[str, Any]) -> None:
    """The file is valid by the Compose specification."""
    validator = validator_for(schema)(schema)
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(compose)] == []


def test_specification_refuses_a_wrong_file(compose: dict[str, Any], schema: dict[str, Any]) -> None:
    """The schema in hand does reject an unknown key, so that the test above can fail."""
    wrong = {**compose, "services": {"door": {**compose["services"]["door"], "healthchek": {}}}}
    assert not validator_for(schema)(schema).is_valid(wrong)


def test_same_programs(compose: dict[str, Any]) -> None:
    """Compose runs the supervisor's programs and, once before them, the steps of `make run`; nothing else."""
    assert set(compose["services"]) == {service.name for service in SERVICES} | set(ONCE)


@pytest.mark.parametrize("service", BY_NAME)
def test_same_commands(compose: dict[str, Any], service: Service) -> None:
    """A program has the supervisor's command line, in the image of its environment."""
    entry = compose["services"][service.name]
    assert entry["command"] == ["python", *service.argv]
    assert entry["build"]["dockerfile"] == f"docker/{service.environment}.Dockerfile"


@pytest.mark.parametrize("service", BY_NAME)
def test_same_ports_and_health(compose: dict[str, Any], service: Service) -> None:
    """A program listens on the supervisor's port and its health check asks the supervisor's address."""
    entry = compose["services"][service.name]
    assert entry["environment"][service.port_variable] == str(service.default_port)
    assert entry["healthcheck"]["test"][-1] == service.health_url({})
    assert int(entry["healthcheck"]["start_period"].removesuffix("s")) == service.patience


@pytest.mark.parametrize("service", BY_NAME)
def test_others_find_it(compose: dict[str, Any], service: Service) -> None:
    """Addresses that containers have of one another name the right host and port."""
    variable = f"MOTCUA_{service.name.upper()}_URL"
    addresses = {
        entry["environment"][variable]
        for entry in compose["services"].values()
        if variable in entry.get("environment", {})
    }
    alone = service.public or service.staff
    assert addresses == (set() if alone else {f"http://{service.name}:{service.default_port}"})


def test_only_the_front_door_is_published(compose: dict[str, Any]) -> None:
    """No port but the front door's and the console's leaves the containers, by default to this machine only."""
    published = {name: entry["ports"] for name, entry in compose["services"].items() if "ports" in entry}
    open_ones = [service for service in SERVICES if service.public or service.staff]
    assert set(published) == {service.name for service in open_ones}
    for one in open_ones:
        assert [default(port) for port in published[one.name]] == [f"127.0.0.1:{one.default_port}:{one.default_port}"]
    assert published["console"][0].startswith("127.0.0.1:")


def test_others_have_no_way_out(compose: dict[str, Any]) -> None:
    """Every service but those that people reach stands in an internal network only, or in none."""
    internal = {name for name, network in compose["networks"].items() if (network or {}).get("internal")}
    for name, entry in compose["services"].items():
        if name not in ("door", "console"):
            assert entry.get("network_mode") == "none" or set(entry["networks"]) <= internal, name


def test_containers_are_confined(compose: dict[str, Any], root: Path) -> None:
    """Read-only file systems, no capabilities, no new privileges, an unprivileged user."""
    for name, entry in compose["services"].items():
        assert entry["read_only"] is True, name
        assert entry["cap_drop"] == ["ALL"], name
        assert entry["security_opt"] == ["no-new-privileges:true"], name
        last_stage = (root / entry["build"]["dockerfile"]).read_text("utf-8").rpartition("\nFROM ")[2]
        assert re.search(r"^USER (?!root|0)\w+", last_stage, re.MULTILINE), name


def test_state_lasts(compose: dict[str, Any]) -> None:
    """What is written lies in a named volume at the image's var/."""
    for name, entry in compose["services"].items():
        (mount,) = entry["volumes"]
        volume, target = mount.split(":")[:2]
        assert volume in compose["volumes"], name
        assert target == "/app/var", name


@pytest.mark.parametrize("name", ONCE)
def test_makefile_runs_the_same_steps(compose: dict[str, Any], makefile: str, name: str) -> None:
    """A step that compose runs once has the command line of its Makefile target."""
    recipe = re.search(rf"^{ONCE[name]}:.*\n\t@?\$\((APP|RASA)\) (.*)$", makefile, re.MULTILINE)
    assert recipe is not None
    entry = compose["services"][name]
    assert entry["command"] == ["python", *shlex.split(recipe[2])]
    assert entry["build"]["dockerfile"] == f"docker/{recipe[1].lower()}.Dockerfile"


def test_makefile_uses_the_supervisors_interpreters(makefile: str) -> None:
    """The Makefile and the supervisor mean the same two environments."""
    found = re.findall(r"^(APP|RASA) *:= (\S+)$", makefile, re.MULTILINE)
    assert {name.lower(): path for name, path in found} == {name: path for name, (_, path) in INTERPRETERS.items()}


@pytest.mark.parametrize("name", ["app", "rasa"])
def test_image_sources_exist(root: Path, name: str) -> None:
    """Every file that an image copies is there and is not kept from the builder by .dockerignore."""
    allowed = [line[1:] for line in (root / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]
    for line in (root / "docker" / f"{name}.Dockerfile").read_text("utf-8").splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (root / source).exists(), source
                assert any(source.rstrip("/") == each or source.startswith(each + "/") for each in allowed), source


@pytest.mark.parametrize("name", ["app", "rasa"])
def test_images_install_from_the_locks(root: Path, name: str) -> None:
    """Each image installs hashed locks only, the same ones in the same order as `make setup`."""
    text = (root / "docker" / f"{name}.Dockerfile").read_text("utf-8")
    installs = re.findall(r"pip install (.*)$", text, re.MULTILINE)
    assert all("--require-hashes" in each and "--no-deps" in each for each in installs)
    setup = (root / "scripts" / "setup_env.py").read_text("utf-8")
    environment = rf'^{name.upper()} = Environment\("\S+", "(\S+)", \(([^)]*)\)'
    ((version, names),) = re.findall(environment, setup, re.MULTILINE)
    locks = [f"{lock}.lock" for lock in re.findall(r'"(\S+)"', names)]
    assert [each.rpartition("/locks/")[2] for each in installs] == locks
    assert text.count(f"FROM python:{version}-") == 2
