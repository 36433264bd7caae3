"""What routing takes and gives: the citizen's context, and the route with its offices, channels and reasons."""

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from knowledge.guide import Channel, Fee, Key, Model, Scope, Source

#: Where the land, the shop or the earlier registration is, not where the person lives.
ELSEWHERE: tuple[Key, ...] = ("land", "business", "registration")


class Spot(Model):
    """A place as far as it is known: a province, and the wards of today that it may be, the usual one first."""

    province: str | None = None
    wards: tuple[str, ...] = ()

    @property
    def ward(self) -> str | None:
        """The one ward that it is, None while several are possible."""
        return self.wards[0] if len(self.wards) == 1 else None


class Context(Model):
    """What is known about the citizen.

    `places`: a place for each key. `here`: where the person is, if that is not the residence (the commune of the site
    that the question came from). `reduced_mobility`: age, illness, disability or distance make a way hard. `moved`: the
    person lives elsewhere than where he is from or registered, and said both.
    """

    places: Mapping[Key, Spot] = Field(default_factory=dict)
    here: Spot | None = None
    reduced_mobility: bool = False
    moved: bool = False

    def spot(self, key: Key) -> Spot:
        """Return the place for `key`, or one that may stand in for it, or an unknown place.

        The residence stands in for land and business, and the only place known for the residence. Nothing stands in
        for the place of an earlier registration, which is somewhere else more often than not.
        """
        if key == "registration":
            return self.places.get(key, Spot())
        only = next(iter(self.places.values())) if len(self.places) == 1 else Spot()
        return self.places.get(key) or self.places.get("residence") or only

    def stands_in(self, key: Key) -> bool:
        """Return whether another place stands in for the one of `key`."""
        return key in ("land", "business") and key not in self.places and bool(self.spot(key).wards)

    def outside(self, key: Key) -> bool:
        """Return whether the person is known to be in another province than the place of `key`."""
        there = self.places.get(key)
        here = self.here or self.places.get("residence")
        if there is None or here is None or not (there.province and here.province):
            return False
        return there.province != here.province


class Seat(Model):
    """The headquarters of a commune: a place to ask, not confirmed as the place that receives."""

    name: str
    address: str
    as_of: date


class Where(Model):
    """One kind of office that receives. `unit_code` is a ward's or province's code, None when not known.

    `address`, `hours`, `phone` are published or confirmed; `seat` is what is known otherwise. `home_service` is whom
    to ask for help at home, where the unit offers it. `source` is who published.
    """

    type: str
    name: str
    unit_code: str | None
    scope: Scope
    anywhere: str = ""
    address: str | None = None
    hours: str | None = None
    phone: str | None = None
    home_service: str = ""
    seat: Seat | None = None
    why: str = ""
    source: Source | None = None


class Decider(Model):
    """Who decides; the name is "" when no source says."""

    type: str
    name: str = ""
    unit_code: str | None = None


class LocalFees(Model):
    """Fees that a province or commune has decided, in the place of the guide's."""

    fees: tuple[Fee, ...]
    source: Source


class Route(Model):
    """The answer to "where", with the rule and source it rests on.

    `needs`: the one key whose place would change the answer, None when nothing more is needed; `choices` the wards to
    choose from. `support`: who helps a citizen outside the province, where a rule says so; `outside` tells that this
    citizen is there. `assumed`: the key for which the residence stood in. `home`: what to ask for help at home, for
    somebody to whom the way is hard. `rule` is None when the guide itself or nothing says where.
    """

    where: tuple[Where, ...] = ()
    authority: Decider | None = None
    channels: tuple[Channel, ...] = ()
    support: Where | None = None
    outside: bool = False
    assumed: Key | None = None
    home: str = ""
    reduced_mobility: bool = False
    moved: bool = False
    why: str = ""
    elsewhere: str = ""
    hints: tuple[str, ...] = ()
    needs: Key | None = None
    choices: tuple[str, ...] = ()
    fees: LocalFees | None = None
    notices: tuple[str, ...] = ()
    rule: str | None = None
    source: Source | None = None

    @property
    def verified(self) -> bool:
        """Whether a rule or the guide itself says where to go."""
        return self.rule is not None or bool(self.where)

    def explain(self) -> str:
        """Return why this is the answer: the rule's sentence with its source and the day on which it was read."""
        if self.source is None:
            return "Nơi nộp chưa được xác minh."
        rule = f" (quy tắc {self.rule})" if self.rule else ""
        basis = f"Nơi nộp theo {self.source.title}, đọc ngày {self.source.read_on:%d/%m/%Y}{rule}."
        return " ".join(part for part in (self.why, basis) if part)
