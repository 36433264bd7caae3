"""The console's addresses."""

from django.test import Client


def test_health(base: None) -> None:
    """The health check answers without a login."""
    assert Client().get("/healthz").json() == {"status": "ok"}


def test_everything_else_asks_for_a_login(base: None) -> None:
    """Without a login there is nothing to see."""
    for page in ("/", "/huong-dan/", "/huong-dan/add/", "/users/", "/reports/site-history/"):
        answer = Client().get(page)
        assert answer.status_code == 302, page
        assert answer.headers["Location"].startswith("/login/"), page
