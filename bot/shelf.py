"""The guides of the current snapshot as the public pages read them: by code, by life event, by words of their name."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from math import log
from pathlib import Path

from knowledge.card import Card, guide_card
from knowledge.centres import read_centres
from knowledge.guide import Guide
from knowledge.overrides import Overrides, read_overrides
from knowledge.route import Context, Spot
from knowledge.routing import Router
from knowledge.rules import load_rules
from knowledge.snapshot import Snapshot
from nlu.clock import today
from nlu.places.tables import read_tables
from nlu.places.units import Units
from nlu.text import fold

#: Life events in the order of a life, with their names for citizens.
LIFE_EVENTS = {
    "sinh-con": "Sinh con, nuôi con",
    "hoc-hanh": "Học hành, bằng cấp",
    "can-cuoc": "Căn cước, định danh",
    "cu-tru": "Cư trú, hộ khẩu",
    "hon-nhan": "Kết hôn, gia đình",
    "nha-dat": "Nhà đất, sổ đỏ",
    "xay-dung": "Xây dựng, sửa nhà",
    "xe-co": "Xe cộ, bằng lái",
    "kinh-doanh": "Kinh doanh",
    "bao-hiem": "Bảo hiểm, việc làm",
    "tro-cap": "Trợ cấp, người có công",
    "chung-thuc": "Chứng thực, sao y",
    "qua-doi": "Người thân qua đời",
    "khac": "Việc khác",
}
#: The texts of title, names and people's wordings; the words of names, and all others.
_Index = tuple[str, str, str, frozenset[str], frozenset[str]]
_WORDS = re.compile(r"\w+")
_CODE = re.compile(r"(?<!\d)\d\.\d{6}(?!\d)")
_EMPTY_WORDS = frozenset("thu tuc lam giay xin o dau can gi cho toi muon cua va the nao duoc khong".split())


@dataclass(frozen=True)
class Shelf:
    """One snapshot's guides with what finds and routes them."""

    name: str
    guides: dict[str, Guide]
    old_codes: dict[str, str]
    router: Router
    units: Units
    _index: dict[str, _Index] = field(default_factory=dict)
    _weights: dict[str, float] = field(default_factory=dict)
    _listed: dict[date, list[Guide]] = field(default_factory=dict)

    def card(self, guide: Guide, commune: str | None, at: date | None = None) -> Card:
        """Return the card of a guide for somebody of `commune`, a ward code of today, or for anybody."""
        at = at or today()
        wards = self.units.current(commune) if commune else ()
        spot = Spot(province=self.units.ward(wards[0]).province, wards=wards) if wards else None
        context = Context(places={"residence": spot} if spot else {})
        return guide_card(guide, self.router.route(guide, context, at), at, self.name)

    def listed(self) -> list[Guide]:
        """Return the guides that are in force today, by title."""
        day = today()
        if day not in self._listed:
            self._listed.clear()
            found = (each for each in self.guides.values() if is_public(each) and not state_of(each, day))
            self._listed[day] = sorted(found, key=lambda guide: fold(guide.title))
        return self._listed[day]

    def search(self, query: str, most: int = 30) -> list[Guide]:
        """Return the guides whose names, other names or summary hold the query's words, the best first."""
        if code := _CODE.search(query):
            guide = self.guide(code[0])
            return [guide] if guide else []
        wanted = _words(query)
        telling = [word for word in wanted if word not in _EMPTY_WORDS] or wanted
        phrase = f" {' '.join(telling)} "
        scored = []
        for guide in self.listed():
            title, spoken, people, names, more = self._index[guide.code]
            found = [word for word in telling if word in names or word in more]
            if telling and len(found) * 2 >= len(telling):
                weight = sum(self._weights.get(word, 0.0) * (1.0 if word in names else 0.3) for word in found)
                size = sum(self._weights.get(word, 0.0) for word in title.split())
                said = [phrase in title, phrase in spoken, phrase in people]
                scored.append((said, len(found), weight / (1 + size), guide))
        scored.sort(key=lambda entry: ([not each for each in entry[0]], -entry[1], -entry[2], entry[3].code))
        return [guide for *_, guide in scored[:most]]

    def guide(self, code: str) -> Guide | None:
        """Return the guide that citizens may see under a code of today, or None."""
        guide = self.guides.get(code)
        return guide if guide and is_public(guide) else None


def open_shelf(folder: Path) -> Shelf:
    """Load the snapshot in `folder`. Raises SnapshotError when it is damaged."""
    snapshot = Snapshot.load(folder)
    units = Units(read_tables(folder / "units"), today())
    phrasings = (
        json.loads((folder / "phrasings.json").read_text("utf-8")) if (folder / "phrasings.json").exists() else {}
    )
    index = {guide.code: _indexed(guide, phrasings.get(guide.code, ())) for guide in snapshot.guides.values()}
    counts = Counter(word for *_, names, more in index.values() for word in names | more)
    weights = {word: log(1 + len(index) / count) for word, count in counts.items()}
    book = load_rules(folder)
    centres = read_centres(folder / "centres.jsonl", book.offices)
    router = Router(book, units, centres, Overrides(read_overrides(folder / "overrides.jsonl")))
    return Shelf(snapshot.name, snapshot.guides, snapshot.old_codes, router, units, index, weights)


def by_life_event(guides: Iterable[Guide]) -> dict[str, list[Guide]]:
    """Return guides by life event, in the order of a life; those without one stand under "khac"."""
    found: dict[str, list[Guide]] = {key: [] for key in LIFE_EVENTS}
    for guide in guides:
        for event in guide.life_events or ("khac",):
            found.setdefault(event, []).append(guide)
    return {key: guides for key, guides in found.items() if guides}


def is_public(guide: Guide) -> bool:
    """Tell whether a guide may be shown to citizens at all."""
    return guide.status != "draft"


def state_of(guide: Guide, day: date) -> str:
    """Return "" for a procedure in force on `day`, else what is to be said first."""
    if guide.status == "repealed" or (guide.effective_to and guide.effective_to < day):
        when = f" từ sau ngày {guide.effective_to:%d/%m/%Y}" if guide.effective_to else ""
        return f"Thủ tục này đã hết hiệu lực{when}."
    if guide.effective_from and guide.effective_from > day:
        return f"Thủ tục này áp dụng từ ngày {guide.effective_from:%d/%m/%Y}."
    return "Thủ tục này chưa áp dụng." if guide.status == "future" and not guide.effective_from else ""


def event_title(event: str) -> str:
    """Return a life event's name for citizens."""
    return LIFE_EVENTS.get(event, event.replace("-", " ").capitalize())


def _indexed(guide: Guide, phrasings: Sequence[str]) -> _Index:
    names = [_words(text) for text in (guide.name, guide.short_name, *guide.aliases)]
    people = [_words(text) for text in phrasings]
    more = [*people, _words(guide.summary), _words(guide.field)]
    title = _spoken([_words(guide.title)])
    return title, _spoken(names), _spoken(people), frozenset(chain(*names)), frozenset(chain(*more))


def _spoken(texts: Iterable[Sequence[str]]) -> str:
    """Return texts as one string in which a run of telling words can be looked for."""
    return "|".join(f" {' '.join(word for word in words if word not in _EMPTY_WORDS)} " for words in texts)


def _words(text: str) -> list[str]:
    return _WORDS.findall(fold(text))
