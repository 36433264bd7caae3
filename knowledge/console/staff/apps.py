"""The app of the people who use the console."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class Staff(AppConfig):
    """Officers, roles and the audit log."""

    name = "knowledge.console.staff"
    label = "staff"
    verbose_name = "Cán bộ"


class Users(WagtailUsersAppConfig):
    """Wagtail's screens about people, with our form."""

    user_viewset = "knowledge.console.staff.views.OfficerViewSet"
