"""Many web conversations at once against the whole assistant, kills included; writes docs/load.md (`make load`).

Open loop: each conversation has its moments to speak, and a late answer counts from the moment, not from the sending.
Loopback only, and over after the seconds given.
"""

import argparse
import asyncio
import json
import platform
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import psutil

from bot.services import SERVICES
from nlu.clock import VIETNAM
from tests.bench.fleet import Fleet, start_fleet
from tests.stack.launch import copy_live
from tests.stack.processes import ROOT

#: What is asked, and the procedure that the card of its own answer must carry.
QUESTIONS = (
    ("đăng ký tạm trú cần giấy tờ gì", "1.004194"),
    ("dang ky thuong tru o dau", "1.004222"),
    ("mở quán cà phê nhỏ đăng ký hộ kinh doanh ở đâu", "1.001612"),
    ("mẹ tôi 76 tuổi không có lương hưu", "1.014027"),
    ("đăng ký kết hôn cần gì", "1.000894"),
    ("sao y bản chính giấy tờ ở phường nào cũng được hả", "2.000815"),
    ("xin cấp lại sổ đỏ bị mất", "1.012786"),
    ("rút bảo hiểm xã hội một lần", "1.001613"),
    ("đổi bằng lái xe sắp hết hạn", "3.000347"),
    ("xác định mức độ khuyết tật cho con", "1.001699"),
    ("đăng ký nghĩa vụ quân sự lần đầu", "1.013133"),
    ("mất hộ chiếu thì báo ở đâu", "1.010386"),
)
FOLLOW_UP = "còn lệ phí?"
FOLLOW_UP_SHARE = 0.1
PATIENCE = 60.0


@dataclass
class Tally:
    """What happened. `latencies` in seconds, each with the moment it was meant to be sent.

    `foreign`: answers that carry another procedure. `told`: answers that say openly that something was out of order.
    """

    latencies: list[tuple[float, float]] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)
    lost: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    told: int = 0
    retries: int = 0

    def p(self, share: float, keep: Callable[[float], bool] = lambda moment: True) -> float:
        """Return the latency in seconds that `share` of the messages stay below."""
        values = sorted(seconds for moment, seconds in self.latencies if keep(moment))
        return values[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


class Conversation:
    """One citizen with a browser session: speaks at fixed moments, resends the same id until answered."""

    def __init__(self, number: int, url: str, tally: Tally, seed: int) -> None:
        self._name = f"load-{seed}-{number}"
        self._random = random.Random(self._name)
        self._tally = tally
        self._client = httpx.AsyncClient(base_url=url, timeout=30, limits=httpx.Limits(max_connections=1))
        self._code = ""

    async def run(self, begin: float, seconds: float, pause: float) -> None:
        """Open the page at a moment of its own, then speak every `pause` seconds until `seconds` are over."""
        moment = begin + self._random.uniform(0, pause)
        turn = 0
        async with self._client:
            while moment < begin + seconds:
                await asyncio.sleep(max(0.0, moment - time.monotonic()))
                if turn == 0:
                    await self._open()
                    moment = max(moment, time.monotonic())
                await self._speak(turn, moment)
                moment += pause * self._random.uniform(0.8, 1.2)
                turn += 1

    async def _open(self) -> None:
        for _ in range(120):
            try:
                (await self._client.get("/")).raise_for_status()
                return
            except httpx.HTTPError:
                await asyncio.sleep(0.5)

    async def _speak(self, turn: int, moment: float) -> None:
        follow_up = bool(self._code) and self._random.random() < FOLLOW_UP_SHARE
        message, code = (FOLLOW_UP, self._code) if follow_up else self._random.choice(QUESTIONS)
        identity = f"{self._name}-{turn}"
        replies = await self._insist({"message": message, "id": identity})
        if replies is None:
            self._tally.lost.append(identity)
            return
        self._tally.latencies.append((moment, time.monotonic() - moment))
        self._tally.answered.add(identity)
        codes = [found for reply in replies if (found := (reply.get("custom") or {}).get("code"))]
        if not codes and _trouble(replies):
            self._tally.told += 1
        elif code not in codes:
            self._tally.foreign.append(f"{identity} «{message}» -> {codes or replies[0].get('text', '')[:80]}")
        self._code = code

    async def _insist(self, body: dict[str, str]) -> list[dict[str, Any]] | None:
        """Send until answered, as the page does; None when nothing came for a minute."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                answer = await self._client.post("/widget/chat", json=body)
                if answer.status_code == 200:
                    replies: list[dict[str, Any]] = answer.json()
                    if replies:
                        return replies
            except (httpx.HTTPError, json.JSONDecodeError):
                pass
            if time.monotonic() > until:
                return None
            self._tally.retries += 1
            await asyncio.sleep(1.0)


def _trouble(replies: list[dict[str, Any]]) -> bool:
    """Return whether the reply says that something is out of order and asks to try again."""
    return any("trục trặc" in reply.get("text", "") for reply in replies)


async def load(url: str, tally: Tally, conversations: int, seconds: float, pause: float, seed: int) -> None:
    """Hold all conversations at once."""
    begin = time.monotonic() + 0.5
    talks = [Conversation(number, url, tally, seed) for number in range(conversations)]
    await asyncio.gather(*(talk.run(begin, seconds, pause) for talk in talks))


async def kill_each(fleet: Fleet, tally: Tally, pause: float) -> list[tuple[str, float]]:
    """Kill each program (SIGKILL) with `pause` seconds between; return its title with the seconds it was away."""
    away = []
    for service in (one for one in SERVICES if not one.staff):
        await asyncio.sleep(pause)
        begun = time.monotonic()
        fleet.process(service.name).send_signal(signal.SIGKILL)
        await asyncio.sleep(0.2)
        # Away until a message that was due after the kill has been answered.
        while not any(moment > begun for moment, _ in tally.latencies):
            if time.monotonic() - begun > 2 * PATIENCE:
                break
            await asyncio.sleep(0.1)
        await asyncio.to_thread(fleet.wait_ready)
        away.append((service.title, time.monotonic() - begun))
    return away


def stored_twice(var: Path) -> list[str]:
    """Return the message ids that Rasa's tracker holds more than once."""
    with sqlite3.connect(f"file:{var / 'rasa' / 'tracker.sqlite3'}?mode=ro", uri=True) as database:
        rows = database.execute("SELECT data FROM events WHERE type_name = 'user'").fetchall()
    ids = Counter(str((json.loads(data).get("metadata") or {}).get("id")) for (data,) in rows)
    return [identity for identity, count in ids.items() if count > 1 and identity.startswith("load-")]


async def measure(fleet: Fleet, options: argparse.Namespace) -> dict[str, Any]:
    """Run the quiet load, then the load with kills; return every figure."""
    calm, rough = Tally(), Tally()
    cpu = fleet.cpu_seconds()
    begun = time.monotonic()
    await load(fleet.url, calm, options.conversations, options.seconds, options.pause, seed=1)
    spent = time.monotonic() - begun
    figures: dict[str, Any] = {"calm": calm, "cpu": (fleet.cpu_seconds() - cpu) / spent, "memory": fleet.memory_mb()}
    if options.kills:
        length = 4 * options.between + 60
        storm = load(fleet.url, rough, options.conversations, length, options.pause, seed=2)
        _, figures["away"] = await asyncio.gather(storm, kill_each(fleet, rough, options.between))
        figures["rough"] = rough
    figures["twice"] = stored_twice(fleet.var)
    return figures


def report(figures: dict[str, Any], options: argparse.Namespace) -> str:
    """Return docs/load.md."""
    calm: Tally = figures["calm"]
    memory: dict[str, float] = figures["memory"]
    parts = "\n".join(f"| {name} | {megabytes:.0f} |" for name, megabytes in memory.items())
    text = f"""# Under load

Written by `make load` on {datetime.now(VIETNAM):%d/%m/%Y}; do not edit. Machine: {psutil.cpu_count()} cores,
{psutil.virtual_memory().total / 2**30:.0f} GiB, Python {platform.python_version()}; the load generator runs on the
same cores, and the machine is shared.

## {options.conversations} web conversations at once

Each has a session of its own and a message every {options.pause:g} s (give or take a fifth) for {options.seconds:g} s,
{FOLLOW_UP_SHARE:.0%} of them follow-ups, the rest of {len(QUESTIONS)} questions. Open loop: an answer is timed from the
moment at which the message was due. Each answer's card must carry the procedure of its own question.

| messages | p50 s | p95 s | slowest s | unanswered | another's answer | resent | CPU cores busy |
|---|---|---|---|---|---|---|---|
| {len(calm.latencies)} | {calm.p(0.5):.2f} | {calm.p(0.95):.2f} | {calm.p(1.0):.2f} | {len(calm.lost)} \
| {len(calm.foreign)} | {calm.retries} | {figures["cpu"]:.2f} |

| program | memory MB (PSS) after the run |
|---|---|
{parts}
| together | {sum(memory.values()):.0f} |
"""
    if "rough" in figures:
        rough: Tally = figures["rough"]
        rows = "\n".join(f"| {title} | {seconds:.1f} |" for title, seconds in figures["away"])
        text += f"""
## Killed under that load

Each program is killed in turn (SIGKILL, {options.between:g} s apart); the supervisor starts it again. The pages resend
what was not answered, with the same id. Away: from the kill until everything is ready again.

| killed | away s |
|---|---|
{rows}

{len(rough.latencies)} messages answered, {len(rough.lost)} never answered within {PATIENCE:g} s, {len(rough.foreign)}
with another's answer, {rough.told} told that something is out of order, {rough.retries} resent; message ids that the
tracker holds twice: {len(figures["twice"])}.
"""
    return text


def main() -> None:
    """Run the load and write the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__)
    parser.add_argument("--conversations", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=120.0, help="length of the quiet part")
    parser.add_argument("--pause", type=float, default=10.0, help="seconds between the messages of one conversation")
    parser.add_argument("--between", type=float, default=20.0, help="seconds before each kill")
    parser.add_argument("--no-kills", dest="kills", action="store_false")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "load.md")
    options = parser.parse_args()
    var = ROOT / "var" / "load"
    copy_live(ROOT / "var", var)
    fleet = start_fleet(var)
    try:
        figures = asyncio.run(measure(fleet, options))
    finally:
        fleet.stop()
    for name in ("calm", "rough"):
        for line in (figures[name].foreign[:10] + figures[name].lost[:10]) if name in figures else ():
            print(name, line)
    options.out.write_text(report(figures, options), "utf-8")
    print(f"wrote {options.out}")


if __name__ == "__main__":
    main()
