"""Knowing whether the model must be trained."""

import json
from pathlib import Path

import pytest

from nlu import model


@pytest.fixture(autouse=True)
def no_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the versions of packages out: Rasa is not in every environment."""
    monkeypatch.setattr(model, "_PACKAGES", ())


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A checkout with one of each source."""
    for name in ("config.yml", "domain.yml", "nlu/training/rules/turns.yml", "nlu/components/words.py", "nlu/text.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return tmp_path


def trained(models: Path, house: Path) -> None:
    """Put a model into `models` as if it had been trained from `house`."""
    models.mkdir(exist_ok=True)
    (models / "mot-cua-1.tar.gz").write_bytes(b"model")
    stamp = {"fingerprint": model.fingerprint(house), "model": "mot-cua-1.tar.gz"}
    (models / "trained.json").write_text(json.dumps(stamp), encoding="utf-8")


def test_model_is_current_until_a_source_changes(house: Path) -> None:
    """Training is skipped while nothing has changed, and not after an edit, a new file or a removed one."""
    models = house / "models"
    trained(models, house)
    assert model.is_current(models, house)
    (house / "nlu/training/rules/more.yml").write_text("new", encoding="utf-8")
    assert not model.is_current(models, house)
    (house / "nlu/training/rules/more.yml").unlink()
    assert model.is_current(models, house)
    (house / "domain.yml").write_text("edited", encoding="utf-8")
    assert not model.is_current(models, house)


def test_moving_text_between_files_is_a_change(house: Path) -> None:
    """The fingerprint knows which file holds what."""
    before = model.fingerprint(house)
    (house / "config.yml").write_text("domain.yml", encoding="utf-8")
    (house / "domain.yml").write_text("config.yml", encoding="utf-8")
    assert model.fingerprint(house) != before


@pytest.mark.parametrize("stamp", ["", "[]", "{}", '{"model": "gone.tar.gz"}', "not json"])
def test_damaged_or_missing_stamp_means_no_model(house: Path, stamp: str) -> None:
    """Without a stamp that names a model that is there, there is none."""
    models = house / "models"
    models.mkdir()
    (models / "trained.json").write_text(stamp, encoding="utf-8")
    assert model.trained_model(models) is None
    assert not model.is_current(models, house)


def test_our_sources_are_found(root: Path) -> None:
    """The real checkout has configuration, domain, training data and components among the sources."""
    names = {path.relative_to(root).as_posix() for path in model.sources(root)}
    assert {"config.yml", "domain.yml", "nlu/training/rules/turns.yml", "nlu/components/aspects.yml"} <= names
