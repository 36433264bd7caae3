"""What every answer of the console carries: a content policy, no caching; and who must choose a password first."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

Handler = Callable[[HttpRequest], HttpResponse]

#: Wagtail's pages carry inline styles and a few inline scripts, so these two cannot be stricter; nothing may be
#: fetched from, sent to, or framed by anybody else.
POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-src 'self'",
        "frame-ancestors 'self'",
    ]
)


def guarded(handle: Handler) -> Handler:
    """Add the policy, and keep pages out of caches that others could read."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = handle(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answer


def fresh_password(handle: Handler) -> Handler:
    """Send whoever still has a password that somebody else has seen to the page where one chooses a new one."""

    def answer(request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and user.must_change_password:
            target = reverse("first_password")
            open_to_all = (target, reverse("wagtailadmin_logout"), reverse("wagtailadmin_javascript_catalog"))
            if request.path not in open_to_all and not request.path.startswith("/static/"):
                return redirect(target)
        return handle(request)

    return answer
