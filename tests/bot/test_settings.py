"""Settings from the environment."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings


def test_defaults_are_offline_and_local(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any variable everything is on this machine."""
    for name in ("HOST", "PORT", "VAR", "RASA_URL", "ACTIONS_URL", "RASA_PORT", "ACTIONS_PORT", "API_TOKEN"):
        monkeypatch.delenv(f"MOTCUA_{name}", raising=False)
    settings = Settings()
    assert (settings.host, settings.port, settings.var) == ("127.0.0.1", 8000, Path("var"))
    assert (settings.rasa, settings.actions) == ("http://127.0.0.1:5005", "http://127.0.0.1:5055")


def test_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ports and whole addresses can be set; a slash at the end does not matter."""
    monkeypatch.setenv("MOTCUA_RASA_PORT", "6005")
    monkeypatch.setenv("MOTCUA_ACTIONS_URL", "http://actions:5055/")
    monkeypatch.delenv("MOTCUA_RASA_URL", raising=False)
    settings = Settings()
    assert (settings.rasa, settings.actions) == ("http://127.0.0.1:6005", "http://actions:5055")


def test_proxies() -> None:
    """Addresses and networks are both understood; anything else is an error."""
    networks = Settings(proxies="10.0.0.1, 192.168.0.0/16").proxy_networks
    assert [str(network) for network in networks] == ["10.0.0.1/32", "192.168.0.0/16"]
    with pytest.raises(ValueError, match="nginx"):
        _ = Settings(proxies="nginx").proxy_networks


def test_wrong_port_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that is none is an error, not a surprise later."""
    monkeypatch.setenv("MOTCUA_PORT", "70000")
    with pytest.raises(ValidationError):
        Settings()


def test_every_setting_is_documented(root: Path) -> None:
    """docs/front-door.md names each setting and gives its default."""
    text = (root / "docs" / "front-door.md").read_text("utf-8")
    for name, field in Settings.model_fields.items():
        [row] = [line for line in text.splitlines() if line.startswith("|") and f"`MOTCUA_{name.upper()}`" in line]
        default = field.default
        if isinstance(default, int | float):
            assert f"{default:g}" in row, name
