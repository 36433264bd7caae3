"""Small hand-made guides, units and rules that the tests of this room share."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from knowledge.guide import Guide, Source
from knowledge.overrides import Override
from knowledge.routing import Context, Spot
from knowledge.rules import RuleBook, load_rules
from knowledge.starter import CONTENT
from nlu.clock import today

TODAY = date(2026, 11, 22)
SOURCES = {"record": {"title": "Nguồn thử", "url": "https://dichvucong.gov.vn", "read_on": "2026-07-18"}}


class SampleWard(NamedTuple):
    name: str
    province: str


class SampleProvince(NamedTuple):
    name: str


class SampleUnits:
    """Four wards of two provinces: Hà Nội runs one level of centre, TP.HCM does not."""

    wards = {
        "00166": SampleWard("Phường Cầu Giấy", "01"),
        "00160": SampleWard("Phường Nghĩa Đô", "01"),
        "25747": SampleWard("Phường Thủ Dầu Một", "79"),
        "27553": SampleWard("Xã Củ Chi", "79"),
    }
    provinces = {"01": SampleProvince("Thành phố Hà Nội"), "79": SampleProvince("Thành phố Hồ Chí Minh")}

    def ward(self, code: str) -> SampleWard:
        return self.wards[code]

    def province(self, code: str) -> SampleProvince:
        return self.provinces[code]


def guide(**fields: Any) -> Guide:
    """Return a small valid guide with `fields` set."""
    return Guide.model_validate(
        {
            "code": "1.000001",
            "name": "Thủ tục thử",
            "field": "Thử",
            "status": "starter",
            "route_class": "CIVIL_COMMUNE",
            "sources": SOURCES,
        }
        | fields
    )


def few_guides(folder: Path, *events: str) -> Path:
    """Fill `folder` with the starter content, of the guides only those of the life events `events`; return it."""
    for name in ("rules", "centres", "units", "phrasings"):
        shutil.copytree(CONTENT / name, folder / name)
    for event in events:
        shutil.copytree(CONTENT / "guides" / event, folder / "guides" / event)
    return folder


def local_hours(text: str, **fields: Any) -> Override:
    """Return the hours of a commune's centre as a local fact, with `fields` set."""
    about = {
        "unit": "00166",
        "field": "hours",
        "office": "commune_centre",
        "text": text,
        "source": Source(title="Xã", read_on=today()),
    }
    return Override.model_validate(about | fields)


def rule_book() -> RuleBook:
    """Return the rules that ship."""
    return load_rules(CONTENT)


def living_in(*wards: str, province: str | None = None) -> Context:
    """Return the context of somebody who lives in one of `wards`."""
    return Context(places={"residence": Spot(province=province or SampleUnits.wards[wards[0]].province, wards=wards)})
