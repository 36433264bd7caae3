"""Guides of a spreadsheet become drafts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from knowledge.console.base.drafts import take_drafts
from knowledge.console.base.models import Guide
from knowledge.console.base.release import Approved
from knowledge.importing.sheets import read_sheets
from tests.knowledge.console.base.conftest import MARRIAGE
from tests.knowledge.importing.filled import CODE, MAIN, filled

Make = Callable[..., Any]
NEW = "9.000001"


def test_new_and_changed_guides_are_drafts(marriage: Guide, tmp_path: Path) -> None:
    """A new guide waits as a draft, a known one gets a draft beside the live text; the same again changes nothing."""
    assert CODE == MARRIAGE
    path = filled(
        tmp_path / "a.xlsx", ("Thủ tục", MAIN), ("Thủ tục", (NEW, *MAIN[1:])), ("Cách hỏi", (CODE, "câu mới"))
    )
    guides, published = read_sheets(path).guides, dict(Approved().digests())
    known, fresh = take_drafts(guides, "lan", preview=True)
    assert "đổi" in known
    assert fresh == f"Thủ tục, dòng 3: {NEW} mới"
    assert not Guide.objects.filter(code=NEW).exists()
    first = take_drafts(guides, "lan")
    assert "đổi" in first[0]
    assert "Tóm tắt" in first[0]
    marriage.refresh_from_db()
    draft = marriage.get_latest_revision_as_object()
    assert (draft.content["summary"], draft.phrasings[-1]) == ("Tóm tắt thử", "câu mới")
    assert draft.content["result"] == marriage.content["result"]
    assert marriage.content["summary"] != "Tóm tắt thử"
    assert Guide.objects.get(code=NEW).live is False
    assert dict(Approved().digests()) == published
    assert all(line.endswith("không đổi") for line in take_drafts(guides, "lan"))


def test_what_waits_for_review_is_left_alone(marriage: Guide, officer: Make, submit: Make, tmp_path: Path) -> None:
    """A guide that a reviewer is reading does not change under his eyes."""
    row = submit(marriage, officer("province_editor"), result="đang chờ")
    guides = read_sheets(filled(tmp_path / "a.xlsx")).guides
    assert "đang chờ duyệt" in take_drafts(guides, "lan")[0]
    assert row.get_latest_revision_as_object().content["result"] == "đang chờ"
