"""Screens about people."""

from collections.abc import Callable
from typing import Any

from knowledge.console.staff.models import AuditEntry, Officer
from knowledge.console.staff.views import new_password

Make = Callable[..., Any]


def test_new_account_gets_a_password_shown_once(officer: Make, client_of: Make) -> None:
    """Making an account shows its password once; it works, must be changed, and is in no log."""
    client = client_of(officer("administrator"))
    sent = {"username": "hoa", "last_name": "Trần", "first_name": "Hoa", "role": "province_editor", "is_active": "on"}
    answer = client.post("/users/new/", sent, follow=True)
    made = Officer.objects.get(username="hoa")
    shown = next(str(message) for message in answer.context["messages"] if "Mật khẩu" in str(message)).split()[-1]
    assert made.check_password(shown)
    assert made.must_change_password
    assert shown not in str(list(AuditEntry.objects.values()))


def test_only_administrators_see_people(officer: Make, client_of: Make) -> None:
    """Other roles get no page about accounts."""
    for role in ("commune_editor", "province_editor", "reviewer", "auditor"):
        client = client_of(officer(role))
        for page in ("/users/", "/users/new/"):
            assert client.get(page).status_code == 302, (role, page)
        client.post("/users/new/", {"username": "x", "role": "administrator", "is_active": "on"})
    assert not Officer.objects.filter(username="x").exists()


def test_passwords_differ_and_can_be_read_out() -> None:
    """Passwords are long, differ, and hold no letters that look alike."""
    made = {new_password() for _ in range(50)}
    assert len(made) == 50
    assert all(len(each) == 19 and not set(each) & set("lo01") for each in made)
