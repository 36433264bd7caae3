"""Training the Rasa model, and not training it when nothing has changed."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from importlib.metadata import version
from pathlib import Path

from nlu.clock import now

ROOT = Path(__file__).resolve().parent.parent
_STAMP = "trained.json"
#: What a model is made of: globs below the repository's root.
_SOURCES = (
    "config.yml",
    "domain.yml",
    "nlu/training/**/*.yml",
    "nlu/components/*.py",
    "nlu/components/*.yml",
    "nlu/text.py",
)
_PACKAGES = ("rasa", "scikit-learn", "underthesea")


def sources(root: Path = ROOT) -> Iterator[Path]:
    """Yield the files that a model depends on, in a fixed order."""
    for pattern in _SOURCES:
        yield from sorted(root.glob(pattern))


def fingerprint(root: Path = ROOT) -> str:
    """Return a hash of everything that a model is made of, package versions included."""
    digest = hashlib.sha256()
    for path in sources(root):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for package in _PACKAGES:
        digest.update(f"{package}=={version(package)}\n".encode())
    return digest.hexdigest()


def trained_model(models: Path) -> Path | None:
    """Return the model that was trained last into `models`, or None when there is none."""
    stamp = _read_stamp(models)
    model = models / str(stamp.get("model"))
    return model if stamp and model.is_file() else None


def is_current(models: Path, root: Path = ROOT) -> bool:
    """Tell whether the model in `models` was trained from the files as they are now."""
    return trained_model(models) is not None and _read_stamp(models).get("fingerprint") == fingerprint(root)


def train(models: Path, root: Path = ROOT) -> Path:
    """Train a model into `models` and return its path; the model before it is removed at the end.

    Prints each step. Raises SystemExit with a sentence for the operator when Rasa refuses the data.
    """
    import rasa.model_training
    from rasa.shared.exceptions import RasaException

    _show_steps()
    wanted = fingerprint(root)
    models.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    said = io.StringIO()
    try:
        with redirect_stdout(said):
            result = rasa.model_training.train(
                domain=str(root / "domain.yml"),
                config=str(root / "config.yml"),
                training_files=[str(root / "nlu" / "training")],
                output=str(models),
                fixed_model_name=f"mot-cua-{wanted[:12]}",
                force_training=True,
            )
    except RasaException as error:
        raise SystemExit(f"Rasa did not train. {error} {error.__cause__ or ''}") from error
    if result.code or not result.model:
        raise SystemExit(f"{said.getvalue()}\nRasa did not train: see config.yml, domain.yml and nlu/training/.")
    model = Path(result.model)
    seconds = round(time.monotonic() - started, 1)
    stamp = {"fingerprint": wanted, "model": model.name, "trained_at": now().isoformat(), "seconds": seconds}
    _write_stamp(models, stamp)
    for old in models.glob("mot-cua-*.tar.gz"):
        if old != model:
            old.unlink()
    return model


def _show_steps() -> None:
    """Print Rasa's own notes on what it is training, and nothing else of its log."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("  %(message)s"))
    for name in ("rasa.engine.training.hooks", "rasa.core.policies.rule_policy"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.INFO)
        logger.addHandler(handler)
        logger.propagate = False


def _read_stamp(models: Path) -> dict[str, object]:
    try:
        stamp = json.loads((models / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _write_stamp(models: Path, stamp: dict[str, object]) -> None:
    fresh = models / f"{_STAMP}.new"
    fresh.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")
    fresh.replace(models / _STAMP)
