"""Our intent classifier beside Rasa's own: `python -m nlu.compare_classifiers` (the table of ADR 0005).

Each pipeline is trained by Rasa on the same folds and judged on the same spellings. CPU per message is
the whole NLU graph; memory and start are those of a fresh process that loads the model and reads one
message. DIET takes most of an hour on two cores.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from nlu.engine import Settings, prepare_environment
from nlu.evaluation import Classifier, Maker, cross_validate, read_examples

ROOT = Path(__file__).resolve().parent.parent

_OUR_TOKENIZER = {"name": "nlu.components.tokenizer.UndertheseaTokenizer"}
_FOLDED_COUNTS = [
    {"name": "CountVectorsFeaturizer", "token_pattern": r"(?u)[^\W_]+", "max_ngram": 2},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 2, "max_ngram": 4},
]
_PLAIN_COUNTS = [
    {"name": "CountVectorsFeaturizer", "use_lemma": False},
    {"name": "CountVectorsFeaturizer", "use_lemma": False, "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]
_REGRESSION = {"name": "LogisticRegressionClassifier", "max_iter": 500}
_DIET = {"name": "DIETClassifier", "epochs": 40, "entity_recognition": False, "random_seed": 1}

PIPELINES: dict[str, list[dict[str, Any]]] = {
    "ours (config.yml)": [],
    "Rasa's counts, whitespace words + LogisticRegression": [
        {"name": "WhitespaceTokenizer"},
        *_PLAIN_COUNTS,
        _REGRESSION,
    ],
    "Rasa's counts, folded + LogisticRegression": [_OUR_TOKENIZER, *_FOLDED_COUNTS, _REGRESSION],
    "Rasa's counts, folded + DIET 40 epochs": [_OUR_TOKENIZER, *_FOLDED_COUNTS, _DIET],
}


def pipeline(name: str) -> list[dict[str, Any]]:
    """Return the named pipeline; ours is read from config.yml, without the fallback."""
    if PIPELINES[name]:
        return PIPELINES[name]
    steps: list[dict[str, Any]] = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    return [step for step in steps if step["name"] != "FallbackClassifier"]


def compare(name: str, folder: Path) -> dict[str, Any]:
    """Cross-validate one pipeline in this process, then look at a fresh one; return the figures."""
    used = {"cpu": 0.0, "messages": 0}
    scores = cross_validate(_rasa_maker(name, folder, used), read_examples(), with_copies=False)
    command = [sys.executable, "-m", "nlu.compare_classifiers", "--load", str(folder / "models" / "nlu.tar.gz")]
    fresh = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    return {
        "pipeline": name,
        "accuracy": {score.spelling: round(score.accuracy, 3) for score in scores},
        "macro_f1": {score.spelling: round(score.macro_f1, 3) for score in scores},
        "cpu_ms": round(used["cpu"] / used["messages"] * 1000, 2),
        **fresh,
    }


def _rasa_maker(name: str, folder: Path, used: dict[str, float]) -> Maker:
    import rasa.model_training
    from rasa.core.agent import Agent

    config = {
        "recipe": "default.v1",
        "assistant_id": "compare",
        "language": "vi",
        "importers": [{"name": "nlu.components.importer.VariantImporter"}],
        "pipeline": pipeline(name),
    }
    (folder / "config.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")

    def make(texts: Sequence[str], labels: Sequence[str]) -> Classifier:
        _write_examples(folder / "nlu.yml", texts, labels)
        model = rasa.model_training.train_nlu(
            str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder / "models"), fixed_model_name="nlu"
        )
        agent = Agent.load(model)

        def classify(unseen: Sequence[str]) -> list[str]:
            started = time.process_time()
            guesses = [asyncio.run(agent.parse_message(text))["intent"]["name"] for text in unseen]
            used["cpu"] += time.process_time() - started
            used["messages"] += len(unseen)
            return guesses

        return classify

    return make


def _write_examples(path: Path, texts: Sequence[str], labels: Sequence[str]) -> None:
    blocks = []
    for label in sorted(set(labels)):
        lines = "\n".join(f"- {text}" for text, found in zip(texts, labels, strict=True) if found == label)
        blocks.append({"intent": label, "examples": lines + "\n"})
    path.write_text(yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True), encoding="utf-8")


def _look_at_a_fresh_process(model: str) -> dict[str, float]:
    """Load `model` and read one message; return seconds since the start of Python's work and MB of memory."""
    started = time.monotonic()
    _import_rasa(model)
    from rasa.core.agent import Agent

    asyncio.run(Agent.load(model).parse_message("làm giấy khai sinh ở đâu"))
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return {"start_s": round(time.monotonic() - started, 1), "memory_mb": round(pages * 4096 / 1e6)}


def _import_rasa(model: str | None = None) -> None:
    """Import Rasa as the server does; TensorFlow comes along only for a configuration that needs it."""
    from nlu import light_imports, server

    config = Path(model).parent.parent / "config.yml" if model else ROOT / "config.yml"
    light_imports.install(config)
    server.import_rasa(Settings(steps=()))


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Return the figures as a Markdown table: accuracy / macro F1 for each spelling."""
    spellings = list(rows[0]["accuracy"])
    lines = [
        f"| pipeline | {' | '.join(spellings)} | CPU ms/message | RSS MB | start s |",
        "|---" * (len(spellings) + 4) + "|",
    ]
    for row in rows:
        values = " | ".join(f"{row['accuracy'][name]:.3f} / {row['macro_f1'][name]:.3f}" for name in spellings)
        lines.append(f"| {row['pipeline']} | {values} | {row['cpu_ms']} | {row['memory_mb']} | {row['start_s']} |")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    """Compare all pipelines, or those named, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m nlu.compare_classifiers")
    parser.add_argument("--only", action="append", choices=list(PIPELINES), help="compare this one; may be repeated")
    parser.add_argument("--json", type=Path, help="also write the figures there")
    parser.add_argument("--one", choices=list(PIPELINES), help=argparse.SUPPRESS)
    parser.add_argument("--load", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    prepare_environment(Settings.from_environment())
    if options.load:
        print(json.dumps(_look_at_a_fresh_process(options.load)))
        return
    if options.one:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "config.yml").write_text(json.dumps(pipeline(options.one)), encoding="utf-8")
            _import_rasa(str(folder / "models" / "none"))
            figures = compare(options.one, folder)
        options.json.write_text(json.dumps(figures), encoding="utf-8")
        return
    rows = []
    for name in options.only or PIPELINES:
        with tempfile.NamedTemporaryFile(suffix=".json") as file:
            command = [sys.executable, "-m", "nlu.compare_classifiers", "--one", name, "--json", file.name]
            subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            rows.append(json.loads(Path(file.name).read_text(encoding="utf-8")))
        print(f"{name}: {rows[-1]}", file=sys.stderr, flush=True)
    print(table(rows))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
