"""What Wagtail is told about the base: its screens, its menus, the buttons of its forms."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.action_menu import SubmitForModerationMenuItem
from wagtail.snippets.models import register_snippet

from knowledge.console.base.viewsets import GuideViewSet

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


@hooks.register("insert_global_admin_css")
def style() -> str:
    """Rows of a form side by side where there is room."""
    return format_html('<link rel="stylesheet" href="{}">', static("console.css"))
