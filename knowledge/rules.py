"""The routing rules as dated data: which class of procedures is received where, and who decides."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import yaml

from knowledge.guide import Authority, Certainty, Model, Reception, RouteClass, Source, SourceKey
from knowledge.offices import Office, load_offices


class Rule(Model):
    """One version of the rule of a class.

    `why`: one sentence for the citizen; `elsewhere`: what holds for somebody in another province, and `support` the
    office there that helps to file; `home`: whom to ask for help at home; `hints`: likely, not evident.
    """

    id: str
    route_class: RouteClass
    valid_from: date
    valid_to: date | None = None
    source: SourceKey
    certainty: Certainty = "stated"
    reception: tuple[Reception, ...]
    authority: Authority
    why: str
    elsewhere: str = ""
    support: str = ""
    home: str = ""
    hours: str = ""
    hints: tuple[str, ...] = ()

    def valid_on(self, day: date) -> bool:
        """Return whether the rule holds on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class RuleSource(Source):
    """A source of rules; a legal text that ceases has its last day in `valid_to`, and no rule may outlive it."""

    valid_to: date | None = None


class ChannelEnd(Model):
    """An online channel that closes: `last_day` is the last on which papers can be handed in there."""

    last_day: date
    source: SourceKey


class OneLevel(Model):
    """A province without commune centres: `office` receives wherever a rule says commune centre."""

    province: str
    office: str
    valid_from: date
    valid_to: date | None = None
    source: str

    def valid_on(self, day: date) -> bool:
        """Return whether the province runs one level on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class RuleBook(Model):
    """All rules with the tables they speak of."""

    sources: dict[SourceKey, RuleSource]
    channel_ends: dict[str, ChannelEnd] = {}
    rules: tuple[Rule, ...]
    offices: dict[str, Office]
    one_level: tuple[OneLevel, ...]

    def rule(self, route_class: RouteClass, day: date) -> Rule | None:
        """Return the rule of a class on `day`, or None when none is in force."""
        return next((rule for rule in self.rules if rule.route_class == route_class and rule.valid_on(day)), None)

    def channel_open(self, name: str, day: date) -> bool:
        """Return whether the online channel `name` takes papers on `day`."""
        end = self.channel_ends.get(name)
        return end is None or day <= end.last_day

    def one_level_office(self, province: str | None, day: date) -> str | None:
        """Return the office that takes the place of commune centres in `province`, or None."""
        return next((row.office for row in self.one_level if row.province == province and row.valid_on(day)), None)


def load_rules(folder: Path) -> RuleBook:
    """Read rules/routes.yml and the centre tables below `folder`.

    Raises ValueError, naming the file and the rule, for an unknown office or source and for versions that overlap or
    leave a gap.
    """
    path = folder / "rules" / "routes.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    offices = load_offices(folder / "centres" / "offices.yml")
    one_level = yaml.safe_load((folder / "centres" / "one_level.yml").read_text(encoding="utf-8"))
    rules = [_with_source(row) for row in content["rules"]]
    try:
        book = RuleBook.model_validate(
            {
                "sources": content["sources"],
                "channel_ends": content.get("channel_ends", {}),
                "rules": rules,
                "offices": offices,
                "one_level": one_level,
            }
        )
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error
    _check(book, path)
    return book


def _with_source(row: dict[str, object]) -> dict[str, object]:
    """Let the rule's source stand for its rows that name none."""
    default = {"source": row["source"]}
    reception = [default | dict(item) for item in row["reception"]]  # type: ignore[attr-defined]
    return row | {"reception": reception, "authority": default | dict(row["authority"])}  # type: ignore[call-overload]


def _check(book: RuleBook, path: Path) -> None:
    by_class: dict[str, list[Rule]] = {}
    for rule in book.rules:
        named = [row.office for row in rule.reception] + [rule.authority.office] + [rule.support or "unknown"]
        sources = [row.source for row in rule.reception] + [rule.authority.source, rule.source]
        for office in named:
            if office != "unknown" and office not in book.offices:
                raise ValueError(f"{path}: rule {rule.id}: no office {office!r} in centres/offices.yml")
        for source in sources:
            if source not in book.sources:
                raise ValueError(f"{path}: rule {rule.id}: no source {source!r}")
            end = book.sources[source].valid_to
            if end and (rule.valid_to is None or rule.valid_to > end):
                raise ValueError(f"{path}: rule {rule.id} outlives its source {source!r}, which ends on {end}")
        by_class.setdefault(rule.route_class, []).append(rule)
    for route_class, versions in by_class.items():
        versions.sort(key=lambda rule: rule.valid_from)
        for earlier, later in pairwise(versions):
            if earlier.valid_to is None or later.valid_from != earlier.valid_to + timedelta(days=1):
                raise ValueError(f"{path}: {route_class}: versions {earlier.id} and {later.id} overlap or leave a gap")
    for name, end_of_channel in book.channel_ends.items():
        if end_of_channel.source not in book.sources:
            raise ValueError(f"{path}: channel {name}: no source {end_of_channel.source!r}")
    for row in book.one_level:
        if row.office not in book.offices:
            raise ValueError(f"{path}: one-level province {row.province}: no office {row.office!r}")
