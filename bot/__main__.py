"""`python -m bot serve | run | chat | ask | expire`."""

import argparse
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Cửa trước của Một Cửa.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    commands.add_parser("serve", help="chạy riêng cửa trước")
    commands.add_parser("run", help="chạy cả ba phần và trông coi chúng")
    old = commands.add_parser("expire", help="xoá hội thoại, thống kê và nhật ký đã quá hạn giữ")
    old.add_argument("--days", type=float, metavar="NGÀY", help="xoá mọi thứ cũ hơn (mặc định: theo cài đặt)")
    old.add_argument("--dry-run", action="store_true", help="chỉ đếm, không xoá")
    talk = commands.add_parser("chat", help="trò chuyện trong cửa sổ lệnh")
    ask = commands.add_parser("ask", help="hỏi một câu, hoặc với --json mỗi dòng vào, ra một JSON")
    ask.add_argument("question", nargs="?", metavar="CÂU HỎI", help="câu hỏi cần trả lời")
    ask.add_argument("--json", action="store_true", help='mỗi dòng vào {"sender","message"}, mỗi dòng ra các trả lời')
    for command in (talk, ask):
        command.add_argument("--door", metavar="URL", help="địa chỉ cửa trước (mặc định: MOTCUA_DOOR)")
    options = parser.parse_args(arguments)
    # Imported late: the supervisor and the terminal need no web server, and each starts at once.
    if options.command == "serve":
        return _serve()
    if options.command == "expire":
        return _expire(options.days, options.dry_run)
    if options.command == "run":
        from bot.supervise import run

        return run()
    from bot.client import run_ask, run_chat

    if options.command == "chat":
        return run_chat(options.door)
    if options.json == (options.question is not None):
        ask.error("cần một câu hỏi, hoặc --json (một trong hai)")
    return run_ask(options.door, options.question)


def _expire(days: float | None, dry_run: bool) -> int:
    import sqlite3

    from bot.retention import expire, report
    from bot.settings import Settings

    if days is not None and not days >= 0:
        print("--days phải là một số không âm.", file=sys.stderr)
        return 2
    try:
        removed = expire(Settings(), days, dry_run)
    except sqlite3.Error as error:
        print(f"Không xoá được: {error}", file=sys.stderr)
        return 1
    report(removed, sys.stdout, dry_run)
    return 0


def _serve() -> int:
    from pydantic import ValidationError

    from bot.serve import serve
    from bot.settings import Settings

    try:
        settings = Settings()
        settings.proxy_networks, settings.origins  # noqa: B018 (read now, so that a wrong one is found now)
    except (ValidationError, ValueError) as error:
        print(f"Cài đặt MOTCUA_… sai: {error}", file=sys.stderr)
        return 2
    return serve(settings)


if __name__ == "__main__":
    sys.exit(main())
