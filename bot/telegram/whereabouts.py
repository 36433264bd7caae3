"""Communes for /diachi and shared locations: from words by the place resolver, from a point by known offices."""

import asyncio
import logging
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from knowledge.centres import Centre
from knowledge.snapshot import SnapshotError, SnapshotReader
from nlu.places import Place, Resolver, UnitsError
from nlu.text import fold

log = logging.getLogger(__name__)

Point = tuple[float, float]
#: An office farther than this says nothing about where somebody is.
_FARTHEST_KM = 15.0
_EARTH_KM = 6371.0
#: Words around a place that ask nothing, without marks.
_ONLY_LIVING = frozenset(
    "toi tui em con chau minh nha gia dinh o tai dang song la cu thuoc hien nay thuong tru tam dia chi day ben a "
    "nhe da vang".split()
) | {""}


@dataclass(frozen=True)
class Atlas:
    """The place resolver, and the points of communes' offices as far as they are certain."""

    resolver: Resolver
    points: tuple[tuple[str, Point], ...] = ()

    def name(self, code: str) -> str | None:
        """Return a ward's name of today with its province, None when the code is none of today's."""
        if code not in self.resolver.units.wards:
            return None
        ward = self.resolver.units.ward(code)
        return f"{ward.name[:1].lower()}{ward.name[1:]}, {self.resolver.units.province(ward.province).name}"

    def find(self, text: str) -> Place | None:
        """Return the place that a text names, None without one."""
        places = self.resolver.find(text) or [self.resolver.resolve(text)]
        return next((place for place in places if place.level != "none"), None)

    def find_alone(self, text: str) -> Place | None:
        """Return the place that a text names when it says nothing else but "tôi ở …"."""
        place = self.find(text)
        if place is None:
            return None
        others = fold(f"{text[: place.start]} {text[place.end :]}").split()
        return place if all(word.strip(".,;:!?") in _ONLY_LIVING for word in others) else None

    def nearest(self, point: Point) -> tuple[str, float] | None:
        """Return the ward whose office is nearest and the kilometres to it, None when none is near."""
        near = min(((_kilometres(point, place), ward) for ward, place in self.points), default=None)
        return (near[1], near[0]) if near and near[0] <= _FARTHEST_KM else None


class Whereabouts:
    """The atlas of the current snapshot, loaded when it is first needed."""

    def __init__(self, var: Path) -> None:
        self._reader = SnapshotReader(var, open_atlas)
        self._shipped: Atlas | None = None

    async def atlas(self) -> Atlas:
        """Return the atlas of the snapshot, or the one that ships while there is no usable snapshot."""
        return await asyncio.to_thread(self._load)

    def _load(self) -> Atlas:
        try:
            return self._reader.get()
        except (SnapshotError, UnitsError, OSError, ValueError):
            if self._shipped is None:
                self._shipped = Atlas(Resolver.load())
            return self._shipped


def open_atlas(folder: Path) -> Atlas:
    """Load the atlas of the snapshot in `folder`; raises UnitsError, OSError or ValueError."""
    resolver = Resolver.load(folder / "units")
    try:
        lines = (folder / "centres.jsonl").read_text("utf-8").splitlines()
        centres = [Centre.model_validate_json(line) for line in lines]
    except (OSError, ValueError) as error:
        log.warning("no points of offices: %s", type(error).__name__)
        return Atlas(resolver)
    return Atlas(resolver, tuple((row.unit, row.point) for row in centres if row.point and len(row.unit) == 5))


def _kilometres(one: Point, other: Point) -> float:
    (north, east), (to_north, to_east) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((to_north - north) / 2) ** 2 + cos(north) * cos(to_north) * sin((to_east - east) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))
