"""Routing: which office takes the papers, who decides and by which channel, for one guide and one citizen.

`Router.route` is pure and total: the same guide, context and day always give the same route, and what is not known is
said rather than guessed. Rules: content/rules/routes.yml; docs/routing.md tells them in words.
"""

from collections.abc import Callable
from datetime import date
from typing import Protocol

from knowledge.centres import Centres
from knowledge.guide import Authority, Channel, Guide, HomeService, Key, Reception, Source
from knowledge.offices import NEAR, Office, inline
from knowledge.overrides import OFFICE_FIELDS, Overrides
from knowledge.route import Context, Decider, LocalFees, Route, Seat, Spot, Where
from knowledge.rules import Rule, RuleBook

__all__ = ["Context", "Decider", "Route", "Router", "Seat", "Spot", "Where"]

#: Offices that sit with the commune's committee as often as not: its headquarters is worth naming beside them.
_NEAR_THE_SEAT = frozenset(
    {"commune_centre", "centre_branch", "reception_point", "commune_committee", "business_registration_commune"}
)
_ASK_AT_HOME = "Khó đi lại: hỏi {whom} có hỗ trợ tại nhà không."


class Unit(Protocol):
    """A ward or province of today."""

    @property
    def name(self) -> str: ...


class Ward(Unit, Protocol):
    """A ward of today with its province's code."""

    @property
    def province(self) -> str: ...


class Units(Protocol):
    """The table of today's units."""

    def ward(self, code: str) -> Ward: ...

    def province(self, code: str) -> Unit: ...


class Router:
    """Applies the rule book, the centres and what places publish to guides."""

    def __init__(
        self, book: RuleBook, units: Units, centres: Centres | None = None, overrides: Overrides | None = None
    ) -> None:
        self._book = book
        self._units = units
        self._centres = centres or Centres()
        self._overrides = overrides or Overrides()

    def route(self, guide: Guide, context: Context, at: date) -> Route:
        """Return the route of `guide` for a citizen on the day `at`."""
        context = self._known(context)
        rule = self._book.rule(guide.route_class, at) if guide.route_class else None
        rows = tuple(self._scoped(row, guide, context, at) for row in _stated_rows(guide, rule))
        key = rows[0].keyed_by if rows else guide.authority.keyed_by if guide.authority else "residence"
        where = tuple(self._where(row, context, at, rule.hours if rule and not guide.reception else "") for row in rows)
        needs, choices = self._needs(rows, context)
        outside = any(context.outside(row.keyed_by) for row in rows if row.scope != "nation")
        spot = context.spot(key)
        return Route(
            where=_without_doubles(where),
            authority=self._authority(guide, rule, context),
            channels=self._channels(guide, at),
            support=self._support(rule, context, at) if outside else None,
            outside=outside,
            assumed=key if context.stands_in(key) else None,
            home=self._home(guide, rule, where) if context.reduced_mobility else "",
            reduced_mobility=context.reduced_mobility,
            moved=context.moved,
            why=rule.why if rule and not guide.reception else "",
            elsewhere=rule.elsewhere if rule else "",
            hints=rule.hints if rule else (),
            needs=needs,
            choices=choices,
            fees=self._fees(guide, spot, at),
            notices=self._notices(guide, spot, at),
            rule=rule.id if rule else None,
            source=_own_source(guide, rows) or (self._book.sources[rule.source] if rule else None),
        )

    def _scoped(self, row: Reception, guide: Guide, context: Context, at: date) -> Reception:
        """Return `row` as the province's own list has it: any centre in it, or the competent commune's only."""
        if row.office != "commune_centre" or row.scope != "province":
            return row
        scope = self._overrides.scope(guide.code, context.spot(row.keyed_by).province, at)
        return row.model_copy(update={"scope": scope}) if scope else row

    def _known(self, context: Context) -> Context:
        """Return `context` without codes that today's table lacks, so that no later step can stumble."""
        places = {key: spot for key, value in context.places.items() if (spot := self._known_spot(value)) != Spot()}
        here = self._known_spot(context.here) if context.here else None
        return context.model_copy(update={"places": places, "here": here})

    def _known_spot(self, spot: Spot) -> Spot:
        wards = tuple(code for code in spot.wards if _is_known(self._units.ward, code))
        province = self._units.ward(wards[0]).province if wards else spot.province
        return Spot(province=province if province and _is_known(self._units.province, province) else None, wards=wards)

    def _where(self, row: Reception, context: Context, at: date, hours: str) -> Where:
        spot = context.spot(row.keyed_by) if row.keyed_by != "none" else _near(context)
        kind = self._kind(row.office, spot.province, at)
        office = self._book.offices[kind]
        unit_code = self._unit_code(office, spot)
        known = self._published(kind, office, unit_code, spot, at)
        return Where(
            type=kind,
            name=self._name(office, unit_code, row),
            unit_code=unit_code,
            scope=row.scope,
            anywhere=self._anywhere(office, row, spot),
            seat=self._seat(kind, spot) if "address" not in known else None,
            hours=hours or None,
            why=row.note,
        ).model_copy(update=known)

    def _published(self, kind: str, office: Office, unit_code: str | None, spot: Spot, at: date) -> dict[str, object]:
        """Return what is confirmed and published about an office: commune over province over base."""
        centre = self._centres.find(kind, unit_code)
        known: dict[str, object] = {}
        if centre and centre.quality == "confirmed":
            known = {"address": centre.address, "hours": centre.hours, "phone": centre.phone, "source": centre.source}
        ward = unit_code if office.territory == "commune" else spot.ward
        for field in OFFICE_FIELDS:
            row = self._overrides.office(field, kind, ward, spot.province, at)
            if row is None:
                continue
            if field == "home_service":
                known[field] = row.text if row.home_service != "no" else ""
            else:
                known[field] = row.text
            known["source"] = row.source
        return {field: value for field, value in known.items() if value}

    def _seat(self, kind: str, spot: Spot) -> Seat | None:
        centre = self._centres.headquarters(spot.ward) if kind in _NEAR_THE_SEAT else None
        if centre is None or spot.ward is None:
            return None
        name = f"Trụ sở Ủy ban nhân dân {inline(self._units.ward(spot.ward).name)}"
        return Seat(name=name, address=centre.address, as_of=centre.source.read_on)

    def _kind(self, office: str, province: str | None, at: date) -> str:
        """Return the kind of office that really stands there: one-level provinces have no commune centres."""
        if office not in ("commune_centre", "provincial_centre"):
            return office
        return self._book.one_level_office(province, at) or office

    def _unit_code(self, office: Office, spot: Spot) -> str | None:
        if office.territory == "commune":
            return spot.wards[0] if spot.wards else None
        return spot.province if office.territory == "province" else None

    def _name(self, office: Office, unit_code: str | None, row: Reception) -> str:
        if unit_code:
            return office.named(self._unit_name(office, unit_code))
        return office.near(row.keyed_by if row.scope != "nation" else "none")

    def _unit_name(self, office: Office, code: str) -> str:
        unit = self._units.ward(code) if office.territory == "commune" else self._units.province(code)
        return inline(unit.name)

    def _anywhere(self, office: Office, row: Reception, spot: Spot) -> str:
        """Return how far the choice of offices goes, "" where there is only one."""
        if office.territory == "none" or (office.territory == "province" and row.scope != "nation"):
            return ""
        # Where one province has branches the others have commune centres, so the row's own office tells the kind.
        commune = "commune" in (office.territory, self._book.offices[row.office].territory)
        kind = "xã, phường" if commune else "tỉnh, thành phố"
        if row.scope == "nation":
            return f"bất kỳ {kind} nào trong cả nước"
        if row.scope == "province":
            inside = inline(self._units.province(spot.province).name) if spot.province else "tỉnh, thành phố"
            near = "" if spot.province else f" {NEAR[row.keyed_by]}"
            return f"bất kỳ {kind} nào trong {inside}{near}"
        return ""

    def _authority(self, guide: Guide, rule: Rule | None, context: Context) -> Decider | None:
        row: Authority | None = guide.authority or (rule.authority if rule else None)
        if row is None:
            return None
        certainty = row.certainty if guide.authority or rule is None else rule.certainty
        if row.office not in self._book.offices or certainty != "stated":
            return Decider(type="unknown")
        office = self._book.offices[row.office]
        spot = context.spot(row.keyed_by)
        unit_code = self._unit_code(office, spot) if row.keyed_by != "none" else None
        name = office.named(self._unit_name(office, unit_code)) if unit_code else office.near(row.keyed_by)
        if row.keyed_by == "none":
            name = office.name if office.territory != "commune" else f"{office.name} xã, phường nơi tiếp nhận"
        elif unit_code and office.territory == "commune" and len(spot.wards) > 1:
            others = ", ".join(inline(self._units.ward(code).name) for code in spot.wards[1:3])
            name = f"{name} (hoặc {others}, tuỳ {NEAR[row.keyed_by]})"
        return Decider(type=row.office, name=name, unit_code=unit_code)

    def _needs(self, rows: tuple[Reception, ...], context: Context) -> tuple[Key | None, tuple[str, ...]]:
        """Return the key to ask about: only where the first choice is a single commune's own office."""
        for row in rows[:1]:
            spot = context.spot(row.keyed_by)
            commune = row.scope == "commune" and self._book.offices[row.office].territory == "commune"
            if commune and spot.ward is None and row.keyed_by != "none":
                return row.keyed_by, spot.wards
        return None, ()

    def _channels(self, guide: Guide, at: date) -> tuple[Channel, ...]:
        return tuple(channel for channel in guide.channels if self._book.channel_open(channel.name, at))

    def _support(self, rule: Rule | None, context: Context, at: date) -> Where | None:
        """Return the office where the person is that helps to file to the right one."""
        spot = context.here or context.places.get("residence")
        if rule is None or not rule.support or spot is None:
            return None
        kind = self._kind(rule.support, spot.province, at)
        office = self._book.offices[kind]
        unit_code = self._unit_code(office, spot)
        name = office.named(self._unit_name(office, unit_code)) if unit_code else office.near("residence")
        return Where(type=kind, name=name, unit_code=unit_code, scope="commune", why=rule.elsewhere)

    def _home(self, guide: Guide, rule: Rule | None, where: tuple[Where, ...]) -> str:
        """Return what to ask for help at home: a unit's own word, the guide's, the rule's; never a promise."""
        published = next((place.home_service for place in where if place.home_service), "")
        service: HomeService | None = guide.home_service
        if published or (service and service.certainty == "stated" and service.rule in ("yes", "ask")):
            return published or (service.note if service else "")
        if service and service.rule == "no":
            return ""
        whom = rule.home if rule else ""
        return _ASK_AT_HOME.format(whom=whom) if whom else ""

    def _fees(self, guide: Guide, spot: Spot, at: date) -> LocalFees | None:
        row = self._overrides.fee(guide.code, spot.ward, spot.province, at)
        fees = tuple(fee for fee in row.fees if fee.valid_on(at)) if row else ()
        return LocalFees(fees=fees, source=row.source) if row and fees else None

    def _notices(self, guide: Guide, spot: Spot, at: date) -> tuple[str, ...]:
        return tuple(row.text for row in self._overrides.notices(guide.code, spot.ward, spot.province, at))


def _stated_rows(guide: Guide, rule: Rule | None) -> tuple[Reception, ...]:
    rows = guide.reception or (rule.reception if rule and rule.certainty == "stated" else ())
    return tuple(row for row in rows if row.certainty == "stated")


def _own_source(guide: Guide, rows: tuple[Reception, ...]) -> Source | None:
    return guide.sources.get(rows[0].source) if guide.reception and rows else None


def _near(context: Context) -> Spot:
    """Return where the person is, for offices of which any will do."""
    return context.here or context.spot("residence")


def _is_known(table: Callable[[str], object], code: str) -> bool:
    try:
        table(code)
    except KeyError:
        return False
    return True


def _without_doubles(where: tuple[Where, ...]) -> tuple[Where, ...]:
    seen: dict[tuple[str, str], Where] = {}
    for place in where:
        seen.setdefault((place.type, place.name), place)
    return tuple(seen.values())
