"""Splitting into words: offsets are right for whatever is typed."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nlu.components.words import MAX_SEGMENTED, split

VIETNAMESE = st.sampled_from(
    [
        "khai sinh",
        "Thuỷ",
        "hoà giải",
        "[CCCD]",
        "[SĐT]",
        "1.001193",
        "20/10/2025",
        "👨‍👩‍👧",
        "CT01",
        "ở",
        "đăng ký",
        "\u200b",
        "\n",
    ]
)
MESSAGES = st.one_of(
    st.text(max_size=80), st.lists(VIETNAMESE, max_size=8).map(" ".join), st.lists(VIETNAMESE).map("".join)
)


@given(MESSAGES, st.sampled_from(["NFC", "NFD"]))
@example("Thuỷ hoà giải", "NFD")
@example("đ\u0309\u0301", "NFC")
@example("[", "NFC")
def test_words_are_slices_that_cover_the_message(text: str, form: str) -> None:
    """Words are slices of the message, in order, without overlap, and leave out nothing but spaces."""
    message = unicodedata.normalize(form, text)
    words = split(message)
    place = 0
    for word in words:
        assert message[word.start : word.end] == word.text
        assert word.text
        assert not message[place : word.start].strip()
        assert word.start >= place
        place = word.end
    assert not message[place:].strip()


@given(MESSAGES)
def test_lemmas_hold_no_space(text: str) -> None:
    """A lemma is one unit: spaces between its syllables are underscores."""
    assert all(word.lemma and not any(char.isspace() for char in word.lemma) for word in split(text))


@pytest.mark.parametrize(
    ("message", "texts", "lemma"),
    [
        ("làm giấy khai sinh ở đâu", "khai sinh", "khai_sinh"),
        ("đăng ký kết hôn", "kết hôn", "ket_hon"),
        ("số [CCCD] của tôi", "[CCCD]", "[cccd]"),
        ("gọi [SĐT]nhé", "[SĐT]", "[sdt]"),
        ("mã [MÃ_HỒ_SƠ] đâu rồi", "[MÃ_HỒ_SƠ]", "[ma_ho_so]"),
        ("thủ tục 1.001193 ạ", "1.001193", "1.001193"),
        ("hết 100.000 đồng", "100.000", "100.000"),
        ("chị Thuỷ hỏi", "Thuỷ", "thuy"),
        ("bé 👶 mới sinh", "👶", "👶"),
    ],
)
def test_word_keeps_its_surface_and_gets_a_folded_lemma(message: str, texts: str, lemma: str) -> None:
    """A multi-syllable word, a mask or a number is one word: surface in text, folded in lemma."""
    assert lemma in {word.lemma for word in split(message) if word.text == texts}


def test_decomposed_message_has_the_same_words() -> None:
    """NFD input gives the lemmas of the NFC input, with offsets of its own."""
    message = "Đăng ký khai sinh ở phường Dịch Vọng [SĐT]"
    plain, decomposed = split(message), split(unicodedata.normalize("NFD", message))
    assert [word.lemma for word in plain] == [word.lemma for word in decomposed]
    assert plain[-1].end != decomposed[-1].end


def test_segmenter_that_answers_otherwise_is_not_believed() -> None:
    """When the segmenter returns other syllables than it was given, each syllable is its own word."""
    assert [word.text for word in split("khai sinh ở xã", lambda sentence: ["khai sinh nhầm", "ở", "xã"])] == [
        "khai",
        "sinh",
        "ở",
        "xã",
    ]


def test_very_long_message_is_cut_into_syllables_only() -> None:
    """Beyond the limit nothing is sent to the segmenter, which would take long."""
    message = "khai sinh " * (MAX_SEGMENTED // 9)

    def refuse(sentence: str) -> list[str]:
        raise AssertionError("asked for a text that is too long")

    assert {word.text for word in split(message, refuse)} == {"khai", "sinh"}
