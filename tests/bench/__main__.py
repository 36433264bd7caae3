"""Measure both assistants side by side and write docs/performance.md."""

import argparse
import platform
import statistics
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import psutil

from nlu.clock import VIETNAM
from tests.bench.baseline import start_baseline
from tests.stack.launch import Stack, copy_live, start_ours
from tests.stack.processes import ROOT

QUESTIONS = (
    "toi moi sinh con, lam giay khai sinh o dau, toi o phuong dich vong cu",
    "đăng ký tạm trú cần giấy tờ gì",
    "làm căn cước công dân hết bao nhiêu tiền",
    "mẹ tôi 76 tuổi không có lương hưu",
    "mo quan ca phe nho thi dang ky o dau",
)
#: Turns of one short conversation, and of one block before the other assistant has its turn.
CONVERSATION = 5
BLOCK = 50


@dataclass
class Figures:
    """What was measured of one assistant: CPU ms per turn by block, and the latency of each turn in ms."""

    cpu: list[float] = field(default_factory=list)
    latency: list[float] = field(default_factory=list)

    def p(self, share: float) -> float:
        """Return the latency that `share` of the turns stay below, in ms."""
        return sorted(self.latency)[min(len(self.latency) - 1, int(share * len(self.latency)))]


def run_block(stack: Stack, number: int, figures: Figures | None) -> None:
    """Ask one block of questions, in short conversations of different senders."""
    before = stack.cpu_seconds()
    latencies = []
    for turn in range(BLOCK):
        sender = f"bench-{stack.name}-{number}-{turn // CONVERSATION}"
        begun = time.perf_counter()
        stack.ask(sender, QUESTIONS[turn % CONVERSATION])
        latencies.append((time.perf_counter() - begun) * 1000)
    if figures is not None:
        figures.cpu.append((stack.cpu_seconds() - before) * 1000 / BLOCK)
        figures.latency.extend(latencies)


def measure(stacks: list[Stack], blocks: int) -> dict[str, Figures]:
    """Return the figures of each stack; blocks alternate, so that noise of the machine falls on all alike."""
    figures = {stack.name: Figures() for stack in stacks}
    for stack in stacks:
        run_block(stack, -1, None)
    for number in range(blocks):
        for stack in stacks:
            run_block(stack, number, figures[stack.name])
            cost = figures[stack.name].cpu[-1]
            print(f"block {number + 1}/{blocks} {stack.name}: {cost:.1f} ms CPU per turn", flush=True)
    return figures


def report(stacks: list[Stack], figures: dict[str, Figures], blocks: int) -> str:
    """Return docs/performance.md."""
    ratios = [ours / base for ours, base in zip(figures["ours"].cpu, figures["A"].cpu, strict=True)]
    rows = "\n".join(
        f"| {name} | {statistics.median(one.cpu):.1f} | {min(one.cpu):.1f}–{max(one.cpu):.1f} "
        f"| {one.p(0.5):.1f} | {one.p(0.95):.1f} |"
        for name, one in zip(("A: stock Rasa, fixed answer", "Một Cửa, front door"), figures.values(), strict=True)
    )
    parts = "\n".join(
        f"| {stack.name} | {program.name} | {program.memory_mb():.0f} | {seconds:.1f} |"
        for stack in stacks
        for program, seconds in zip(stack.programs, stack.start_seconds.values(), strict=True)
    )
    return f"""# Performance

Written by `make bench` on {datetime.now(VIETNAM):%d/%m/%Y}; do not edit. Machine: {_cpu()}, {psutil.cpu_count()} cores,
{psutil.virtual_memory().total / 2**30:.0f} GiB, Python {platform.python_version()} (app).
The machine is shared, so the ratio counts more than the milliseconds.

Baseline A is stock Rasa 3.6.21 with the same NLU pipeline, one remote action with a fixed text, the SQLite tracker and
short conversations. Both run at the same time and are asked in alternating blocks: {blocks} blocks of {BLOCK} turns,
conversations of {CONVERSATION} turns, one message at a time. CPU is user and system time of all its processes.

| assistant | CPU ms per turn (median of blocks) | range | latency p50 ms | p95 ms |
|---|---|---|---|---|
{rows}

**Whole turn: {statistics.median(ratios):.2f}x A** (median over the blocks; {min(ratios):.2f} to {max(ratios):.2f}).
Budget: at most 1.0x A.

| assistant | program | memory MB (PSS, after the run) | start s |
|---|---|---|---|
{parts}

The questions: {"; ".join(f"«{question}»" for question in QUESTIONS)}.
"""


def _cpu() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def main() -> None:
    """Run the bench and write the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--blocks", type=int, default=8, help="blocks of 50 turns for each assistant")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "performance.md")
    options = parser.parse_args()
    folder = ROOT / "var" / "bench"
    copy_live(ROOT / "var", folder / "ours")
    stacks: list[Stack] = []
    try:
        stacks.append(start_baseline(folder / "baseline"))
        stacks.append(start_ours(folder / "ours"))
        text = report(stacks, measure(stacks, options.blocks), options.blocks)
    finally:
        for stack in stacks:
            stack.stop()
    options.out.write_text(text, "utf-8")
    print(f"wrote {options.out}")


if __name__ == "__main__":
    main()
