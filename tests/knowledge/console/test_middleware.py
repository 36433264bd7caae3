"""What every answer carries, and the first password."""

from collections.abc import Callable
from typing import Any

from django.test import Client

Make = Callable[..., Any]


def test_answers_allow_nobody_else(base: None) -> None:
    """Nothing may be loaded from or sent to other sites, framed by them, or kept in a cache."""
    answer = Client().get("/login/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "http" not in policy
    assert "no-store" in answer.headers["Cache-Control"]


def test_forms_from_elsewhere_are_refused(officer: Make) -> None:
    """A form without the token of its session is refused."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer(), backend="knowledge.console.staff.backend.RoleBackend")
    assert client.post("/huong-dan/add/", {}).status_code == 403


def test_seen_password_must_be_changed_first(officer: Make, client_of: Make) -> None:
    """Whoever has a password that somebody else gave gets no page but the one that changes it."""
    client = client_of(officer(must_change_password=True))
    assert client.get("/huong-dan/").headers["Location"] == "/mat-khau-dau/"
    answer = client.post("/mat-khau-dau/", {"new_password1": "hoa-sen-xanh-2026", "new_password2": "hoa-sen-xanh-2026"})
    assert answer.headers["Location"] == "/"
    assert client.get("/huong-dan/").status_code == 200


def test_short_password_is_refused_in_vietnamese(officer: Make, client_of: Make) -> None:
    """A password that is too short is refused with a sentence in Vietnamese."""
    answer = client_of(officer(must_change_password=True)).post(
        "/mat-khau-dau/", {"new_password1": "sen", "new_password2": "sen"}
    )
    assert "Mật khẩu" in answer.content.decode()
    assert answer.status_code == 200
