"""A toolbox with the guides that ship, a search that finds what a test says, and four wards."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.toolbox import Toolbox
from knowledge.guide import Guide
from knowledge.questions import load_questions, load_texts
from knowledge.routing import Router
from knowledge.search.analysis import Analyser
from knowledge.starter import CONTENT, load_guides
from nlu.lexicon import DEFAULT, Lexicon
from nlu.places import Place
from tests.knowledge.samples import SampleUnits, rule_book

Hits = dict[str, tuple[str, list[str]]]


def place(
    text: str, *wards: str, level: str = "ward", preferred: str | None = None, role: str | None = None, **more: Any
) -> Place:
    """Return a place as the resolver would read it."""
    province = SampleUnits.wards[wards[0]].province if wards else more.pop("province", None)
    fields = {
        "start": 0,
        "end": len(text),
        "ask": level != "ward" or (preferred is None and len(wards) != 1),
        "reasons": (),
    } | more
    return Place(text=text, level=level, province=province, candidates=wards, preferred=preferred, role=role, **fields)


class SampleResolver:
    """Finds the places that a test has put into `known`, by their text."""

    def __init__(self) -> None:
        self.units = SampleUnits()
        self.known: dict[str, Place] = {}

    def find(self, text: str) -> list[Place]:
        return [one for words, one in self.known.items() if words in text]

    def resolve(self, mention: str, within_province: str | None = None) -> Place:
        return self.known.get(mention) or place(mention, level="none")


class SampleSearcher:
    """Finds what a test has put into `found`: question -> (decision, codes)."""

    def __init__(self) -> None:
        self.found: Hits = {}
        self.asked: list[str] = []

    def search(self, question: str, limit: int = 10) -> SimpleNamespace:
        self.asked.append(question)
        decision, codes = self.found.get(question, ("none", []))
        hits = [SimpleNamespace(code=code, score=1.0 - index / 10) for index, code in enumerate(codes)]
        return SimpleNamespace(question=question, decision=decision, results=hits, choices=())


@pytest.fixture(scope="session")
def guides() -> dict[str, Guide]:
    return load_guides()


@pytest.fixture
def tools(guides: dict[str, Guide]) -> Toolbox:
    resolver = SampleResolver()
    return Toolbox(
        name="sample",
        guides=guides,
        old_codes={"2.000986": "3.000722"},
        searcher=SampleSearcher(),  # type: ignore[arg-type]
        router=Router(rule_book(), resolver.units),
        resolver=resolver,  # type: ignore[arg-type]
        questions=load_questions(CONTENT, guides),
        texts=load_texts(CONTENT),
        read=Analyser(Lexicon.load(DEFAULT)).analyse,
    )


@pytest.fixture
def said() -> CollectingDispatcher:
    return CollectingDispatcher()


Slots = Callable[[list[dict[str, Any]]], dict[str, Any]]


@pytest.fixture
def slots() -> Slots:
    """Return the slots that a list of events sets."""
    return lambda events: {event["name"]: event["value"] for event in events if event["event"] == "slot"}
