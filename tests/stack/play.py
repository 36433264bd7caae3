"""`python -m tests.stack.play [FILE…] [--url URL] [--faults]`: play conversations and print them to read.

Without --url a stack of its own is started, with its data in --var.
"""

import argparse
import sys
import uuid
from pathlib import Path
from typing import Any

from tests.stack.launch import post, prepare, start_ours
from tests.stack.processes import ROOT
from tests.stack.talking import Conversation, Transcript, faults, load


def main(argv: list[str]) -> int:
    """Play the conversations; return the number of turns with a fault, at most 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.stack.play", description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, help="files of conversations; all without any")
    parser.add_argument("--url", help="a running front door, as http://127.0.0.1:8000")
    parser.add_argument("--var", type=Path, default=ROOT / "var" / "test", help="data of a stack of its own")
    parser.add_argument("--faults", action="store_true", help="print only conversations with a fault")
    parser.add_argument("--talk", default="", help="play only conversations whose name holds this")
    asked = parser.parse_args(argv)
    stack = None
    if not asked.url:
        prepare(asked.var)
        stack = start_ours(asked.var)
    try:
        url = f"{asked.url or stack.url}/chat"  # type: ignore[union-attr]
        talks = [talk for talk in load(asked.files) if asked.talk in talk.name]
        results = [play(url, talk, asked.faults) for talk in talks]
    finally:
        if stack:
            stack.stop()
    turns = sum(len(talk.turns) for talk in talks)
    wrong, bad = sum(results), sum(result > 0 for result in results)
    print(f"{len(talks) - bad} of {len(talks)} conversations, {turns - wrong} of {turns} turns as expected")
    return min(wrong, 1)


def play(url: str, talk: Conversation, only_faults: bool = False) -> int:
    """Play one conversation and print it; return how many of its turns are not as expected."""
    sender, transcript, lines, wrong = f"play-{uuid.uuid4().hex[:10]}", Transcript(), [f"=== {talk.name}"], 0
    for turn in talk.turns:
        try:
            replies = post(url, {"sender": sender, "message": transcript.message(turn)})
            found = faults(turn, replies, transcript.texts)
        except LookupError as missing:
            replies, found = [], [str(missing)]
        transcript.add(replies)
        wrong += bool(found)
        lines += [f"> {turn.get('says') or '[' + turn['press'] + ']'}", *_shown(replies)]
        lines += [f"    !!! {fault}" for fault in found]
    if wrong or not only_faults:
        print("\n".join(lines), end="\n\n", flush=True)
    return wrong


def _shown(replies: list[dict[str, Any]]) -> list[str]:
    lines = []
    for reply in replies:
        custom, buttons = reply.get("custom") or {}, reply.get("buttons") or []
        lines += [f"    {line}" for line in str(reply.get("text")).splitlines()]
        lines.append(f"      ({custom.get('kind')} {custom.get('code') or ''} {custom.get('decision') or ''})")
        lines += [f"      [{button['title']}]" for button in buttons]
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
