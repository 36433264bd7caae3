"""What an answer states in figures, or as free, stands in the record of its procedure or in a source that is named."""

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from knowledge.card import guide_card
from knowledge.card_text import ASPECTS, card_text
from knowledge.guide import Fact, Guide
from knowledge.routing import Context, Router
from knowledge.rules import RuleBook
from tests.knowledge.samples import TODAY, SampleUnits, rule_book

#: Keys of a record under which people read something; the others hold ids, codes and times of the machinery.
READ = frozenset(
    {"name", "description", "note", "requirementsAndConditions", "proposalNumber"}
    | {"processingTime", "qty", "value", "originalQty", "copyQty"}
)

#: Figures of facts that are not written in the record as they stand, and where they come from.
EXPLAINED = {
    ("1.014063", 25000): "half of 50.000, as the record says until 31/12/2026",
    ("1.014064", 35000): "half of 70.000, as the record says until 31/12/2026",
}

#: Figures of the wording itself: "nhận sau 15 giờ".
WORDING = frozenset({15})

#: Words of a record that free somebody from a fee.
FREE = re.compile(r"miễn (?:thu |nộp )?(?:lệ )?phí|không thu|không phải nộp (?:lệ )?phí", re.IGNORECASE)

_NO_FIGURE = re.compile(r"https?://\S+|\b\d\.\d{6}\b")
_NUMBER = re.compile(r"\d+(?:\.\d{3})*(?!\d)")

Records = Mapping[str, str]


@pytest.fixture(scope="module")
def records(shared: Path, starter_guides: dict[str, Guide]) -> Records:
    """What people read in the official record of each starter guide, as one text a code."""
    with gzip.open(shared / "data" / "official" / "dvc-2026-07.jsonl.gz", "rt", encoding="utf-8") as lines:
        found = {record["code"].strip(): record for record in map(json.loads, lines)}
    return {code: "\n".join(_read(found[code])) for code in starter_guides if code in found}


def test_every_number_of_a_fact_stands_in_its_record(records: Records, starter_guides: dict[str, Guide]) -> None:
    """A figure whose source is the record is in the record; any other names another source, or is explained here."""
    strange = {
        (code, number, text)
        for code, record in records.items()
        for text in _from_record(starter_guides[code])
        for number in _numbers(text) - _numbers(record) - _of_decision(starter_guides[code])
        if (code, number) not in EXPLAINED
    }
    assert strange == set()


def test_every_number_of_an_answer_comes_from_its_facts_or_a_rule(starter_guides: dict[str, Guide]) -> None:
    """The overview and the answer about each side show no figure beyond the guide, its sources and the class rule."""
    book = rule_book()
    router = Router(book, SampleUnits())
    for guide in starter_guides.values():
        card = guide_card(guide, router.route(guide, Context(), TODAY), TODAY)
        answers = [card_text(card), *(card_text(card, (aspect,), follow_up=True) for aspect in ASPECTS)]
        assert _all_numbers(answers) <= _all_numbers(_of_guide(guide)) | _of_rule(guide, book) | WORDING, guide.code


def test_free_is_said_by_the_record(records: Records, starter_guides: dict[str, Guide]) -> None:
    """A row that says "free" rests on words of the record, never on a 0."""
    silent = {
        code
        for code, record in records.items()
        for fee in starter_guides[code].fees
        if fee.kind == "free" and fee.source == "record" and not FREE.search(record)
    }
    assert silent == set()


def _read(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            if name == "legalBasisesDetails":
                yield from (f"{basis.get('code') or ''} {basis.get('name') or ''}" for basis in item)
            else:
                yield from _read(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from _read(item, key)
    elif key in READ and value is not None:
        yield str(value)


def _from_record(guide: Guide) -> Iterator[str]:
    """Yield the texts of a guide that rest on its record."""
    yield from (guide.name, guide.title, guide.summary, guide.result, *(case.name for case in guide.cases))
    for fact in guide.facts():
        if fact.source == "record":
            yield from _words(fact)


def _words(fact: Fact) -> Iterator[str]:
    """Yield the texts and figures of a fact, without its dates, codes and source."""
    for value in fact.model_dump(exclude={"source", "certainty", "valid_from", "valid_to", "code"}).values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield f"{value:g}" if isinstance(value, float) else str(value)


@cache
def _numbers(text: str) -> frozenset[int]:
    """Return the figures of a text: "20.000 đồng" -> 20000; addresses and codes of procedures have none."""
    return frozenset(int(number.replace(".", "")) for number in _NUMBER.findall(_NO_FIGURE.sub(" ", text)))


def _all_numbers(texts: Iterable[str]) -> frozenset[int]:
    return frozenset().union(*map(_numbers, texts))


def _of_decision(guide: Guide) -> frozenset[int]:
    issued = guide.decision.issued_on if guide.decision else None
    return frozenset({issued.day, issued.month, issued.year}) if issued else frozenset()


def _of_guide(guide: Guide) -> Iterator[str]:
    """Yield everything that the guide itself says, with its sources and the ends of its fees."""
    yield from _from_record(guide)
    yield from (f"{source.title} {source.read_on:%d/%m/%Y}" for source in guide.sources.values())
    yield from (f"{fee.valid_to:%d/%m/%Y}" for fee in guide.fees if fee.valid_to)
    yield from (f"{basis.valid_to:%d/%m/%Y}" for basis in guide.legal_basis if basis.valid_to)
    for fact in guide.facts():
        yield from _words(fact)


def _of_rule(guide: Guide, book: RuleBook) -> frozenset[int]:
    """Return the figures of the class rule in force and of its source; they hold for the whole class."""
    rule = book.rule(guide.route_class, TODAY) if guide.route_class else None
    if rule is None:
        return frozenset()
    source = book.sources[rule.source]
    return _all_numbers(
        (rule.why, rule.hours, rule.elsewhere, *rule.hints, f"{source.title} {source.read_on:%d/%m/%Y}")
    )
