"""Routing: which office takes the papers, who decides and by which channel, for one guide and one citizen.

`Router.route` is pure and total: the same guide, context and day always give the same route, and what is not known is
said rather than guessed. Rules: content/rules/routes.yml.
"""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from pydantic import Field

from knowledge.guide import Channel, Guide, Key, Model, Reception, Scope, Source
from knowledge.offices import NEAR, Office, inline
from knowledge.rules import Rule, RuleBook


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


class Spot(Model):
    """A place as far as it is known: a province, and the wards of today that it may be, the usual one first."""

    province: str | None = None
    wards: tuple[str, ...] = ()


class Context(Model):
    """What is known about the citizen: a place for each key; residence stands in for the others."""

    places: Mapping[Key, Spot] = Field(default_factory=dict)

    def spot(self, key: Key) -> Spot:
        """Return the place for `key`, or the residence, or the only place known, or an unknown place."""
        only = next(iter(self.places.values())) if len(self.places) == 1 else Spot()
        return self.places.get(key) or self.places.get("residence") or only


class Where(Model):
    """One kind of office that receives. `unit_code` is a ward's or province's code, None when not known."""

    type: str
    name: str
    unit_code: str | None
    scope: Scope
    anywhere: str = ""
    address: str | None = None
    hours: str | None = None
    why: str = ""


class Decider(Model):
    """Who decides; the name is "" when no source says."""

    type: str
    name: str = ""
    unit_code: str | None = None


class Route(Model):
    """The answer to "where": with the rule and source it rests on.

    `needs` is the one key whose place would change the answer, None when nothing more is needed.
    """

    where: tuple[Where, ...] = ()
    authority: Decider | None = None
    channels: tuple[Channel, ...] = ()
    why: str = ""
    elsewhere: str = ""
    hints: tuple[str, ...] = ()
    needs: Key | None = None
    choices: tuple[str, ...] = ()
    rule: str | None = None
    source: Source | None = None


class Router:
    """Applies the rule book to guides."""

    def __init__(self, book: RuleBook, units: Units) -> None:
        self._book = book
        self._units = units

    def route(self, guide: Guide, context: Context, at: date) -> Route:
        """Return the route of `guide` for a citizen on the day `at`."""
        rule = self._book.rule(guide.route_class, at) if guide.route_class else None
        if rule is None:
            return Route(channels=guide.channels)
        rows = guide.reception or (rule.reception if rule.certainty == "stated" else ())
        stated = tuple(row for row in rows if row.certainty == "stated")
        where = tuple(self._where(row, context, at, "" if guide.reception else rule.hours) for row in stated)
        needs, choices = self._needs(stated, context)
        return Route(
            where=_without_doubles(where),
            authority=self._authority(guide, rule, context),
            channels=guide.channels,
            why=rule.why if not guide.reception else "",
            elsewhere=rule.elsewhere,
            hints=rule.hints,
            needs=needs,
            choices=choices,
            rule=rule.id,
            source=self._book.sources[rule.source],
        )

    def _where(self, row: Reception, context: Context, at: date, hours: str) -> Where:
        spot = context.spot(row.keyed_by)
        kind = self._kind(row.office, spot.province, at)
        office = self._book.offices[kind]
        unit_code = self._unit_code(office, spot)
        return Where(
            type=kind,
            name=self._name(office, unit_code, row),
            unit_code=unit_code,
            scope=row.scope,
            anywhere=self._anywhere(office, row, spot),
            hours=hours or None,
            why=row.note,
        )

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
        kind = "xã, phường" if office.territory == "commune" else "tỉnh, thành phố"
        if row.scope == "nation":
            return f"bất kỳ {kind} nào trong cả nước"
        if row.scope == "province":
            inside = inline(self._units.province(spot.province).name) if spot.province else "tỉnh, thành phố"
            near = "" if spot.province else f" {NEAR[row.keyed_by]}"
            return f"bất kỳ {kind} nào trong {inside}{near}"
        return ""

    def _authority(self, guide: Guide, rule: Rule, context: Context) -> Decider:
        row = guide.authority or rule.authority
        certainty = guide.authority.certainty if guide.authority else rule.certainty
        if row.office not in self._book.offices or certainty != "stated":
            return Decider(type="unknown")
        office = self._book.offices[row.office]
        spot = context.spot(row.keyed_by)
        unit_code = self._unit_code(office, spot) if row.keyed_by != "none" else None
        name = office.named(self._unit_name(office, unit_code)) if unit_code else office.near(row.keyed_by)
        if row.keyed_by == "none":
            name = office.name if office.territory != "commune" else f"{office.name} nơi tiếp nhận"
        elif unit_code and office.territory == "commune" and len(spot.wards) > 1:
            others = ", ".join(inline(self._units.ward(code).name) for code in spot.wards[1:3])
            name = f"{name} (hoặc {others}, tuỳ {NEAR[row.keyed_by]})"
        return Decider(type=row.office, name=name, unit_code=unit_code)

    def _needs(self, rows: tuple[Reception, ...], context: Context) -> tuple[Key | None, tuple[str, ...]]:
        """Return the key to ask about: only a single commune's own office makes the ward matter."""
        for row in rows:
            spot = context.spot(row.keyed_by)
            if (
                row.scope == "commune"
                and self._book.offices[row.office].territory == "commune"
                and len(spot.wards) != 1
            ):
                return row.keyed_by, spot.wards
        return None, ()


def _without_doubles(where: tuple[Where, ...]) -> tuple[Where, ...]:
    seen: dict[tuple[str, str], Where] = {}
    for place in where:
        seen.setdefault((place.type, place.name), place)
    return tuple(seen.values())
