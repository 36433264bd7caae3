"""Keeping out of the process what Rasa imports and this assistant never calls.

Rasa imports TensorFlow, matplotlib and the libraries of a dozen messengers whatever its configuration
says: 300 MB and five seconds. Our pipeline has none of the components that use them, so before Rasa is
imported the finder below answers for those names with empty stand-ins: they can be imported, named in
annotations and subclassed, but using one is an error that says so. When config.yml names a component
that needs TensorFlow, it is left alone.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

TENSORFLOW = frozenset({"tensorflow", "tensorflow_hub", "tensorflow_text", "keras"})
#: Plots of a training evaluation, and messengers that the front door does not use.
UNUSED = frozenset(
    {"matplotlib", "aiogram", "slack_sdk", "webexteamssdk", "mattermostwrapper", "twilio", "fbmessenger"}
)

_TENSORFLOW_COMPONENTS = (
    "DIETClassifier",
    "ResponseSelector",
    "TEDPolicy",
    "UnexpecTEDIntentPolicy",
    "ConveRTFeaturizer",
    "LanguageModelFeaturizer",
)


class NotLoadedError(RuntimeError):
    """Something was called that this process left out to stay small."""


def install(config: Path) -> frozenset[str]:
    """Put the stand-ins in place for what `config` (Rasa's config.yml) does not need; return their names.

    Must run before Rasa is imported; modules that are imported already stay as they are.
    """
    names = UNUSED if needs_tensorflow(config) else UNUSED | TENSORFLOW
    names = frozenset(name for name in names if name not in sys.modules)
    sys.meta_path.insert(0, _Finder(names))
    return names


def needs_tensorflow(config: Path) -> bool:
    """Tell whether Rasa's configuration names a component that runs on TensorFlow."""
    lines = (line.split("#")[0] for line in config.read_text(encoding="utf-8").splitlines())
    return any(component in line for line in lines for component in _TENSORFLOW_COMPONENTS)


class _Finder(MetaPathFinder, Loader):
    """Finds every module below the given top-level names, each an empty stand-in."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] in self._names:
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _StandInModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to execute."""


class _StandInModule(ModuleType):
    """A module in which every name is a stand-in class."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(f"{self.__name__}.{name}")


class _StandIn(type):
    """The class of stand-ins: attributes are stand-ins too, a decorator changes nothing, an instance is refused."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(f"{cls.__name__}.{name}")

    def __call__(cls, *arguments: Any, **options: Any) -> Any:
        if len(arguments) == 1 and callable(arguments[0]) and not options:
            return arguments[0]
        if cls.__module__ == __name__:
            return cls
        raise NotLoadedError(
            f"{cls.__module__}.{cls.__name__} needs a library that this process left out to stay small; "
            "MOTCUA_RASA_STEPS=none loads everything."
        )

    def __getitem__(cls, item: Any) -> Any:
        return cls

    def __or__(cls, other: Any) -> Any:
        return cls

    __ror__ = __or__


def _stand_in(name: str) -> _StandIn:
    return _StandIn(name, (), {})
