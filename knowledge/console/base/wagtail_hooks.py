"""What Wagtail is told about the base: its screens, its menus, the buttons of its forms."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.action_menu import SubmitForModerationMenuItem
from wagtail.snippets.models import register_snippet

from knowledge.console.base.audit import Audit
from knowledge.console.base.home import Waiting
from knowledge.console.base.inbox import Inbox
from knowledge.console.base.local_pages import LocalFactDecision, LocalFactForm, LocalFacts
from knowledge.console.base.offers import Offers
from knowledge.console.base.review import Effects, Review
from knowledge.console.base.snapshots import Snapshots
from knowledge.console.base.viewsets import GuideViewSet
from knowledge.console.staff.models import Officer

register_snippet(GuideViewSet)

_HIDDEN = {"explorer", "images", "documents", "help", "reports"}
_PAST_REVIEW = {"action-publish", "action-unpublish", "action-restart-workflow"}
_HIDDEN_SETTINGS = {"workflows", "workflow-tasks", "groups", "sites", "collections", "redirects", "locales"}


@hooks.register("construct_main_menu")
def keep_the_menu_short(request: HttpRequest, items: list[Any]) -> None:
    """Leave out Wagtail's entries that have nothing to do with guides."""
    items[:] = [item for item in items if item.name not in _HIDDEN]


@hooks.register("construct_settings_menu")
def keep_the_settings_short(request: HttpRequest, items: list[Any]) -> None:
    """The workflow and the roles are fixed by the program."""
    items[:] = [item for item in items if item.name not in _HIDDEN_SETTINGS]


@hooks.register("construct_snippet_action_menu")
def submitting_comes_first(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """The big button submits; saving a draft is the second choice."""
    kept = [item for item in items if item.name not in _PAST_REVIEW]
    items[:] = [Submit(item.order) if item.name == "action-submit" else item for item in kept]
    items.sort(key=lambda item: item.name != "action-submit")


class Submit(SubmitForModerationMenuItem):
    """Wagtail's item with a plain name."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Say what happens."""
        return {**super().get_context_data(parent_context), "label": "Gửi duyệt"}


@hooks.register("register_admin_urls")
def pages() -> list[Any]:
    """Our own pages beside Wagtail's; Wagtail asks for a login before each of them."""
    return [
        path("duyet/<int:pk>/", Review.as_view(), name="review"),
        path("duyet/<int:pk>/anh-huong/", Effects.as_view(), name="effects"),
        path("cau-chua-tra-loi/", Inbox.as_view(), name="inbox"),
        path("dia-phuong/", LocalFacts.as_view(), name="local"),
        path("dia-phuong/moi/", LocalFactForm.as_view(), name="local_new"),
        path("dia-phuong/<int:pk>/", LocalFactDecision.as_view(), name="local_decide"),
        path("khac-ben-ngoai/", Offers.as_view(), name="offers"),
        path("nhat-ky/", Audit.as_view(), name="audit"),
        path("ban-du-lieu/", Snapshots.as_view(), name="snapshots"),
    ]


@hooks.register("register_admin_menu_item")
def snapshots_entry() -> MenuItem:
    """The page of snapshots in the menu."""
    return MenuItem("Bản dữ liệu", reverse("snapshots"), name="snapshots", icon_name="history", order=300)


@hooks.register("register_admin_menu_item")
def inbox_entry() -> MenuItem:
    """The page of unanswered questions in the menu."""
    return MenuItem("Câu chưa trả lời", reverse("inbox"), name="inbox", icon_name="help", order=200)


@hooks.register("register_admin_menu_item")
def local_entry() -> MenuItem:
    """The page of local facts in the menu."""
    return MenuItem("Dữ liệu địa phương", reverse("local"), name="local", icon_name="site", order=150)


class AuditEntryItem(MenuItem):
    """The log's entry, for who may read it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Hide it from others."""
        officer = request.user
        return isinstance(officer, Officer) and officer.may("audit")


@hooks.register("register_admin_menu_item")
def audit_entry() -> MenuItem:
    """The page of the log in the menu."""
    return AuditEntryItem("Nhật ký", reverse("audit"), name="audit", icon_name="list-ul", order=400)


@hooks.register("construct_homepage_panels")
def waiting_comes_first(request: HttpRequest, panels: list[Any]) -> None:
    """The first page shows what waits for this officer, and nothing about web pages."""
    panels[:] = [Waiting()]


@hooks.register("insert_global_admin_css")
def style() -> str:
    """Rows of a form side by side where there is room."""
    return format_html('<link rel="stylesheet" href="{}">', static("console.css"))
