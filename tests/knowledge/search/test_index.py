"""A loaded index."""

from knowledge.search.index import FLAGS, NOWHERE, Index
from tests.knowledge.search.samples import DOCUMENTS, PASSPORT


def test_procedures_come_first_and_nowhere_last(index: Index) -> None:
    """Document numbers follow the input; the messages outside all procedures come last."""
    assert [one.code for one in index.documents[: len(DOCUMENTS)]] == [one.code for one in DOCUMENTS]
    assert index.documents[-1].code == NOWHERE
    assert index.is_procedure.tolist() == [True] * len(DOCUMENTS) + [False] * (len(index.documents) - len(DOCUMENTS))


def test_owner_and_position(index: Index) -> None:
    """A title row leads to its document and a code to its number."""
    number = index.position[PASSPORT]
    assert set(index.owner[index.first[number] : index.first[number + 1]]) == {number}


def test_flags(index: Index) -> None:
    """What is known before any question stands in the order of FLAGS."""
    flags = dict(zip(FLAGS, index.flags[index.position[PASSPORT]].tolist(), strict=True))
    assert flags == {"own": 0, "citizens": 1, "commune": 0, "internal": 0, "provincial": 0, "general": 0, "outside": 0}
    assert index.flags[-1][FLAGS.index("outside")] == 1
