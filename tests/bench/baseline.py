"""Baseline A: stock Rasa with the same NLU pipeline, one remote action with a fixed text, and the SQLite tracker."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import yaml

from tests.stack.launch import APP, QUIET, RASA, Stack, post
from tests.stack.processes import ROOT, Program, free_port

ACTION = '''"""Baseline A's one action: a fixed text."""

from rasa_sdk import Action


class Fixed(Action):
    def name(self):
        return "action_fixed"

    async def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="Dạ, anh/chị nộp ở Trung tâm Phục vụ hành chính công.")
        return []
'''


def start_baseline(folder: Path) -> Stack:
    """Start stock Rasa with the same NLU pipeline, one remote action and the SQLite tracker."""
    rasa_port, actions_port = free_port(), free_port()
    _write_baseline(folder, actions_port)
    _train_baseline(folder)
    url = f"http://127.0.0.1:{rasa_port}/webhooks/rest/webhook"
    stack = Stack("A", url, lambda sender, message: post(url, {"sender": sender, "message": message}))
    try:
        actions = Program(
            "A actions",
            [APP, "-m", "rasa_sdk", "--actions", "fixed", "-p", str(actions_port)],
            QUIET | {"SANIC_HOST": "127.0.0.1", "PYTHONPATH": str(folder)},
            folder,
            folder / "actions.log",
        )
        stack.programs.append(actions)
        stack.start_seconds["actions"] = actions.wait_until_healthy(f"http://127.0.0.1:{actions_port}/health")
        rasa = Program(
            "A rasa",
            [RASA, "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(rasa_port), "--enable-api"],
            QUIET,
            folder,
            folder / "rasa.log",
        )
        stack.programs.append(rasa)
        stack.start_seconds["rasa"] = rasa.wait_until_healthy(f"http://127.0.0.1:{rasa_port}/status")
    except BaseException:
        stack.stop()
        raise
    return stack


def _write_baseline(folder: Path, actions_port: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "config.yml", folder / "config.yml")
    shutil.copytree(ROOT / "nlu" / "training" / "intents", folder / "data", dirs_exist_ok=True)
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    names = domain["intents"]
    rules = [
        {"rule": name, "steps": [{"intent": name}, {"action": "action_fixed"}]} for name in [*names, "nlu_fallback"]
    ]
    kept = {"version": "3.1", "intents": names, "entities": domain["entities"], "actions": ["action_fixed"]}
    _dump(folder / "domain.yml", kept)
    _dump(folder / "data" / "rules.yml", {"version": "3.1", "rules": rules})
    config = yaml.safe_load((folder / "config.yml").read_text("utf-8"))
    config["policies"] = [{"name": "RulePolicy", "core_fallback_action_name": "action_fixed"}]
    _dump(folder / "config.yml", config)
    _dump(
        folder / "endpoints.yml",
        {
            "action_endpoint": {"url": f"http://127.0.0.1:{actions_port}/webhook"},
            "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": "tracker.sqlite3"},
        },
    )
    _dump(folder / "credentials.yml", {"rest": None})
    (folder / "fixed.py").write_text(ACTION, "utf-8")
    (folder / "tracker.sqlite3").unlink(missing_ok=True)


def _train_baseline(folder: Path) -> None:
    """Train the baseline's model unless its inputs are the same as last time."""
    inputs = sorted([*folder.glob("*.yml"), *folder.glob("data/*.yml"), *(ROOT / "nlu").rglob("*.py")])
    inputs.remove(folder / "endpoints.yml")
    stamp = hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()
    mark = folder / "trained"
    if mark.exists() and mark.read_text("utf-8") == stamp and list(folder.glob("models/*.tar.gz")):
        return
    shutil.rmtree(folder / "models", ignore_errors=True)
    with (folder / "train.log").open("wb") as log:
        subprocess.run(
            [RASA, "-m", "rasa", "train"], cwd=folder, env=os.environ | QUIET, check=True, stdout=log, stderr=log
        )
    mark.write_text(stamp, "utf-8")


def _dump(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
