"""One Django, one migrated base, for all tests of the console; each test's changes are taken back."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(tempfile.mkdtemp(prefix="motcua-console-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)


def _start_django() -> None:
    """Start Django on a base of our own, whatever the environment says."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("MOTCUA_")}
    os.environ |= {"MOTCUA_VAR": str(FOLDER), "DJANGO_SETTINGS_MODULE": "knowledge.console.settings"}
    try:
        import django
        from django.test.utils import setup_test_environment

        django.setup()
        setup_test_environment(debug=False)
    finally:
        del os.environ["MOTCUA_VAR"]
        os.environ.update(kept)


_start_django()


@pytest.fixture(scope="session")
def migrated() -> Path:
    """The base with all tables and nothing in it; the path of its file."""
    from django.core.management import call_command

    (FOLDER / "console").mkdir(exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    return FOLDER / "console" / "base.sqlite3"


@pytest.fixture
def base(migrated: Path) -> Iterator[None]:
    """The base; what a test writes is taken back."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def officer(base: None) -> Callable[..., Any]:
    """Make an officer of a role."""
    from knowledge.console.staff.models import Officer

    def make(role: str = "administrator", **fields: Any) -> Officer:
        named = {"username": f"{role}{Officer.objects.count()}", "role": role, **fields}
        if role == "commune_editor":
            named.setdefault("ward", "00166")
        made = Officer(**named)
        made.set_unusable_password()
        made.save()
        return made

    return make


@pytest.fixture
def client_of(base: None) -> Callable[[Any], Any]:
    """A browser in which an officer is logged in."""
    from django.test import Client

    def make(officer: Any) -> Client:
        client = Client()
        client.force_login(officer, backend="knowledge.console.staff.backend.RoleBackend")
        return client

    return make
