"""The screens on guides: who gets in, the list, history and comparison."""

from collections.abc import Callable
from typing import Any

import pytest

from knowledge.console.base.models import Guide
from tests.knowledge.console.base.conftest import MARRIAGE

Make = Callable[..., Any]
ROLES = ("commune_editor", "province_editor", "reviewer", "administrator", "auditor")
EDITORS = {"province_editor", "reviewer", "administrator"}

#: Page -> the roles that get it; everybody else is sent away.
PAGES: dict[str, set[str]] = {
    "/huong-dan/": set(ROLES),
    "/huong-dan/results/": set(ROLES),
    "/huong-dan/add/": EDITORS,
    "/huong-dan/edit/{pk}/": EDITORS,
    "/huong-dan/history/{pk}/": set(ROLES),
    "/huong-dan/history/{pk}/revisions/compare/earliest...latest/": set(ROLES),
    "/huong-dan/delete/{pk}/": set(),
    "/huong-dan/unpublish/{pk}/": set(),
    "/duyet/{pk}/": set(ROLES),
    "/ban-du-lieu/": set(ROLES),
    "/khac-ben-ngoai/": set(ROLES),
    "/dia-phuong/": set(ROLES),
    "/dia-phuong/moi/": EDITORS | {"commune_editor"},
    "/users/": {"administrator"},
    "/users/new/": {"administrator"},
    "/groups/": set(),
    "/workflows/list/": set(),
}


@pytest.mark.parametrize("role", ROLES)
def test_role_by_page(marriage: Guide, officer: Make, client_of: Make, role: str) -> None:
    """Each role gets the pages that the table names and no other."""
    marriage.save_revision()
    client = client_of(officer(role))
    got = {page for page in PAGES if client.get(page.format(pk=marriage.pk)).status_code == 200}
    assert got == {page for page, roles in PAGES.items() if role in roles}


def test_list_is_searched_without_accents(filled: Make, officer: Make, client_of: Make) -> None:
    """Words without marks, in any order, and codes find a guide; other guides are left out."""
    client = client_of(officer("auditor"))
    for words in ("ket hon dang ky", "KẾT HÔN", MARRIAGE):
        assert MARRIAGE in client.get("/huong-dan/", {"q": words}).content.decode(), words
    assert MARRIAGE not in client.get("/huong-dan/", {"q": "hộ chiếu"}).content.decode()


def test_versions_side_by_side(marriage: Guide, officer: Make, submit: Make, client_of: Make) -> None:
    """Two versions are compared field by field, what went and what came is marked, and text is never mark-up."""
    row = submit(marriage, officer("province_editor"), result="<b>Giấy</b> chứng nhận kết hôn mới")
    page = client_of(officer("auditor")).get(f"/huong-dan/history/{row.pk}/revisions/compare/live...latest/")
    text = page.content.decode()
    assert "&lt;b&gt;Giấy&lt;/b&gt;" in text
    assert "<ins>" in text
    assert "Kết quả" in text
