"""The app of the base: what staff edit before it is published."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Base(AppConfig):
    """Guides, official records and what belongs to them."""

    name = "knowledge.console.base"
    label = "base"
    verbose_name = "Dữ liệu"

    def ready(self) -> None:
        """Register policies before anything asks for them."""
        from wagtail.permissions import register_permission_policy

        from knowledge.console.base.models import Guide
        from knowledge.console.base.policy import GuidePolicy
        from knowledge.console.base.workflow import ensure_workflow

        register_permission_policy(Guide, GuidePolicy(Guide))
        post_migrate.connect(ensure_workflow, sender=self, dispatch_uid="workflow")
