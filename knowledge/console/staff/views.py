"""Screens about people: accounts with roles, passwords that are shown once, and the first one of one's own."""

import secrets
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.views.generic import FormView
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from knowledge.console.staff.models import Officer, log


def new_password() -> str:
    """Return a password that can be read out: four groups of four letters and digits, none that look alike."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


class OfficerForm(WagtailAdminModelForm):
    """An account: who, in which role, for which commune."""

    new_password = forms.BooleanField(
        label="Cấp mật khẩu mới",
        required=False,
        help_text="Mật khẩu cũ hết dùng được; mật khẩu mới hiện một lần sau khi lưu.",
    )

    class Meta:
        model = Officer
        fields = ("username", "last_name", "first_name", "role", "ward", "urgent", "is_active")
        labels = {
            "last_name": "Họ và tên đệm",
            "first_name": "Tên",
            "username": "Tên đăng nhập",
            "is_active": "Đang làm việc",
        }
        help_texts = {
            "username": "Chữ cái không dấu và chữ số, ví dụ lan.nguyen",
            "is_active": "Bỏ chọn khi người này nghỉ việc hoặc chuyển đi; lịch sử vẫn còn.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["new_password"]
            self.instance.must_change_password = True

    def save(self, commit: bool = True) -> Officer:
        """Save; give a password to a new account, and to one for which it is asked."""
        officer: Officer = super().save(commit=False)
        self.shown_once = ""
        if officer.pk is None or self.cleaned_data.get("new_password"):
            self.shown_once = new_password()
            officer.set_password(self.shown_once)
            officer.must_change_password = True
        if commit:
            officer.save()
        return officer


class _SaysPassword:
    """Shows a new password once, and logs the change."""

    request: HttpRequest
    form: OfficerForm

    def save_instance(self) -> Officer:
        """Save and tell."""
        officer: Officer = super().save_instance()  # type: ignore[misc]
        log(self.request.user, "lưu tài khoản", officer.username, role=officer.role, ward=officer.ward)
        if self.form.shown_once:
            text = f"Mật khẩu của {officer.username} (chỉ hiện lần này): {self.form.shown_once}"
            messages.warning(self.request, text)
        return officer


class OfficerCreateView(_SaysPassword, generic.CreateView):
    """A new account."""


class OfficerEditView(_SaysPassword, generic.EditView):
    """An account that exists."""


class OfficerViewSet(ModelViewSet):
    """The screens on accounts. Nobody is ever deleted: history names people."""

    model = Officer
    icon = "user"
    ordering = "username"
    add_to_reference_index = False
    menu_name = "users"
    menu_label = "Cán bộ"
    menu_order = 600
    add_to_settings_menu = True
    copy_view_enabled = False
    add_view_class = OfficerCreateView
    edit_view_class = OfficerEditView
    list_filter = ["role", "is_active"]
    search_fields = ["username", "first_name", "last_name"]
    search_backend_name = None

    @cached_property
    def list_display(self) -> list[Column]:
        """The columns of the list."""
        return [
            "username",
            Column("get_full_name", label="Họ tên"),
            Column("get_role_display", label="Vai trò"),
            Column("ward", label="Xã"),
            BooleanColumn("is_active", label="Đang làm việc"),
            DateColumn("last_login", label="Đăng nhập lần cuối"),
        ]

    def get_form_class(self, for_update: bool = False) -> type[OfficerForm]:
        """Return the form of accounts."""
        return OfficerForm


class FirstPassword(LoginRequiredMixin, FormView):
    """Choose a password of one's own, once, before anything else."""

    template_name = "staff/first_password.html"
    form_class = SetPasswordForm
    success_url = reverse_lazy("wagtailadmin_home")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form its user."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        """Store the password and keep the session."""
        officer: Officer = form.save()
        officer.must_change_password = False
        officer.save(update_fields=["must_change_password"])
        update_session_auth_hash(self.request, officer)
        log(officer, "đổi mật khẩu lần đầu")
        return super().form_valid(form)
