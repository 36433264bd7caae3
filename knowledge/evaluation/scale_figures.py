"""What `knowledge.evaluation.scale` measured last, kept in `scale.json`, and how the page tells it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

FIGURES = Path(__file__).with_name("scale.json")
#: What is promised for 60,000 guides: milliseconds of CPU at the 95th percentile, and megabytes.
CPU_TARGET, MEMORY_TARGET = 30.0, 1500
TITLE = "## Cost at scale"


@dataclass(frozen=True)
class Scale:
    """The figures of one run: CPU in ms a search, memory and size in MB, times in seconds."""

    guides: int
    made: int
    titles: int
    tokens: int
    questions: int
    cpu_p50: float
    cpu_p95: float
    memory: int
    load_seconds: float
    build_cpu: int
    size: int
    day: str
    machine: str

    def within(self) -> bool:
        """Return whether both targets are met."""
        return self.cpu_p95 <= CPU_TARGET and self.memory <= MEMORY_TARGET

    def write(self, path: Path) -> None:
        """Keep the figures."""
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", "utf-8")

    def section(self) -> str:
        """Return the section of the page."""
        return f"""{TITLE}

Measured by `python -m knowledge.evaluation.scale` on {self.day} ({self.machine}): {self.guides:,} guides, of
which {self.made:,} were made by code from the others, {self.titles:,} names and phrasings, {self.tokens:,} tokens in
the embedder. A fresh process searched the {self.questions} questions of the tuning half; what it found says nothing
and is not counted.

| | measured | promised for 60,000 guides |
| --- | --- | --- |
| CPU of one search, p50 / p95 | {self.cpu_p50:.1f} / {self.cpu_p95:.1f} ms | p95 at most {CPU_TARGET:.0f} ms |
| peak resident memory of a process that only searches | {self.memory} MB | at most {MEMORY_TARGET} MB |
| time to open the index | {self.load_seconds:.1f} s | |
| CPU to build the index, one thread | {self.build_cpu} s | |
| size on disk | {self.size} MB | |"""


def read_scale(path: Path = FIGURES) -> Scale | None:
    """Return the figures of the last run, None where there was none."""
    return Scale(**json.loads(path.read_text("utf-8"))) if path.exists() else None


def put(page: str, scale: Scale) -> str:
    """Return the page with the section at its end, in the place of an older one."""
    return f"{page.split(TITLE, 1)[0].rstrip()}\n\n{scale.section()}\n"
