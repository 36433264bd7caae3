"""Documents."""

from pathlib import Path

from knowledge.search.texts import document_of, read_documents, write_documents
from tests.knowledge.samples import guide
from tests.knowledge.search.samples import DOCUMENTS


def test_a_guide_becomes_a_document() -> None:
    """Names come without doubles, phrasings and the record's text are added, siblings are known."""
    one = guide(
        short_name="thử",
        aliases=["thử", "làm thử"],
        levels=["commune"],
        summary="Tóm tắt",
        siblings=[{"code": "1.000009", "question": "Cái nào?", "here": "này", "there": "kia"}],
    )
    document = document_of(one, ["hỏi thử", "hỏi thử"], "văn bản")
    assert document.names == ("Thủ tục thử", "thử", "làm thử")
    assert document.phrasings == ("hỏi thử",)
    assert document.body.startswith("Tóm tắt")
    assert document.body.endswith("văn bản")
    assert document.siblings == ("1.000009",)
    assert document.own
    assert document.commune


def test_an_imported_guide_gives_the_record_only() -> None:
    """Of an imported guide the body is the record's own text, and it ranks as imported."""
    document = document_of(guide(status="imported", route_class=None), (), "văn bản", citizens=False, province="tỉnh A")
    assert (document.body, document.own, document.citizens, document.province) == ("văn bản", False, False, "tỉnh A")


def test_documents_are_kept(tmp_path: Path) -> None:
    """What is written is read, in order."""
    write_documents(DOCUMENTS, tmp_path / "d.jsonl")
    assert read_documents(tmp_path / "d.jsonl") == list(DOCUMENTS)
