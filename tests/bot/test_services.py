"""The table of programs."""

from pathlib import Path

import pytest

from bot.services import SERVICES, Service


def test_names_and_ports_are_distinct() -> None:
    """Four programs with names and ports of their own; the front door alone is public, the console is for staff."""
    assert [service.name for service in SERVICES] == ["actions", "rasa", "door", "console"]
    assert len({service.default_port for service in SERVICES}) == 4
    assert [service.name for service in SERVICES if service.public] == ["door"]
    assert [service.name for service in SERVICES if service.staff] == ["console"]


def test_ports_and_interpreters_can_be_set() -> None:
    """Variables override ports and interpreters; the command and the health address follow."""
    actions = SERVICES[0]
    environ = {"MOTCUA_ACTIONS_PORT": "6055", "MOTCUA_APP_PYTHON": "/usr/bin/python3"}
    assert actions.health_url(environ) == "http://127.0.0.1:6055/health"
    assert actions.command(Path("house"), environ) == ["/usr/bin/python3", "-m", "actions"]
    assert actions.command(Path("house"), {}) == ["house/.venv/bin/python", "-m", "actions"]


@pytest.mark.parametrize("value", ["0", "65536", "x"])
def test_wrong_port_is_an_error(value: str) -> None:
    """A port that is none raises ValueError."""
    service: Service = SERVICES[2]
    with pytest.raises(ValueError, match=value):
        service.port({"MOTCUA_PORT": value})
