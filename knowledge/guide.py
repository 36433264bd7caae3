"""The guide: everything that an answer may say about one procedure, each fact with its source.

`unknown` is a value of its own: it never turns into false, zero or "free".
Field list: docs/guide.md.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Code = Annotated[str, Field(pattern=r"^\d\.\d{6}$")]
SourceKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]

Certainty = Literal["stated", "likely", "unknown"]
Status = Literal["draft", "starter", "imported", "reviewed", "future", "repealed"]
Level = Literal["commune", "province", "ministry", "other"]
Scope = Literal["commune", "province", "nation"]
Key = Literal["residence", "land", "business", "registration", "none"]
Submission = Literal["any", "direct", "online", "post"]
RouteClass = Literal[
    "POLICE_COMMUNE",
    "POLICE_ANYWHERE",
    "POLICE_PROVINCE",
    "POLICE_VEHICLE",
    "CIVIL_COMMUNE",
    "CIVIL_COPY",
    "AUTHENTICATE",
    "AUTH_LAND",
    "LAND_FIRST",
    "LAND_CHANGE",
    "LAND_DISPUTE",
    "HKD",
    "COMPANY",
    "BUILD",
    "SOCIAL",
    "MERIT",
    "BHXH",
    "TAX",
    "JOB_INSURANCE",
    "JUSTICE_PROVINCE",
    "SCHOOL",
    "COURT",
    "NOT_COMMUNE",
]


class Model(BaseModel):
    """Base of all records: immutable, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Source(Model):
    """Where facts come from: a title a citizen can read, an address where known, the day it was read."""

    title: str
    url: str | None = None
    read_on: date


class Fact(Model):
    """A statement with its source (a key of `Guide.sources`) and how sure it is.

    `likely` facts are shown only as a hint to ask an officer about; `unknown` ones are never shown as a fact.
    """

    source: SourceKey = "record"
    certainty: Certainty = "stated"


class Decision(Model):
    """The decision that published the procedure."""

    number: str
    issuer: str | None = None
    issued_on: date | None = None


class Reception(Fact):
    """One kind of office that takes the papers. `office` is a key of content/centres/offices.yml."""

    office: str
    scope: Scope
    keyed_by: Key = "none"
    note: str = ""


class Authority(Fact):
    """Who decides; which one of its kind is found by the place named in `keyed_by`.

    Office `unknown`: no source says, or it depends on what a note tells.
    """

    office: str
    keyed_by: Key = "none"
    note: str = ""


class Channel(Fact):
    """An online channel. `level` is never inferred: unknown unless a source states it."""

    name: Literal[
        "national_portal",
        "vneid",
        "police_portal",
        "social_insurance_portal",
        "tax_portal",
        "business_portal",
        "linked_software",
    ]
    level: Literal["full", "partial", "unknown"] = "unknown"
    note: str = ""


class Presence(Fact):
    """Whether somebody must come in person, who, and why."""

    rule: Literal["required", "not_required", "unknown"]
    who: str = ""
    note: str = ""


class Authorisation(Fact):
    """Whether another person may act, and with what paper."""

    rule: Literal["allowed", "not_allowed", "unknown"]
    note: str = ""


class Time(Fact):
    """How long it takes. `quantity` counts `unit`; None where the source gives none."""

    quantity: float | None = Field(default=None, gt=0)
    quantity_max: float | None = Field(default=None, gt=0)
    unit: Literal["working_day", "day", "hour", "month", "same_day", "at_once", "unknown"]
    submission: Submission = "any"
    condition: str = ""
    after_15h_next_day: bool = False
    note: str = ""

    @model_validator(mode="after")
    def _counted_units_have_a_quantity(self) -> Self:
        if (self.unit in ("working_day", "day", "hour", "month")) != (self.quantity is not None):
            raise ValueError(f"unit {self.unit!r} and quantity {self.quantity!r} do not fit")
        return self


class Fee(Fact):
    """One fee row. `amount` is in đồng and only with kind `amount`; `free` only where the source says so in words.

    kind `local`: the provincial council decides, no figure here. `valid_to` is the last day of validity.
    """

    kind: Literal["amount", "free", "local", "unknown"]
    amount: int | None = Field(default=None, gt=0)
    per: str = ""
    submission: Submission = "any"
    condition: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""

    @model_validator(mode="after")
    def _only_amounts_have_figures(self) -> Self:
        if (self.kind == "amount") != (self.amount is not None):
            raise ValueError(f"fee kind {self.kind!r} and amount {self.amount!r} do not fit")
        return self

    def valid_on(self, day: date) -> bool:
        """Return whether the row applies on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class Paper(Fact):
    """A paper. `originals`, `copies`: how many to hand in, None where unknown; `show`: shown, not handed in."""

    name: str
    form: str = ""
    originals: int | None = None
    copies: int | None = None
    show: bool = False
    condition: str = ""
    note: str = ""


class Case(Model):
    """The papers of one case; the case without a name holds for everybody."""

    name: str = ""
    papers: tuple[Paper, ...] = Field(min_length=1)


class Note(Fact):
    """A sentence of our own: a condition, a warning, a hint."""

    text: str


class LegalBasis(Fact):
    """A legal text by its number, with validity where known."""

    number: str
    title: str = ""
    article: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


class Linked(Fact):
    """The linked ("liên thông") procedure that does this and more in one filing."""

    code: Code
    text: str


class HomeService(Fact):
    """Whether officers come to people who cannot travel."""

    rule: Literal["yes", "no", "ask", "unknown"]
    note: str = ""


class Sibling(Model):
    """A procedure that people confuse with this one, and the question that separates the two.

    `here` and `there` are the answers, in people's words, that lead to this guide and to the sibling.
    """

    code: Code
    question: str
    here: str
    there: str


class Guide(Model):
    """One procedure, in one version."""

    code: Code
    old_codes: tuple[Code, ...] = ()
    name: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    field: str
    life_events: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    route_class: RouteClass | None = None
    summary: str = ""
    status: Status
    effective_from: date | None = None
    effective_to: date | None = None
    replaced_by: Code | None = None
    formality_id: str | None = Field(default=None, pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
    decision: Decision | None = None
    sources: dict[SourceKey, Source]
    reception: tuple[Reception, ...] = ()
    authority: Authority | None = None
    channels: tuple[Channel, ...] = ()
    offline_only: bool | None = None
    presence: Presence | None = None
    authorisation: Authorisation | None = None
    times: tuple[Time, ...] = ()
    fees: tuple[Fee, ...] = ()
    cases: tuple[Case, ...] = ()
    result: str = ""
    conditions: tuple[Note, ...] = ()
    notes: tuple[Note, ...] = ()
    legal_basis: tuple[LegalBasis, ...] = ()
    linked: Linked | None = None
    home_service: HomeService | None = None
    siblings: tuple[Sibling, ...] = ()
    checked_by: str | None = None
    checked_on: date | None = None

    @property
    def title(self) -> str:
        """The name in people's words where there is one, else the official name."""
        return self.short_name or self.name

    @property
    def portal_url(self) -> str | None:
        """The address of the record on the national portal, built from its id; None without an id."""
        return f"https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{self.formality_id}" if self.formality_id else None

    def effective_on(self, day: date) -> bool:
        """Return whether this version is in force on `day`."""
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_to is None or day <= self.effective_to
        )

    def in_force(self, day: date) -> bool:
        """Return whether answers may use this version on `day`: in its dates, no draft, not repealed."""
        waiting = self.status == "future" and self.effective_from is None
        return self.effective_on(day) and self.status not in ("draft", "repealed") and not waiting

    def facts(self) -> list[Fact]:
        """Return every fact of the guide, in field order."""
        singles = (self.authority, self.presence, self.authorisation, self.linked, self.home_service)
        rows = (self.reception, self.channels, self.times, self.fees, self.conditions, self.notes, self.legal_basis)
        found: list[Fact] = [fact for fact in singles if fact]
        for row in rows:
            found.extend(row)
        for case in self.cases:
            found.extend(case.papers)
        return found
