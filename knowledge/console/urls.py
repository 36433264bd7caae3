"""The console's addresses: the staff pages at the root, and a health check."""

from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from wagtail.admin import urls as wagtail_urls
from wagtail.documents import urls as document_urls

from knowledge.console.staff.views import FirstPassword


def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the base can be read."""
    from knowledge.console.staff.models import Officer

    Officer.objects.exists()
    return JsonResponse({"status": "ok"})


urlpatterns = [
    path("healthz", healthz),
    path("mat-khau-dau/", FirstPassword.as_view(), name="first_password"),
    path("tai-lieu/", include(document_urls)),
    path("", include(wagtail_urls)),
]
