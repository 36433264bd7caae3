"""From a chain of parts to a `Place`: candidates, the preferred one, whether to ask, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlu.places.chains import Chain
from nlu.places.gazetteer import DISTRICT, PROVINCE, WARD, Entry
from nlu.places.keys import name_key
from nlu.places.units import Units


@dataclass(frozen=True)
class Reading:
    """What a chain means, before it is placed in its text; see `Place`."""

    level: str
    province: str | None
    candidates: tuple[str, ...]
    preferred: str | None
    ask: bool
    reasons: tuple[str, ...]


def read_chain(chain: Chain, units: Units, within: str | None = None) -> Reading:
    """Return what `chain` means today; `within` is a province code that counts when the chain names no province."""
    if chain.level == PROVINCE:
        return _province(chain, units)
    if chain.level == DISTRICT:
        districts = _within(chain.districts, within if not chain.provinces else None)
        part = chain.part(DISTRICT)
        island = part is not None and not part.unit and _is_ward_too(districts, units)
        return _district(districts, units, WARD if island else DISTRICT)
    return _ward(chain, units, within)


def _province(chain: Chain, units: Units) -> Reading:
    entries = _named_alone(chain.provinces)
    codes = sorted({code for entry in entries for code in entry.provinces})
    reasons = []
    for entry in entries:
        name = units.province(entry.code).name
        reasons.append(f"{entry.title} cũ nay thuộc {name}" if entry.former else f"{name} là tỉnh, thành phố hiện nay")
    return Reading(PROVINCE, codes[0] if len(codes) == 1 else None, (), None, True, tuple(dict.fromkeys(reasons)))


def _is_ward_too(entries: Sequence[Entry], units: Units) -> bool:
    """Whether a district became one ward of its own name: Côn Đảo, Cô Tô, Cửa Lò."""
    return all(
        len(entry.wards) == 1 and name_key(units.ward(entry.wards[0]).short) == name_key(entry.name)
        for entry in entries
    )


def _district(entries: Sequence[Entry], units: Units, level: str = DISTRICT) -> Reading:
    wards = tuple(dict.fromkeys(ward for entry in entries for ward in entry.wards))
    one = len(wards) == 1
    reasons = tuple(f"{entry.title} cũ nay là {_names(entry.wards, units)}" for entry in entries)
    return Reading(level, _only_province(wards, units), wards, wards[0] if one else None, not one, reasons)


def _ward(chain: Chain, units: Units, within: str | None) -> Reading:
    part = chain.part(WARD)
    age = part.age if part else ""
    entries = _within(chain.wards, within if not chain.provinces else None)
    today = [entry for entry in entries if not entry.former]
    former = [entry for entry in entries if entry.former]
    if chain.districts and age != "new":
        # Whoever names the district gives the address of before: the former ward decides, where there is one.
        if former:
            return _former(former, units, "đúng tên và huyện, quận cũ")
        return _today(today, units, "phường, xã hiện nay lập từ huyện, quận cũ ấy")
    if age == "old" and former:
        return _former(former, units, "người viết nói là tên cũ")
    if age == "new" and today:
        return _today(today, units, "người viết nói là tên hiện nay")
    if not today:
        return _former(former, units, "tên cũ")
    if not former:
        return _today(today, units, "tên hiện nay")
    return _both(today, former, units)


def _today(entries: Sequence[Entry], units: Units, why: str) -> Reading:
    wards = tuple(dict.fromkeys(ward for entry in entries for ward in entry.wards))
    reasons = tuple(f"{units.ward(ward).name}, {_province_name(ward, units)}: {why}" for ward in wards)
    one = len(wards) == 1
    return Reading(WARD, _only_province(wards, units), wards, wards[0] if one else None, not one, reasons)


def _former(entries: Sequence[Entry], units: Units, why: str) -> Reading:
    wards = tuple(dict.fromkeys(ward for entry in entries for ward in entry.wards))
    reasons = tuple(f"{entry.title} cũ nay là {_names(entry.wards, units)} ({why})" for entry in entries)
    usual = {entry.wards[0] for entry in entries}
    one = len(wards) == 1
    preferred = next(iter(usual)) if len(usual) == 1 else None
    if preferred:
        wards = (preferred, *(ward for ward in wards if ward != preferred))
    return Reading(WARD, _only_province(wards, units), wards, preferred, not one, reasons)


def _both(today: Sequence[Entry], former: Sequence[Entry], units: Units) -> Reading:
    """The name is borne by wards of today and by former ones."""
    now = _today(today, units, "tên hiện nay")
    names = set(now.candidates)
    elsewhere = [entry for entry in former if not names & set(entry.wards)]
    reasons = list(now.reasons)
    for entry in former:
        if entry in elsewhere:
            reasons.append(f"{entry.title} cũ nay là {_names(entry.wards, units)}")
        elif len(entry.wards) > 1:
            rest = [ward for ward in entry.wards if ward not in names]
            reasons.append(f"ưu tiên đơn vị hiện nay; một phần {entry.title} cũ nay thuộc {_names(rest, units)}")
    wards = tuple(dict.fromkeys((*now.candidates, *(ward for entry in elsewhere for ward in entry.wards))))
    return Reading(WARD, _only_province(wards, units), wards, now.preferred, len(wards) > 1, tuple(reasons))


def _within(entries: Sequence[Entry], province: str | None) -> Sequence[Entry]:
    """Keep the meanings in `province`, if there are any."""
    return [entry for entry in entries if province in entry.provinces] or entries if province else entries


def _named_alone(entries: Sequence[Entry]) -> Sequence[Entry]:
    return [entry for entry in entries if entry.use == "alone"] or entries


def _only_province(wards: Iterable[str], units: Units) -> str | None:
    provinces = {units.ward(ward).province for ward in wards}
    return provinces.pop() if len(provinces) == 1 else None


def _province_name(ward: str, units: Units) -> str:
    return units.province(units.ward(ward).province).short


def _names(wards: Sequence[str], units: Units) -> str:
    shown = ", ".join(units.ward(ward).name for ward in wards[:6])
    more = f" và {len(wards) - 6} đơn vị khác" if len(wards) > 6 else ""
    where = _province_name(wards[0], units) if wards else ""
    return f"{shown}{more} ({where})"
