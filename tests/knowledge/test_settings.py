"""Settings."""

import pytest

from knowledge.settings import settings


def test_defaults_run_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any variable the local embedder is used, which needs no download."""
    monkeypatch.delenv("MOTCUA_EMBEDDER", raising=False)
    assert settings().embedder == "static"


def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """MOTCUA_… variables are read each time."""
    monkeypatch.setenv("MOTCUA_VAR", "elsewhere")
    monkeypatch.setenv("MOTCUA_EMBEDDER_QUERY_PREFIX", "query: ")
    assert str(settings().var) == "elsewhere"
    assert settings().embedder_query_prefix == "query: "


def test_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value that cannot be is an error at once."""
    monkeypatch.setenv("MOTCUA_TRAIN_SECONDS", "-1")
    with pytest.raises(ValueError, match="train_seconds"):
        settings()
