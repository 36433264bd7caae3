"""The base: guides as staff edit them, the official records behind them, questions that must keep their answers."""

import hashlib
import json
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
    WorkflowState,
)

from knowledge import guide as contract
from knowledge.console.base.labels import LOCAL, STATUSES
from knowledge.console.staff.models import Officer
from knowledge.overrides import Override
from nlu.text import fold

Content = dict[str, Any]
#: What belongs to the row and not to one version of its text: a revision must not bring back its old values.
_OF_THE_ROW = ("shipped", "shipped_phrasings", "offered", "origin")


def digest(content: Content, phrasings: list[str]) -> str:
    """Return a short hash of a guide's text."""
    text = json.dumps([content, phrasings], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Guide(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model):
    """One procedure. `content` is the contract of knowledge.guide as JSON; the columns repeat what lists need.

    `shipped` is the text as it last came from outside (release or record), None for what staff wrote; `offered` maps
    fields to newer values from outside that wait for somebody to accept or refuse them.
    """

    code = models.CharField("mã thủ tục", max_length=8, unique=True)
    title = models.CharField("tên", max_length=500, db_index=True)
    field = models.CharField("lĩnh vực", max_length=200, blank=True, db_index=True)
    event = models.CharField("việc", max_length=60, blank=True)
    status = models.CharField("tình trạng", max_length=10, choices=list(STATUSES.items()), db_index=True)
    folded = models.TextField(editable=False, default="")
    content = models.JSONField("nội dung", default=dict)
    phrasings = models.JSONField("cách người dân hỏi", default=list, blank=True)
    digest = models.CharField(max_length=16, editable=False, default="")
    origin = models.CharField("gốc", max_length=10, default="staff", editable=False)
    shipped = models.JSONField(null=True, editable=False)
    shipped_phrasings = models.JSONField(null=True, editable=False)
    offered = models.JSONField(default=dict, editable=False)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    workflow_states = GenericRelation(
        WorkflowState,
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="guide",
        for_concrete_model=False,
    )
    revisions = GenericRelation(
        Revision,
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="guide",
        for_concrete_model=False,
    )

    class Meta:
        verbose_name = "hướng dẫn"
        verbose_name_plural = "hướng dẫn"
        ordering = ["title"]

    def __str__(self) -> str:
        return f"{self.title} ({self.code})"

    def take(self, guide: contract.Guide, phrasings: list[str]) -> None:
        """Let the row hold `guide`: its JSON, and the columns made from it."""
        self.content = dumped(guide)
        self.phrasings = phrasings
        self.code, self.status, self.title, self.field = guide.code, guide.status, guide.title[:500], guide.field[:200]
        self.event = guide.life_events[0][:60] if guide.life_events else ""
        self.folded = fold(" ".join([guide.code, *guide.old_codes, guide.name, guide.short_name, *guide.aliases]))
        self.digest = digest(self.content, phrasings)

    def guide(self) -> contract.Guide:
        """Return the guide. Raises pydantic's ValidationError for a draft that is not whole yet."""
        return contract.Guide.model_validate(self.content)

    @property
    def edited(self) -> bool:
        """Whether staff have changed what came from outside."""
        return self.shipped is None or self.content != self.shipped or self.phrasings != self.shipped_phrasings

    def with_content_json(self, content: Content) -> "Guide":
        """Return the version of a revision; what belongs to the row itself stays as it is."""
        version: Guide = super().with_content_json(content)
        for name in _OF_THE_ROW:
            setattr(version, name, getattr(self, name))
        return version

    preview_modes = [("card", "Câu trả lời")]

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Return the page that shows the card."""
        return "base/card.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """Return the very card of this version, or why there is none."""
        from knowledge.console.base.showing import shown

        return {**super().get_preview_context(request, mode_name), "shown": shown(self)}


def dumped(guide: contract.Guide) -> Content:
    """Return a guide as the JSON that the base keeps: defaults left out."""
    found: Content = guide.model_dump(mode="json", exclude_defaults=True)
    return found


class Record(models.Model):
    """An official record as it came, and what search reads of it beside the guide."""

    code = models.CharField("mã thủ tục", max_length=8, unique=True)
    raw = models.JSONField("bản gốc")
    place = models.CharField("tệp", max_length=300)
    read_on = models.DateField("ngày đọc")
    body = models.TextField(blank=True)
    promulgator = models.CharField(max_length=200, blank=True)
    citizens = models.BooleanField(default=True)
    internal = models.BooleanField(default=False)
    remarks = models.JSONField("nhận xét", default=list)
    digest = models.CharField(max_length=16)
    #: What the record said when it was last laid beside a guide of our own.
    compared = models.JSONField(null=True)

    class Meta:
        verbose_name = "bản ghi chính thức"
        verbose_name_plural = "bản ghi chính thức"

    def __str__(self) -> str:
        return self.code


class Guard(models.Model):
    """A question that must keep leading to its procedure. It is scored with its own wording left out."""

    question = models.CharField("câu hỏi", max_length=500)
    code = models.CharField("mã thủ tục", max_length=8, db_index=True)
    origin = models.CharField("gốc", max_length=20, default="inbox")
    added_by = models.CharField("người thêm", max_length=150, blank=True)
    added_at = models.DateTimeField("thêm lúc", auto_now_add=True)

    class Meta:
        verbose_name = "câu phải giữ đúng"
        verbose_name_plural = "câu phải giữ đúng"
        constraints = [models.UniqueConstraint(fields=["question", "code"], name="one_guard_a_question")]

    def __str__(self) -> str:
        return self.question


class LocalFact(models.Model):
    """One version of one fact of a place, an Override as JSON. Nobody rewrites it: what differs is another row.

    `urgent` rows went live by their author alone; `review_by` is the day until which somebody else has to look.
    """

    STATES = [("waiting", "chờ duyệt"), ("live", "đang dùng"), ("refused", "trả lại"), ("ended", "đã thay hoặc rút")]

    unit = models.CharField("đơn vị", max_length=5, db_index=True)
    field = models.CharField("mục", max_length=20, choices=list(LOCAL.items()))
    content = models.JSONField("nội dung")
    state = models.CharField("tình trạng", max_length=8, choices=STATES, default="waiting", db_index=True)
    urgent = models.BooleanField("đăng khẩn", default=False)
    review_by = models.DateField("xem lại trước ngày", null=True)
    written_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="người soạn")
    written_at = models.DateTimeField("soạn lúc", auto_now_add=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", null=True, verbose_name="người duyệt")
    decided_at = models.DateTimeField("duyệt lúc", null=True)
    comment = models.CharField("lời nhắn", max_length=300, blank=True)

    class Meta:
        verbose_name = "dữ liệu địa phương"
        verbose_name_plural = "dữ liệu địa phương"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_field_display()} ({self.unit})"

    def override(self) -> Override:
        """Return the fact."""
        return Override.model_validate(self.content)


class Publication(models.Model):
    """One time that something went live, or was taken back."""

    at = models.DateTimeField("lúc", auto_now_add=True)
    snapshot = models.CharField("bản dữ liệu", max_length=60)
    before = models.CharField("bản trước", max_length=60, blank=True)
    who = models.CharField("ai", max_length=150)
    kind = models.CharField("việc", max_length=12, choices=[("publish", "công bố"), ("rollback", "quay lại")])
    codes = models.JSONField("hướng dẫn đổi", default=list)
    effects = models.JSONField("câu hỏi đổi câu trả lời", default=list)
    reason = models.TextField("lý do", blank=True)
    seconds = models.FloatField("giây", default=0)

    class Meta:
        verbose_name = "lần công bố"
        verbose_name_plural = "lần công bố"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.snapshot} {self.who}"


from knowledge.console.base.workflow import SecondPerson  # noqa: E402, F401 (a model too; it needs those above)
