"""Guides of a spreadsheet become drafts of the base; nothing goes to citizens without a second person."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from knowledge.console.base.labels import GUIDE
from knowledge.console.base.models import Guide, dumped
from knowledge.console.base.workflow import waiting
from knowledge.console.staff.models import log
from knowledge.guide import Guide as Contract
from knowledge.importing.sheets import Filled


@transaction.atomic
def take_drafts(guides: Mapping[str, Filled], who: str, *, preview: bool = False) -> list[str]:
    """Make or change a draft for each guide and return a line for each row; with `preview` change nothing.

    The same file again changes nothing. A guide that waits for review is left alone and said so.
    """
    rows = {row.code: row for row in Guide.objects.filter(code__in=list(guides))}
    return [
        f"Thủ tục, dòng {one.row}: {code} {_take(rows.get(code), one, who, preview)}" for code, one in guides.items()
    ]


def _take(row: Guide | None, one: Filled, who: str, preview: bool) -> str:
    if row is None:
        if not preview:
            fresh = Guide(origin="staff", live=False, has_unpublished_changes=True)
            fresh.take(one.guide, list(one.phrasings))
            fresh.save()
            fresh.save_revision()
            log(who, "nhập bảng", fresh.code)
        return "mới"
    if waiting(row) is not None:
        return "đang chờ duyệt, chưa đổi gì"
    version: Guide = row.get_latest_revision_as_object()
    content, phrasings = _merged(version, one)
    changed = [GUIDE[name] for name in GUIDE if content.get(name) != version.content.get(name)]
    changed += [GUIDE["phrasings"]] if phrasings != version.phrasings else []
    if not changed:
        return "không đổi"
    if not preview:
        version.take(Contract.model_validate(content), phrasings)
        version.save_revision(changed=True)
        log(who, "nhập bảng", row.code, fields=changed)
    return "đổi " + ", ".join(changed)


def _merged(version: Guide, one: Filled) -> tuple[dict[str, Any], list[str]]:
    """Return the draft with what the spreadsheet fills; wordings only add up, other sources stay."""
    newer = dumped(one.guide)
    content = version.content | {name: newer[name] for name in one.fields if name in newer}
    content["sources"] = {**version.content.get("sources", {}), **newer["sources"]}
    return content, list(dict.fromkeys([*version.phrasings, *one.phrasings]))
