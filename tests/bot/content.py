"""A small published snapshot for tests of the pages: a few guides in every state, real rules and units, no search."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.guide import Guide
from knowledge.snapshot import activate, writing
from knowledge.starter import CONTENT
from nlu.places.resolver import SHIPPED

SOURCE = {"record": {"title": "Cổng", "url": "https://dichvucong.gov.vn/x", "read_on": "2026-07-18"}}
BIRTH: dict[str, Any] = {
    "code": "1.001193",
    "old_codes": ["2.000999"],
    "name": "Thủ tục đăng ký khai sinh",
    "short_name": "đăng ký khai sinh",
    "field": "Hộ tịch",
    "life_events": ["sinh-con"],
    "route_class": "CIVIL_COMMUNE",
    "summary": "Ghi việc sinh </script> của trẻ.",
    "status": "starter",
    "formality_id": "019d2bfd-3fe0-70ac-b9d6-5e9e20d6eef7",
    "channels": [{"name": "national_portal"}],
    "fees": [
        {"kind": "amount", "amount": 8000, "per": "bản"},
        {"kind": "amount", "amount": 9999, "certainty": "likely"},
    ],
    "times": [{"quantity": 3, "unit": "working_day"}],
    "cases": [{"papers": [{"name": "Tờ khai", "originals": 1}]}, {"name": "Đi thay", "papers": [{"name": "Giấy"}]}],
    "siblings": [{"code": "1.000002", "question": "Lần đầu?", "here": "Lần đầu", "there": "Làm lại"}],
    "sources": SOURCE,
}
OTHERS: list[dict[str, Any]] = [
    {"code": "1.000002", "name": "Đăng ký lại khai sinh", "life_events": ["sinh-con"], "status": "starter"},
    {"code": "1.000003", "name": "Đã bãi bỏ", "status": "repealed", "replaced_by": "1.001193"},
    {"code": "1.000004", "name": "Sắp có", "status": "future", "effective_from": "2999-01-01"},
    {"code": "1.000005", "name": "Còn soạn", "status": "draft"},
]


def guides() -> list[Guide]:
    """Return the guides of the small snapshot."""
    rows = [BIRTH, *({"field": "Hộ tịch", "sources": SOURCE} | each for each in OTHERS)]
    return [Guide.model_validate(row) for row in rows]


def publish(var: Path, why: str = "test") -> str:
    """Publish a snapshot of the guides in `var` and return its name."""
    with writing(var / "snapshots") as draft:
        draft.why = why
        lines = [guide.model_dump_json(exclude_defaults=True) for guide in guides()]
        (draft.folder / "guides.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
        phrasings = {"1.001193": ["làm giấy khai sinh cho bé"], "why": [why, str(date.today())]}
        (draft.folder / "phrasings.json").write_text(json.dumps(phrasings), "utf-8")
        for name in ("centres.jsonl", "overrides.jsonl"):
            (draft.folder / name).write_text("", "utf-8")
        for part in ("rules", "centres"):
            shutil.copytree(CONTENT / part, draft.folder / part)
        shutil.copytree(SHIPPED, draft.folder / "units")
    assert draft.target is not None
    activate(var, draft.target.name)
    return draft.target.name
