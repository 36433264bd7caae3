"""`python -m knowledge console …`: run the staff console, prepare its base, help somebody who lost a password."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any

from knowledge.console.config import config

FIRST = "quantri"


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    given = list(arguments)
    if given[:1] == ["manage"]:
        setup()
        from django.core.management import execute_from_command_line

        execute_from_command_line(["python -m knowledge console manage", *given[1:]])
        return 0
    chosen = _parser().parse_args(given)
    setup()
    done: int = chosen.run(chosen)
    return done


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m knowledge console", description="Trang của cán bộ.")
    commands = parser.add_subparsers(required=True, metavar="LỆNH")
    commands.add_parser("prepare", help="tạo hoặc nâng cấp kho dữ liệu và người quản trị đầu tiên").set_defaults(
        run=_prepare
    )
    commands.add_parser("serve", help="chạy trang của cán bộ").set_defaults(run=_serve)
    password = commands.add_parser("password", help="cấp mật khẩu mới cho một tài khoản, hiện một lần")
    password.add_argument("username", metavar="TÊN")
    password.set_defaults(run=_password)
    commands.add_parser("manage", help="lệnh của Django, cho người quản trị hệ thống")
    return parser


def setup() -> None:
    """Start Django with the settings of this house."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knowledge.console.settings")
    import django

    django.setup()


def prepare() -> str:
    """Bring the base up to date; return the first administrator's password when one was made just now, else ""."""
    from django.core.management import call_command
    from django.db import transaction

    config().folder.mkdir(parents=True, exist_ok=True)
    config().folder.chmod(0o700)
    call_command("migrate", verbosity=0, interactive=False)
    from knowledge.console.staff.models import Officer, log
    from knowledge.console.staff.views import new_password

    with transaction.atomic():
        if Officer.objects.exists():
            return ""
        password = new_password()
        officer = Officer(username=FIRST, last_name="Quản trị", role="administrator", must_change_password=True)
        officer.set_password(password)
        officer.save()
        log("hệ thống", "tạo người quản trị đầu tiên", FIRST)
    return password


def follow_release() -> dict[str, int]:
    """Let guides that nobody touched follow the content of this release; return how many changed in which way."""
    from knowledge.console.base.importing import import_guides
    from knowledge.starter import load_guides, load_phrasings

    report = import_guides(load_guides(), load_phrasings(), "starter", lambda what, done, total: None)
    return report.counts()


def _prepare(chosen: Any) -> int:
    tell(prepare())
    return 0


def tell(password: str) -> None:
    """Show the first administrator's password, where there is one."""
    if password:
        print(
            f"Trang của cán bộ: đăng nhập lần đầu với tên «{FIRST}», mật khẩu «{password}» (chỉ hiện lần này).",
            flush=True,
        )


def _serve(chosen: Any) -> int:
    from knowledge.console.server import serve

    tell(prepare())
    # A new release brings new starter content; what staff have changed stays.
    follow_release()
    from knowledge.console.base import clock

    calendar = clock.start()
    try:
        return serve()
    finally:
        calendar.set()


def _password(chosen: Any) -> int:
    from knowledge.console.staff.models import Officer, log
    from knowledge.console.staff.views import new_password

    officer = Officer.objects.filter(username=chosen.username).first()
    if officer is None:
        print(f"Không có tài khoản «{chosen.username}».", file=sys.stderr)
        return 1
    password = new_password()
    officer.set_password(password)
    officer.must_change_password = True
    officer.save()
    log("dòng lệnh", "cấp mật khẩu mới", officer.username)
    print(f"Mật khẩu mới của «{officer.username}»: {password}")
    return 0
