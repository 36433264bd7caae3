"""`python -m knowledge publish`: what is approved in the base becomes the current snapshot."""

import argparse
import getpass
import sys
from collections.abc import Sequence

from knowledge.settings import Settings


def main(arguments: Sequence[str], settings: Settings) -> int:
    """Publish; 1 when questions would lose their answer and no reason is given."""
    parser = argparse.ArgumentParser(prog="python -m knowledge publish", description=__doc__)
    parser.add_argument("--why", default="từ dòng lệnh", help="a remark for the manifest")
    parser.add_argument("--reason", default="", help="why it is right that the named questions lose their answer")
    chosen = parser.parse_args(arguments)
    from knowledge.console.command import prepare, setup, tell

    setup()
    from knowledge.console.base.release import Approved, Broken, publish
    from knowledge.publishing import Busy

    tell(prepare())
    try:
        made = publish(Approved(), getpass.getuser(), chosen.why, chosen.reason)
    except Broken as refusal:
        for effect in refusal.effects[:20]:
            print(
                f"mất câu trả lời: «{effect.question}» ({effect.code}): {effect.before} → {effect.after}",
                file=sys.stderr,
            )
        print(f"Tất cả {len(refusal.effects)} câu.", file=sys.stderr)
        print("Chưa công bố. Nếu đúng là phải vậy, ghi lý do bằng --reason.", file=sys.stderr)
        return 1
    except Busy as error:
        print(error, file=sys.stderr)
        return 1
    if made is None:
        print("không có gì khác để công bố")
    else:
        print(f"active: {made.snapshot} ({len(made.codes)} hướng dẫn đổi, {made.seconds} giây)")
    return 0
