"""Starting and training Rasa: `python -m nlu.engine run` and `python -m nlu.engine train`.

Runs in the Rasa environment. Everything that Rasa would ask of the internet is switched off here,
before Rasa is imported.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

#: What is done to make Rasa small and quick, in the order of docs/adr/0004-a-cheap-turn.md.
STEPS = (
    "light imports",
    "answer schema",
    "bounded store",
    "this turn only",
    "open connections",
    "planned graph",
    "event types",
    "log copies",
    "known intents",
)
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Settings:
    """Where Rasa listens, whom it calls, and where its state lies.

    MOTCUA_RASA_HOST, MOTCUA_RASA_PORT: the address that the front door calls.
    MOTCUA_ACTIONS_PORT or, on another machine, MOTCUA_ACTIONS_URL: the action server.
    MOTCUA_VAR: the folder of run-time state.
    MOTCUA_RASA_STEPS: "all", "none" (Rasa as it is delivered) or names from STEPS with commas between,
    to compare, or to find out whether a fault is Rasa's or ours. MOTCUA_RASA_LOG: level of Rasa's log.
    """

    host: str = "127.0.0.1"
    port: int = 5005
    actions_url: str = "http://127.0.0.1:5055/webhook"
    var: Path = Path("var")
    steps: tuple[str, ...] = STEPS
    log_level: str = "WARNING"

    @classmethod
    def from_environment(cls) -> Settings:
        """Read the settings; a value that cannot be used ends the program with a sentence that says so."""
        environ = os.environ
        port = environ.get("MOTCUA_RASA_PORT", str(cls.port))
        if not port.isdigit():
            raise SystemExit(f"MOTCUA_RASA_PORT must be a number, not {port!r}.")
        return cls(
            host=environ.get("MOTCUA_RASA_HOST", cls.host),
            port=int(port),
            actions_url=f"{_actions(environ)}/webhook",
            var=Path(environ.get("MOTCUA_VAR", str(cls.var))),
            steps=_steps(environ.get("MOTCUA_RASA_STEPS", "all")),
            log_level=environ.get("MOTCUA_RASA_LOG", cls.log_level).upper(),
        )

    @property
    def models(self) -> Path:
        """The folder of trained models."""
        return self.var / "models"


def _steps(text: str) -> tuple[str, ...]:
    if text in ("all", "none"):
        return STEPS if text == "all" else ()
    names = tuple(name.strip() for name in text.split(","))
    unknown = sorted(set(names) - set(STEPS))
    if unknown:
        raise SystemExit(f"MOTCUA_RASA_STEPS: unknown {', '.join(unknown)}; known are {', '.join(STEPS)}.")
    return names


def _actions(environ: Mapping[str, str]) -> str:
    """Return where the action server answers, without a slash at the end."""
    return environ.get("MOTCUA_ACTIONS_URL", f"http://127.0.0.1:{environ.get('MOTCUA_ACTIONS_PORT', '5055')}").rstrip(
        "/"
    )


def prepare_environment(settings: Settings) -> None:
    """Set what Rasa and its libraries read from the environment; must come before they are imported."""
    state = settings.var / "rasa"
    os.environ.update(
        RASA_TELEMETRY_ENABLED="false",
        RASA_MAX_CACHE_SIZE="0",
        RASA_CACHE_DIRECTORY=str(state / "cache"),
        MPLCONFIGDIR=str(state / "matplotlib"),
        HF_HUB_OFFLINE="1",
        TRANSFORMERS_OFFLINE="1",
        SQLALCHEMY_SILENCE_UBER_WARNING="1",
        TF_CPP_MIN_LOG_LEVEL="3",
        TQDM_DISABLE="1",
        MOTCUA_VAR=str(settings.var),
        MOTCUA_ACTIONS_WEBHOOK=settings.actions_url,
    )
    # One message at a time is read here: more threads only burn CPU waiting for each other.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def train(settings: Settings, force: bool = False) -> None:
    """Train the model into `var/models`, or say that it is up to date."""
    from nlu import model

    if not force and model.is_current(settings.models):
        print(f"Rasa model is up to date: {model.trained_model(settings.models)}")
        return
    print("Training the Rasa model (10 to 30 s) …", flush=True)
    prepare_environment(settings)
    from nlu.server import import_rasa

    import_rasa(settings)
    print(f"Rasa model trained: {model.train(settings.models)}")


def run(settings: Settings) -> None:
    """Serve the trained model until the process is stopped; stays in the foreground."""
    from nlu.model import trained_model

    model = trained_model(settings.models)
    if model is None:
        raise SystemExit(f"No trained model in {settings.models}: run `python -m nlu.engine train` first.")
    if settings.host not in LOOPBACK:
        print(f"Rasa listens on {settings.host}: only a private network may reach it.", file=sys.stderr)
    prepare_environment(settings)
    from nlu.server import serve

    serve(settings, model)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m nlu.engine", description="Rasa of Một Cửa")
    commands = parser.add_subparsers(dest="command", required=True)
    train_parser = commands.add_parser("train", help="train the model, unless nothing has changed")
    train_parser.add_argument("--force", action="store_true", help="train even if nothing has changed")
    commands.add_parser("run", help="serve the model in the foreground")
    options = parser.parse_args(arguments)
    settings = Settings.from_environment()
    if options.command == "train":
        train(settings, force=options.force)
    else:
        run(settings)


if __name__ == "__main__":
    main()
