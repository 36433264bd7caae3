"""Reading texts."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.analysis import Analyser, letter_groups
from nlu.diacritics import Restorer
from nlu.lexicon import Lexicon

ANALYSER = Analyser(Lexicon.load(), Restorer.train([("mất sổ đỏ làm lại", 3), ("làm giấy khai sinh", 3)]))


def test_forms_of_one_text_agree() -> None:
    """NFD, zero-width characters, capitals and missing marks lead to the same words."""
    text = "Mất sổ đỏ"
    expected = ANALYSER.analyse(text)
    for other in (unicodedata.normalize("NFD", text), "Mất\u200b sổ  đỏ!!!", "MẤT SỔ ĐỎ", "mat so do", "mat sổ do 😀"):
        assert ANALYSER.analyse(other) == expected


def test_terms_are_words_pairs_and_ideas() -> None:
    """The lexical leg sees bare words, pairs and ideas."""
    terms = ANALYSER.analyse("mất sổ đỏ").terms()
    assert terms[:3] == ["mat", "so", "do"]
    assert {"mat_so", "so_do", "#land_title"} <= set(terms)


def test_features_add_marks_and_letters() -> None:
    """The embedder sees words with marks and letter groups, too."""
    assert {"=đỏ", "~<so>", "~<mat", "~mat>"} <= set(ANALYSER.analyse("mất sổ đỏ").features())


def test_letter_groups_have_edges_and_skip_numbers() -> None:
    """Groups mark where a word begins and ends; numbers have none."""
    assert letter_groups("mat") == ("~<mat", "~mat>")
    assert letter_groups("2025") == ()


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """No text breaks the analysis; words and bare words go together."""
    analysis = ANALYSER.analyse(text)
    assert len(analysis.words) == len(analysis.bare)
    analysis.features()


def test_a_huge_text_is_cut() -> None:
    """A pasted novel is read at its beginning only."""
    assert len(ANALYSER.analyse("khai sinh " * 100_000).words) <= 120
