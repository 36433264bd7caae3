"""Leaving out what Rasa imports and nobody calls."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlu import light_imports
from nlu.light_imports import NotLoadedError, install, needs_tensorflow


@pytest.fixture
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stand-ins for a library that does not exist, taken away afterwards."""
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.setattr(light_imports, "UNUSED", frozenset({"heavy_library"}))
    monkeypatch.setattr(light_imports, "TENSORFLOW", frozenset())
    yield
    for name in [name for name in sys.modules if name.startswith("heavy_library")]:
        del sys.modules[name]


def config(folder: Path, text: str) -> Path:
    """A config.yml with this text."""
    path = folder / "config.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_stand_in_can_be_imported_and_subclassed(stand_ins: None, tmp_path: Path) -> None:
    """Imports, annotations, decorators and subclasses of a left-out library work."""
    install(config(tmp_path, "pipeline: []"))
    heavy = importlib.import_module("heavy_library.layers")

    class Model(heavy.Layer, heavy.mixins.Named):  # type: ignore[misc]
        """A class that would need the library."""

    def function(value: heavy.Tensor | None = None) -> list[heavy.Tensor]:
        """A function that names it."""
        return [value]

    assert heavy.function(function) is function
    assert isinstance(Model, type)


def test_using_a_stand_in_is_an_error_that_says_so(stand_ins: None, tmp_path: Path) -> None:
    """What would need the library is refused with the setting that loads it."""
    install(config(tmp_path, "pipeline: []"))
    heavy = importlib.import_module("heavy_library")

    class Model(heavy.Model):  # type: ignore[misc]
        """A class that would need the library."""

    with pytest.raises(NotLoadedError, match="MOTCUA_RASA_STEPS"):
        Model()


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("pipeline:\n  - name: DIETClassifier\n", True),
        ("policies:\n  - name: TEDPolicy\n", True),
        ("pipeline:\n  - name: FallbackClassifier # not DIETClassifier\n", False),
    ],
)
def test_tensorflow_is_left_alone_where_a_component_needs_it(tmp_path: Path, text: str, needed: bool) -> None:
    """The configuration decides, comments do not."""
    assert needs_tensorflow(config(tmp_path, text)) is needed


def test_our_configuration_needs_no_tensorflow(root: Path) -> None:
    """The pipeline that is shipped runs without it."""
    assert not needs_tensorflow(root / "config.yml")


@pytest.mark.rasa
def test_rasa_comes_without_tensorflow(root: Path) -> None:
    """Rasa and our components can be imported while TensorFlow is left out."""
    code = (
        "import sys; from pathlib import Path; from nlu import light_imports\n"
        "light_imports.install(Path('config.yml'))\n"
        "import rasa.core.run, rasa.model_training, rasa.engine.recipes.default_recipe, nlu.components.classifier\n"
        "import tensorflow; assert not hasattr(tensorflow, '__file__'), tensorflow\n"
    )
    result = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=root, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
