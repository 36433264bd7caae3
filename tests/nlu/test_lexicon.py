"""The lexicon of how people write."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.lexicon import Lexicon, words


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The shipped lexicon."""
    return Lexicon.load()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lam cccd", "lam căn cước công dân"),
        ("mat bhyt ntn", "mat bảo hiểm y tế như thế nào"),
        ("e mới sanh", "em mới sinh"),
        ("trích lụt khai xinh", "trích lục khai sinh"),
        ("hoà giải", "hòa giải"),
        ("kt", "khuyết tật khai tử"),
    ],
)
def test_rewrite_gives_standard_words(lexicon: Lexicon, text: str, expected: str) -> None:
    """Abbreviations, teencode, regional and misspelt words become standard ones, all readings of an unclear one."""
    assert " ".join(lexicon.rewrite(words(text))) == expected


def test_one_syllable_needs_its_marks(lexicon: Lexicon) -> None:
    """ "đò" is a boat, "do" and "đỏ" are not: single syllables are compared with their marks."""
    assert "boat" in lexicon.ideas(words("đi đò"))
    assert "boat" not in lexicon.ideas(words("số đỏ do"))


def test_people_and_officials_meet_in_one_idea(lexicon: Lexicon) -> None:
    """What people say and the official term, with marks or without, share an idea."""
    said, bare, official = "mất bìa đỏ", "mat bia do", "giấy chứng nhận quyền sử dụng đất"
    assert "land_title" in lexicon.ideas(words(said))
    assert "land_title" in lexicon.ideas(words(bare))
    assert "land_title" in lexicon.ideas(words(official))


def test_fillers_go_but_never_everything(lexicon: Lexicon) -> None:
    """Politeness and question phrases are dropped, unless nothing would be left."""
    assert lexicon.without_fillers(words("cho em hỏi đăng ký khai tử ở đâu ạ")) == ["đăng", "ký", "khai", "tử"]
    assert lexicon.without_fillers(words("ở đâu vậy")) == ["ở", "đâu", "vậy"]


@given(st.text(max_size=60))
def test_any_text_passes(text: str) -> None:
    """No text breaks the lexicon, and without fillers there is never more text than before."""
    lexicon = Lexicon.load()
    row = lexicon.rewrite(words(text))
    lexicon.ideas(row)
    assert len(lexicon.without_fillers(row)) <= len(row)


def test_a_bad_file_is_named(tmp_path: Path) -> None:
    """A wording that YAML read as something else is an error that names the file and the entry."""
    path = tmp_path / "bad.yml"
    path.write_text("spelling: {1: một}\nconcepts: {}\nfillers: []\n", "utf-8")
    with pytest.raises(ValueError, match=r"bad\.yml: 1 is not a wording"):
        Lexicon.load(path)


def test_a_file_without_its_parts_is_named(tmp_path: Path) -> None:
    """A file that is no lexicon is refused by name."""
    path = tmp_path / "empty.yml"
    path.write_text("{}", "utf-8")
    with pytest.raises(ValueError, match=r"empty\.yml: spelling, concepts and fillers"):
        Lexicon.load(path)
