"""The sheet of papers as a file."""

from bot.telegram.sheet import sheet
from bot.view import guide_view, view_of
from tests.bot.telegram.test_showing import PORTAL, checklist_reply, guide_card


def test_says_what_the_card_says() -> None:
    """The file holds papers, portal, source and date, and loads nothing from anywhere."""
    file = sheet(guide_view(guide_card()), "22/11/2026")
    page = file.content.decode()
    assert file.name == "giay-to-1.001193.html"
    assert "<li>Giấy chứng sinh</li>" in page
    assert f'<a href="{PORTAL}">' in page
    assert "Chưa có cán bộ xác nhận" in page
    assert "Lập ngày 22/11/2026" in page
    assert "src=" not in page
    assert "<script" not in page


def test_markup_is_text() -> None:
    """Nothing of a guide becomes markup."""
    card = guide_card().model_copy(update={"title": "a <script>alert(1)</script> & b"})
    page = sheet(guide_view(card), "22/11/2026").content.decode()
    assert "<script" not in page
    assert "&amp; b" in page


def test_list_for_one_s_own_case() -> None:
    """The sheet of a list for one's own case holds the papers and their source, and guesses nothing else."""
    view = view_of(checklist_reply())
    assert view is not None
    page = sheet(view, "22/11/2026").content.decode()
    assert "<li>Giấy chứng sinh</li>" in page
    assert "Lệ phí" not in page
    assert "Nơi nộp" not in page
    assert "Nguồn: " in page
