"""The screens on guides: list, form, history. Wagtail's, with our search, columns and form."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel, TabbedInterface
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import HistoryView, IndexView, RevisionsCompareView, SnippetViewSet

from knowledge.console.base.differences import differences
from knowledge.console.base.forms import GuideForm
from knowledge.console.base.models import Guide
from nlu.text import fold


def _panel(name: str, **options: Any) -> FieldPanel:
    return FieldPanel(name, heading=str(GuideForm.base_fields[name].label), **options)


def _tab(title: str, *children: Panel) -> ObjectList:
    return ObjectList(list(children), heading=title)


EDIT_HANDLER = TabbedInterface(
    [
        _tab(
            "Chung",
            FieldRowPanel([_panel("code"), _panel("field")]),
            _panel("name"),
            _panel("short_name"),
            _panel("aliases"),
            _panel("summary"),
            _panel("result"),
            FieldRowPanel([_panel("levels"), _panel("life_events")]),
        ),
        _tab("Phí, thời hạn", _panel("fees"), _panel("times")),
        _tab("Giấy tờ", _panel("cases")),
        _tab(
            "Nơi nộp",
            FieldRowPanel([_panel("route_class"), _panel("offline_only")]),
            _panel("reception"),
            _panel("authority"),
            _panel("channels"),
            _panel("presence"),
            _panel("authorisation"),
            _panel("home_service"),
        ),
        _tab("Điều kiện, lưu ý", _panel("conditions"), _panel("notes")),
        _tab("Cách hỏi", _panel("phrasings"), _panel("siblings"), _panel("linked")),
        _tab(
            "Nguồn, hiệu lực",
            _panel("sources"),
            _panel("legal_basis"),
            _panel("decision"),
            MultiFieldPanel(
                [
                    FieldRowPanel([_panel("effective_from"), _panel("effective_to")]),
                    FieldRowPanel([_panel("replaced_by"), _panel("formality_id")]),
                    _panel("old_codes"),
                    _panel("repealed"),
                ],
                heading="Hiệu lực",
            ),
        ),
    ],
    base_form_class=GuideForm,
)


class GuideIndexView(IndexView):
    """The list, searched without accents."""

    def search_queryset(self, queryset: QuerySet[Guide]) -> QuerySet[Guide]:
        """Keep the guides in whose names or code every word of the question stands."""
        for word in fold(self.search_query or "").split():
            queryset = queryset.filter(folded__contains=word)
        return queryset

    def get_base_queryset(self) -> QuerySet[Guide]:
        """Leave the long columns in the database: a list does not show them."""
        return super().get_base_queryset().defer("content", "phrasings", "shipped", "shipped_phrasings", "folded")

    def get_edit_url(self, instance: Guide) -> str | None:
        """Lead who may not edit to the page that shows the guide."""
        return super().get_edit_url(instance) or review_url(instance)

    def get_list_more_buttons(self, instance: Guide) -> list[Any]:
        """Offer further actions to editors only."""
        return super().get_list_more_buttons(instance) if self.user_has_permission("change") else []


class GuideHistoryView(HistoryView):
    """What became of a guide, for everybody who may look."""

    any_permission_required = ["view"]
    permission_required = "view"


class GuideCompareView(RevisionsCompareView):
    """Two versions side by side, for everybody who may look."""

    permission_required = "view"
    template_name = "base/compare.html"

    def _get_comparison(self, revision_a: Guide, revision_b: Guide) -> list[Any]:
        # Wagtail compares columns; what differs here stands in one JSON.
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lay the two beside each other."""
        before, left = self._get_revision_and_heading(self.revision_id_a)
        after, right = self._get_revision_and_heading(self.revision_id_b)
        found = differences(before.content, after.content, before.phrasings, after.phrasings)
        return {**super().get_context_data(**kwargs), "differences": found, "left": left, "right": right}


class GuideViewSet(SnippetViewSet):
    """The screens on guides."""

    model = Guide
    icon = "doc-full"
    menu_label = "Hướng dẫn"
    menu_order = 100
    add_to_admin_menu = True
    add_to_reference_index = False
    url_prefix = base_url_path = "huong-dan"
    copy_view_enabled = False
    index_view_class = GuideIndexView
    history_view_class = GuideHistoryView
    revisions_compare_view_class = GuideCompareView
    list_filter = ["status", "live", "has_unpublished_changes", "field"]
    list_per_page = 30
    search_fields = ["folded"]
    search_backend_name = None
    edit_handler = EDIT_HANDLER

    @cached_property
    def list_display(self) -> list[Any]:
        """The columns of the list."""
        return [
            "title",
            Column("code", label="Mã", sort_key="code"),
            Column("field", label="Lĩnh vực", sort_key="field"),
            Column("get_status_display", label="Tình trạng"),
            DateColumn("updated_at", label="Sửa lúc", sort_key="updated_at"),
        ]


def review_url(row: Guide) -> str:
    """Return the address of the page that publishes."""
    return reverse("review", args=[row.pk])
