"""Communes from words and from points."""

import asyncio
import json
import shutil
from pathlib import Path

import pytest

from bot.telegram.whereabouts import Atlas, Whereabouts, open_atlas
from nlu.places import Resolver
from nlu.places.resolver import SHIPPED

HA_NOI = (21.0285, 105.8048)


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """The tables that ship, with two offices whose points are known."""
    return Atlas(Resolver.load(), (("00166", (21.036, 105.79)), ("00160", (21.046, 105.80))))


def test_names(atlas: Atlas) -> None:
    """A ward of today has a name with its province; another code has none."""
    assert atlas.name("00166") == "phường Cầu Giấy, Thành phố Hà Nội"
    assert atlas.name("99999") is None


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("phường Cầu Giấy, Hà Nội", True),
        ("dạ tôi ở phường Dịch Vọng cũ, Hà Nội ạ", True),
        ("nhà em ở xã Tân Tiến", True),
        ("làm khai sinh ở phường Cầu Giấy", False),
        ("khai sinh ở đâu", False),
    ],
)
def test_place_alone(atlas: Atlas, text: str, alone: bool) -> None:
    """A message that says where somebody lives is told from a question that names a place."""
    assert (atlas.find_alone(text) is not None) == alone


def test_nearest(atlas: Atlas) -> None:
    """The nearest office within reach is found, with the distance; far away there is none."""
    near = atlas.nearest(HA_NOI)
    assert near is not None
    assert near[0] == "00166"
    assert 1.0 < near[1] < 3.0
    assert atlas.nearest((10.77, 106.69)) is None
    assert Atlas(atlas.resolver).nearest(HA_NOI) is None


def test_points_of_a_snapshot(tmp_path: Path) -> None:
    """Only offices of communes whose point is certain count."""
    shutil.copytree(SHIPPED, tmp_path / "units")
    source = {"title": "Danh sách", "read_on": "2026-07-17"}
    rows = [
        {
            "office": "commune_centre",
            "unit": "00166",
            "point": [21.036, 105.79],
            "quality": "confirmed",
            "source": source,
        },
        {"office": "commune_centre", "unit": "00160", "address": "Số 1", "quality": "street", "source": source},
        {"office": "x", "unit": "01", "point": [21.0, 105.8], "quality": "confirmed", "source": source},
    ]
    (tmp_path / "centres.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert open_atlas(tmp_path).points == (("00166", (21.036, 105.79)),)
    (tmp_path / "centres.jsonl").write_text("{", "utf-8")
    assert open_atlas(tmp_path).points == ()


def test_without_a_snapshot(tmp_path: Path) -> None:
    """As long as nothing is published, the tables that ship are used."""
    found = asyncio.run(Whereabouts(tmp_path).atlas()).find("phường Cầu Giấy, Hà Nội")
    assert found is not None
    assert found.candidates == ("00166",)
