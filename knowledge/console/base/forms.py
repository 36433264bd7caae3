"""The form of a guide: fields of our own that fill the one JSON of the contract, checked by it and by the lint."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from pydantic import ValidationError as ModelError
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput
from wagtail.blocks import BlockField

from knowledge import guide as contract
from knowledge.console.base import labels, rows
from knowledge.console.base.checking import findings
from knowledge.console.base.models import Guide
from knowledge.console.base.wording import findings_by_field, model_errors

_LINES = ("aliases", "old_codes", "life_events")
_TEXTS = ("code", "name", "short_name", "field", "summary", "result", "formality_id", "replaced_by")
_DATES = ("effective_from", "effective_to")
_OFFLINE = {"": None, "yes": True, "no": False}


class Lines(forms.CharField):
    """Texts, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """Return the lines as one text."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        """Return the lines without empty ones and doubles."""
        text = super().clean(value)
        return list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as text."""
        return bool(super().has_changed(self.prepare_value(initial), data))


def _text(name: str, help_text: str = "", *, rows: int = 0, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else None
    return forms.CharField(label=labels.GUIDE[name], help_text=help_text, required=required, widget=widget)


def _lines(name: str, help_text: str, height: int = 3) -> Lines:
    return Lines(
        label=labels.GUIDE[name], help_text=help_text, required=False, widget=forms.Textarea(attrs={"rows": height})
    )


def _rows(name: str, block: Any) -> BlockField:
    return BlockField(block=block, label=labels.GUIDE[name], required=False)


class GuideForm(WagtailAdminModelForm):
    """All fields of the contract. Every draft fits the contract; what is submitted passes the lint too."""

    code = _text("code", "Mã trên Cổng Dịch vụ công quốc gia, dạng 1.234567.", required=True)
    name = _text("name", "Chép đúng từng chữ theo quyết định công bố.", rows=2, required=True)
    short_name = _text("short_name", "Như người dân gọi, ví dụ: làm giấy khai sinh.")
    aliases = _lines("aliases", "Mỗi dòng một tên.")
    field = _text("field", required=True)
    life_events = _lines("life_events", "Mỗi dòng một việc, ví dụ: sinh-con.", 2)
    levels = forms.MultipleChoiceField(
        label=labels.GUIDE["levels"],
        required=False,
        choices=list(labels.LEVELS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    summary = _text("summary", "Một hai câu dễ hiểu, lời của mình.", rows=2)
    route_class = forms.ChoiceField(
        label=labels.GUIDE["route_class"],
        required=False,
        choices=[],
        help_text="Quyết định nơi nộp và nơi giải quyết theo luật. Để trống: chưa xác minh nơi nộp.",
    )
    offline_only = forms.ChoiceField(
        label=labels.GUIDE["offline_only"], required=False, choices=[("", "Chưa rõ"), ("yes", "Đúng"), ("no", "Không")]
    )
    result = _text("result", "Giấy người dân nhận được.", rows=2)
    phrasings = _lines("phrasings", "Mỗi dòng một câu, đúng như người dân nói.", 10)
    effective_from = forms.DateField(
        label=labels.GUIDE["effective_from"],
        required=False,
        widget=AdminDateInput(format="%d/%m/%Y"),
        input_formats=["%d/%m/%Y"],
    )
    effective_to = forms.DateField(
        label=labels.GUIDE["effective_to"],
        required=False,
        widget=AdminDateInput(format="%d/%m/%Y"),
        input_formats=["%d/%m/%Y"],
        help_text="Sau ngày này trợ lý thôi trả lời theo hướng dẫn.",
    )
    replaced_by = _text("replaced_by")
    old_codes = _lines("old_codes", "Mỗi dòng một mã.", 2)
    formality_id = _text("formality_id", "Để làm đường dẫn tới Cổng; chép từ địa chỉ trang của thủ tục.")
    repealed = forms.BooleanField(
        label="Thủ tục đã bị bãi bỏ", required=False, help_text="Trợ lý thôi trả lời theo hướng dẫn này."
    )
    sources = _rows("sources", rows.SOURCES)

    class Meta:
        model = Guide
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        content = self.instance.content or {}
        self.fields["route_class"].choices = _classes()
        for name in (*_TEXTS, *_LINES, *_DATES, "levels", "route_class"):
            self.initial.setdefault(name, content.get(name, [] if name in (*_LINES, "levels") else ""))
        for name in _DATES:
            self.initial[name] = date.fromisoformat(content[name]) if content.get(name) else None
        self.initial["phrasings"] = self.initial.get("phrasings") or self.instance.phrasings
        self.initial["offline_only"] = {None: "", True: "yes", False: "no"}[content.get("offline_only")]
        self.initial["repealed"] = content.get("status") == "repealed"
        for name, block in (rows.LISTS | rows.SINGLES).items():
            self.initial[name] = rows.to_form(block, content.get(name))
        named = content.get("sources") or ({} if self.instance.pk else {"record": {}})
        self.initial["sources"] = rows.to_form(rows.SOURCES, [{"key": key} | row for key, row in named.items()])
        if self.instance.pk:
            self.fields["code"].disabled = True

    @property
    def submitting(self) -> bool:
        """Whether the text is on its way to a reviewer or to citizens, and so must be whole."""
        return not self.is_deferred_validation

    def clean(self) -> dict[str, Any]:
        """Make the guide of what was typed; put each error where it belongs."""
        cleaned: dict[str, Any] = super().clean()
        if self.errors:
            return cleaned
        try:
            guide = contract.Guide.model_validate(self._content(cleaned))
        except ModelError as error:
            for name, problem in model_errors(error, rows.SINGLES).items():
                self.add_error(name if name in self.fields else None, problem)
            return cleaned
        if self.instance.pk is None and Guide.objects.filter(code=guide.code).exists():
            self.add_error("code", "Đã có hướng dẫn với mã này.")
        if self.submitting:
            found = findings(guide, cleaned["phrasings"])
            for field, messages in findings_by_field(found, self.fields).items():
                self.add_error(field, ValidationError(messages))
        self.made = guide
        return cleaned

    def _content(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        kept = {
            name: self.instance.content[name] for name in ("checked_by", "checked_on") if name in self.instance.content
        }
        content: dict[str, Any] = {**kept, "status": self._status(cleaned)}
        content |= {
            name: cleaned[name] for name in (*_TEXTS, *_LINES, *_DATES, "levels", "route_class") if cleaned.get(name)
        }
        content["offline_only"] = _OFFLINE[cleaned.get("offline_only") or ""]
        content |= {name: rows.from_form(cleaned[name]) for name in rows.LISTS}
        content |= {name: next(iter(rows.from_form(cleaned[name])), None) for name in rows.SINGLES}
        content["sources"] = {row.pop("key", ""): row for row in rows.from_form(cleaned["sources"])}
        return content

    def _status(self, cleaned: dict[str, Any]) -> str:
        before = str(self.instance.content.get("status", "draft"))
        if cleaned.get("repealed"):
            return "repealed"
        return "draft" if before == "repealed" else before

    def save(self, commit: bool = True) -> Guide:
        """Put the guide into the row."""
        self.instance.take(self.made, self.cleaned_data["phrasings"])
        saved: Guide = super().save(commit)
        return saved


for _name, _one in (rows.LISTS | rows.SINGLES).items():
    GuideForm.base_fields[_name] = GuideForm.declared_fields[_name] = _rows(_name, _one)


def _classes() -> list[tuple[str, str]]:
    from knowledge.console.base.checking import rule_book
    from knowledge.console.base.showing import class_name

    book = rule_book()
    names = dict.fromkeys(rule.route_class for rule in book.rules)
    return [("", "Chưa xác minh"), *((name, class_name(name, book)) for name in names)]
