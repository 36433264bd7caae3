"""Officers, and the log of what they did."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models

from knowledge.console.staff.roles import MAY, NAMES, Action


class Officer(AbstractUser):
    """Somebody who works with the console. What one may do follows from `role` and `ward` alone."""

    role = models.CharField("vai trò", max_length=20, choices=list(NAMES.items()), default="auditor")
    ward = models.CharField(
        "mã xã, phường",
        max_length=5,
        blank=True,
        help_text="Năm chữ số, ví dụ 00166. Chỉ cần cho biên tập của xã: người này chỉ sửa được dữ liệu của xã đó.",
    )
    urgent = models.BooleanField(
        "được đăng khẩn",
        default=False,
        help_text="Được tự đăng giờ làm việc, số điện thoại, thông báo nghỉ của xã; người khác xem lại trong 3 ngày.",
    )
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)

    class Meta:
        verbose_name = "cán bộ"
        verbose_name_plural = "cán bộ"

    def __str__(self) -> str:
        return str(self.get_full_name() or self.username)

    def clean(self) -> None:
        """Refuse a commune editor without a commune."""
        super().clean()
        if self.ward and not (len(self.ward) == 5 and self.ward.isdigit()):
            raise ValidationError({"ward": "Mã xã gồm đúng năm chữ số."})
        if self.role == "commune_editor" and not self.ward:
            raise ValidationError({"ward": "Biên tập của xã cần có mã xã."})

    def may(self, action: Action) -> bool:
        """Return whether the officer's role allows `action`."""
        return bool(self.is_active) and action in MAY.get(self.role, frozenset())


class AuditEntry(models.Model):
    """One thing that somebody did. Rows are only ever added: triggers in the database refuse the rest."""

    at = models.DateTimeField("lúc", auto_now_add=True, db_index=True)
    who = models.CharField("ai", max_length=150)
    what = models.CharField("việc", max_length=60)
    about = models.CharField("về", max_length=200, blank=True)
    detail = models.JSONField("chi tiết", default=dict)

    class Meta:
        verbose_name = "dòng nhật ký"
        verbose_name_plural = "nhật ký"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.who}: {self.what} {self.about}"


def log(who: object, what: str, about: str = "", **detail: Any) -> None:
    """Write down that `who` did `what`."""
    AuditEntry.objects.create(who=str(who), what=what, about=about[:200], detail=detail)
