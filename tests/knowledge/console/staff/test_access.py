"""The gate before every page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.views.generic import View

from knowledge.console.staff.access import ForOfficers


@pytest.mark.parametrize(
    ("role", "method", "enters"),
    [
        ("auditor", "get", True),
        ("auditor", "post", False),
        ("province_editor", "post", True),
        (None, "get", False),
    ],
)
def test_looking_and_acting_are_asked_apart(
    officer: Callable[..., Any], role: str | None, method: str, enters: bool
) -> None:
    """Who may look opens the page; sending its form needs the right of its own; strangers get neither."""

    class Page(ForOfficers, View):
        acts = "edit_guide"

        def get(self, request: HttpRequest) -> HttpResponse:
            return HttpResponse()

        post = get

    request = getattr(RequestFactory(), method)("/")
    request.user = officer(role) if role else AnonymousUser()
    if enters:
        assert Page.as_view()(request).status_code == 200
    else:
        with pytest.raises(PermissionDenied):
            Page.as_view()(request)
