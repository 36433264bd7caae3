"""The form of a local fact: plain cells that make one Override, checked by its model and its lint."""

from datetime import date
from typing import Any

from django import forms
from wagtail.admin.widgets import AdminDateInput

from knowledge.console.base.checking import rule_book
from knowledge.console.base.labels import LOCAL, choices
from knowledge.console.base.models import Guide
from knowledge.console.base.showing import units
from knowledge.overrides import Override, lint_overrides
from nlu.clock import today
from nlu.text import fold

#: Field -> (cells that must be filled, cells that may be).
CELLS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "address": (("office", "text"), ("ward",)),
    "hours": (("office", "text"), ("ward",)),
    "phone": (("office", "text"), ("ward",)),
    "home_service": (("office", "home_service"), ("text", "ward")),
    "fee": (("code",), ()),
    "notice": (("text",), ("code",)),
    "scope": (("code", "scope"), ()),
}
_COMMON = ("valid_from", "valid_to")
_FEES = 3


def _date(label: str, *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=AdminDateInput(format="%d/%m/%Y"),
        input_formats=["%d/%m/%Y"],
        help_text="Ngày/tháng/năm.",
    )


class FeeRow(forms.Form):
    """One level of a fee."""

    kind = forms.ChoiceField(
        label="Loại", required=False, choices=[("", "—"), ("amount", "Số tiền"), ("free", "Miễn phí")]
    )
    amount = forms.IntegerField(label="Số tiền (đồng)", required=False, min_value=1)
    submission = forms.ChoiceField(label="Cách nộp", choices=list(choices("Fee", "submission").items()), required=False)
    condition = forms.CharField(label="Áp dụng khi", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the amount where the kind needs one, and for nothing else."""
        said: dict[str, Any] = super().clean() or {}
        if (said.get("kind") == "amount") != bool(said.get("amount")) and not self.errors:
            self.add_error("amount", "Loại «Số tiền» cần có số tiền; loại khác thì để trống.")
        return said


class LocalForm(forms.Form):
    """One fact of a province or commune."""

    unit = forms.CharField(label="Nơi công bố", help_text="Tên hoặc mã tỉnh, xã, phường.")
    field = forms.ChoiceField(label="Mục", choices=list(LOCAL.items()))
    office = forms.ChoiceField(
        label="Cơ quan", required=False, choices=[], help_text="Cho địa chỉ, giờ, điện thoại, phục vụ tại nhà."
    )
    ward = forms.CharField(
        label="Chỉ của xã, phường", required=False, help_text="Khi tỉnh công bố thay cho một xã: tên hoặc mã."
    )
    code = forms.CharField(label="Mã thủ tục", required=False, help_text="Cho mức phí, phạm vi, thông báo riêng.")
    text = forms.CharField(label="Nội dung", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    home_service = forms.ChoiceField(
        label="Phục vụ tại nhà",
        required=False,
        choices=[("", "—"), ("yes", "Có"), ("ask", "Xin hỏi trước"), ("no", "Không")],
    )
    scope = forms.ChoiceField(
        label="Nhận hồ sơ của",
        required=False,
        choices=[("", "—"), ("province", "mọi nơi trong tỉnh"), ("commune", "xã có thẩm quyền")],
    )
    valid_from = _date("Từ ngày")
    valid_to = _date("Đến hết ngày")
    source_title = forms.CharField(label="Văn bản, nguồn", max_length=200, help_text="Ví dụ: Thông báo số 12/TB-UBND.")
    source_url = forms.URLField(label="Địa chỉ trang", required=False, assume_scheme="https")
    read_on = _date("Ngày đọc nguồn", required=True)

    def __init__(self, *args: Any, own: str = "", **kwargs: Any) -> None:
        """`own`: the commune of an editor who may write for no other."""
        super().__init__(*args, **kwargs)
        self.made: Override | None = None
        offices = sorted((office.name, key) for key, office in rule_book().offices.items())
        self.fields["office"].choices = [("", "—"), *((key, name) for name, key in offices)]  # type: ignore[attr-defined]
        self.initial.setdefault("office", "commune_centre")
        self.initial.setdefault("read_on", today())
        if own:
            self.initial["unit"] = own
            self.fields["unit"].disabled = True
            del self.fields["ward"]
        self.fee_rows = [
            FeeRow(self.data if self.is_bound else None, prefix=f"fee{number}", initial=row)
            for number, row in enumerate([*self.initial.get("fees", []), *({} for _ in range(_FEES))][:_FEES])
        ]

    def clean_unit(self) -> str:
        """Return the code of the place that was typed."""
        return _unit(self.cleaned_data["unit"], provinces=True)

    def clean_ward(self) -> str:
        """Return the code of the commune that was typed."""
        return _unit(self.cleaned_data["ward"]) if self.cleaned_data["ward"] else ""

    def clean_text(self) -> str:
        """Refuse mark-up."""
        text = " ".join(self.cleaned_data["text"].split())
        if "<" in text or ">" in text:
            raise forms.ValidationError("Chỉ ghi chữ thường, không dùng ký hiệu < >.")
        return text

    def clean(self) -> dict[str, Any]:
        """Make the fact; put each error where it belongs."""
        said: dict[str, Any] = super().clean() or {}
        needed, allowed = CELLS.get(said.get("field", ""), ((), ()))
        for name in needed:
            if not said.get(name) and name not in self.errors:
                self.add_error(name, "Mục này cần ô này.")
        fees = self._fees() if said.get("field") == "fee" else []
        if said.get("field") == "fee" and not fees:
            self.add_error(None, "Mục này cần ít nhất một mức phí.")
        if self.errors:
            return said
        row = {name: said[name] for name in (*needed, *allowed, *_COMMON) if said.get(name)}
        source = {"title": said["source_title"], "url": said["source_url"] or None, "read_on": said["read_on"]}
        try:
            made = Override.model_validate(
                {**row, "unit": said["unit"], "field": said["field"], "fees": fees, "source": source}
            )
        except ValueError:
            self.add_error(
                None, "Các ô chưa khớp nhau: xin xem lại mã thủ tục (dạng 1.234567) và ngày bắt đầu, kết thúc."
            )
            return said
        codes = set(Guide.objects.filter(code=made.code, live=True).values_list("code", flat=True))
        for fault in lint_overrides([made], units(), rule_book().offices, codes, today()):
            if fault.level == "error" or (made.valid_to and made.valid_to < today()):
                self.add_error(None, fault.message)
        self.made = None if self.errors else made
        return said

    def _fees(self) -> list[dict[str, Any]]:
        rows = []
        for row in self.fee_rows:
            if not row.is_valid():
                self.add_error(None, "Xin xem lại các mức phí.")
            elif row.cleaned_data.get("kind"):
                rows.append({name: value for name, value in row.cleaned_data.items() if value})
        return rows


def _unit(text: str, *, provinces: bool = False) -> str:
    """Return the code of a place given by code or by its name in full. Raises ValidationError naming the choices."""
    text = " ".join(text.split())
    known = {code: ward.name for code, ward in units().wards.items()}
    if provinces:
        known |= {code: province.name for code, province in units().provinces.items()}
    if text in known:
        return text
    wanted = fold(text)
    found = {code: fold(name) for code, name in known.items() if wanted and fold(name).endswith(wanted)}
    exact = [code for code, name in found.items() if name == wanted] or list(found)
    if len(exact) == 1:
        return exact[0]
    listed = "; ".join(f"{unit_name(code)}: {code}" for code in exact[:8])
    raise forms.ValidationError(f"Xin ghi mã. {listed}" if listed else "Không có nơi này trong danh mục hiện nay.")


def unit_name(code: str) -> str:
    """Return a place's name with its province's."""
    try:
        ward = units().ward(code) if len(code) == 5 else None
        province = units().province(ward.province if ward else code)
    except KeyError:
        return code
    return f"{ward.name}, {province.name}" if ward else str(province.name)


def initial_of(row: Override) -> dict[str, Any]:
    """Return the cells of a fact that is to be changed."""
    cells: dict[str, Any] = row.model_dump(exclude={"source", "checked_by", "checked_on"})
    day: date = row.source.read_on
    return cells | {"source_title": row.source.title, "source_url": row.source.url or "", "read_on": day}
