"""Places in sentences: spans, roles, common words, old and new names, bounds."""

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.places import Place, Resolver
from nlu.text import fold

SENTENCES = Path(__file__).with_name("no_places.txt").read_text(encoding="utf-8").splitlines()
PIECES = [
    *"phường p. xã x quận q huyện tỉnh tp tt cũ mới ( ) , . 12 1 ở quê trọ đường hn là thuộc hoà bình phươ ế".split(),
    *"thị trấn|nay là|Dịch Vọng|Cầu Giấy|hà nội|tân bình|Ea H’leo|d'ran|Tân Lập|châu thành|ngõ 5|sài gòn".split("|"),
    *("\n", "😀", "\u0301"),
]


def names(resolver: Resolver, place: Place) -> list[str]:
    """Return the names of a place's candidates."""
    return [resolver.units.ward(code).name for code in place.candidates]


def test_there_are_many_sentences_without_a_place() -> None:
    """The list of sentences without any place holds at least 80."""
    assert len(set(SENTENCES)) == len(SENTENCES) >= 80


@pytest.mark.parametrize("sentence", SENTENCES)
def test_common_words_are_no_places(resolver: Resolver, sentence: str) -> None:
    """A sentence of everyday words names no place, although some of them are units' names."""
    assert [place.text for place in resolver.find(sentence)] == []
    assert resolver.resolve(sentence).level == "none" or sentence == "hoa binh"


@pytest.mark.parametrize("sentence", SENTENCES)
def test_common_words_without_marks_are_no_places(resolver: Resolver, sentence: str) -> None:
    """The same holds when the marks are left out."""
    assert [place.text for place in resolver.find(fold(sentence))] == []


def test_two_places_with_roles(resolver: Resolver) -> None:
    """A sentence with two places gives both, each with its role."""
    stay, origin = resolver.find("ở trọ Bình Tân quê Cà Mau")
    assert (stay.text, stay.level, stay.role) == ("Bình Tân", "district", "stay")
    assert (origin.text, origin.level, origin.province, origin.role) == ("Cà Mau", "province", "96", "origin")


@pytest.mark.parametrize(
    ("sentence", "ward", "found"),
    [
        ("UBND quận 7 còn nhận khai sinh không, tôi ở phường Tân Phong", "phường Tân Phong", ["Phường Tân Hưng"]),
        ("tôi ở phường 12, trước ra UBND quận Tân Bình làm giấy", "phường 12", ["Phường Bảy Hiền"]),
        ("quan cau giay hoi truoc, toi o phuong Ben Nghe", "phuong Ben Nghe", ["Phường Sài Gòn"]),
    ],
)
def test_a_district_elsewhere_tells_wards_apart(resolver: Resolver, sentence: str, ward: str, found: list[str]) -> None:
    """A ward of several meanings is the one of the former district that the sentence names, if one is."""
    place = next(place for place in resolver.find(sentence) if place.level == "ward")
    assert (place.text, names(resolver, place), place.role) == (ward, found, "residence")


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("toi moi sinh con, lam giay khai sinh o dau, toi o phuong dich vong cu", ["residence"]),
        ("đăng ký kết hôn ở đâu, em ở phường Cầu Giấy", ["residence"]),
        ("toi o tro binh duong, que ca mau, khai sinh cho con o day dc ko", ["stay", "origin"]),
        ("tôi ở HN mà khai sinh ở Thanh Hoá", ["residence", "registration"]),
        ("đất ở xã Tân Thạnh Tây huyện Củ Chi, hộ khẩu quận 3", ["land", "residence"]),
        ("tôi mở quán cà phê ở phường Thảo Điền", ["business"]),
        ("hộ khẩu Nam Định, tạm trú quận 12", ["residence", "stay"]),
        ("em quê Hà Tĩnh nhưng sống ở Sài Gòn 10 năm rồi", ["origin", "residence"]),
        ("phường Cầu Giấy", [None]),
    ],
)
def test_roles(resolver: Resolver, sentence: str, roles: list[str | None]) -> None:
    """Words before a place tell what it is to the citizen."""
    assert [place.role for place in resolver.find(sentence)] == roles


def test_the_place_of_residence_counts_before_the_origin(resolver: Resolver) -> None:
    """A mention of two places resolves to the one where the citizen is."""
    assert resolver.resolve("quê Cà Mau, ở trọ quận Bình Tân").text == "quận Bình Tân"


def test_a_sentence_about_a_newborn(resolver: Resolver) -> None:
    """The old ward in the middle of an unaccented question is found, with its usual successor first."""
    (place,) = resolver.find("toi moi sinh con, lam giay khai sinh o dau, toi o phuong dich vong cu")
    assert (place.text, place.preferred, place.ask) == ("phuong dich vong cu", "00166", True)
    assert names(resolver, place) == ["Phường Cầu Giấy", "Phường Nghĩa Đô"]


def test_a_full_old_address(resolver: Resolver) -> None:
    """Number, lane and street are passed over; the ward decides."""
    (place,) = resolver.find("Nhà tôi ở 12/3 đường Tân Bình, kp 3, p. Linh Chiểu, tp Thủ Đức, tphcm nhé")
    assert (place.text, place.preferred, place.ask) == ("p. Linh Chiểu, tp Thủ Đức, tphcm", "26824", False)


@pytest.mark.parametrize("mention", ["Hoà An", "phường Thuỷ Xuân, Huế", "xã Ea H’leo"])
def test_composed_and_decomposed_text_agree(resolver: Resolver, mention: str) -> None:
    """NFD input is read like NFC input, and offsets are those of the NFC text."""
    composed, decomposed = unicodedata.normalize("NFC", mention), unicodedata.normalize("NFD", mention)
    assert resolver.resolve(decomposed) == resolver.resolve(composed)


@pytest.mark.parametrize(
    ("one", "other"), [("phường Hoà Minh Đà Nẵng", "phường Hòa Minh Đà Nẵng"), ("xã D'Ran", "xã D’Ran")]
)
def test_spellings_agree(resolver: Resolver, one: str, other: str) -> None:
    """The place of a tone mark and the kind of an apostrophe make no difference."""
    assert resolver.resolve(one).candidates == resolver.resolve(other).candidates != ()


def test_within_province_narrows(resolver: Resolver) -> None:
    """A province that is known already narrows a name that many bear, and never empties it."""
    wide = resolver.resolve("xã Tân Lập")
    narrow = resolver.resolve("xã Tân Lập", within_province="80")
    assert len(narrow.candidates) < len(wide.candidates)
    assert {resolver.units.ward(code).province for code in narrow.candidates} == {"80"}
    assert resolver.resolve("phường Cầu Giấy", within_province="80").preferred == "00166"


def test_a_province_in_the_mention_counts_more_than_the_known_one(resolver: Resolver) -> None:
    """What the citizen says stands above what was known."""
    assert resolver.resolve("xã Tân Lập, Quảng Trị", within_province="80").province == "44"


def test_same_name_elsewhere_in_the_province_asks(resolver: Resolver) -> None:
    """A ward of today whose name an old ward elsewhere in the province bore gives both and asks, today's first."""
    place = resolver.resolve("phường Tân Bình, TP.HCM")
    assert names(resolver, place) == ["Phường Tân Bình", "Phường Tân Đông Hiệp"]
    assert place.preferred == place.candidates[0]
    assert place.ask


def test_a_ward_that_does_not_lie_in_the_district_asks(resolver: Resolver) -> None:
    """A ward and a district that do not go together are not taken for sure."""
    assert resolver.resolve("phường Hàng Bạc, quận Thanh Xuân").ask


def test_an_empty_mention_is_nowhere(resolver: Resolver) -> None:
    """Nothing, blanks and emoji name no place."""
    for mention in ("", "   ", "😀😀", "....", "\u200b"):
        place = resolver.resolve(mention)
        assert (place.level, place.candidates, place.preferred) == ("none", (), None)


def test_ten_thousand_characters_of_places_are_read_in_bounded_time(resolver: Resolver) -> None:
    """A flood of place names takes less than 50 ms a thousand characters, and gives a bounded answer."""
    flood = "xã Tân Lập huyện Châu Thành phường 12 quận Tân Bình tỉnh Hoà Bình " * 160
    start = time.process_time()
    places = resolver.find(flood)
    resolver.resolve(flood)
    assert time.process_time() - start < 0.5
    assert 1 <= len(places) <= 12


def test_reading_is_cheap(resolver: Resolver) -> None:
    """95 of 100 messages take at most 3 ms of processor time."""
    messages = [*SENTENCES, *(f"{s} ở phường Dịch Vọng cũ, quận Cầu Giấy, Hà Nội" for s in SENTENCES)]
    spent = []
    for message in messages:
        start = time.process_time()
        resolver.find(message)
        spent.append(time.process_time() - start)
    assert sorted(spent)[int(len(spent) * 0.95)] < 0.003


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)))
def test_any_text_is_read(resolver: Resolver, text: str) -> None:
    """No text crashes; every place is a slice of the NFC text and consistent in itself."""
    composed = unicodedata.normalize("NFC", text)
    end = 0
    for place in resolver.find(text):
        assert end <= place.start < place.end <= len(composed)
        assert place.text == composed[place.start : place.end]
        end = place.end
        check(resolver, place)
    check(resolver, resolver.resolve(text))


def check(resolver: Resolver, place: Place) -> None:
    """What holds of every place."""
    assert place.level in {"ward", "district", "province", "none"}
    assert place.reasons
    assert len(set(place.candidates)) == len(place.candidates)
    for code in place.candidates:
        resolver.units.ward(code)
    if place.province:
        resolver.units.province(place.province)
        assert all(resolver.units.ward(code).province == place.province for code in place.candidates)
    assert place.preferred is None or place.preferred in place.candidates
    assert place.ask or (len(place.candidates) == 1 and place.preferred is not None)


@pytest.mark.parametrize("sentence", ["chị Hà Giang hỏi giúp", "em tên Hải Dương", "cô Thanh Hóa đến chưa"])
def test_a_person_may_bear_the_name_of_a_province(resolver: Resolver, sentence: str) -> None:
    """Behind a word of address a name is a person's."""
    assert resolver.find(sentence) == []


def test_a_former_province_beside_todays_is_that_province(resolver: Resolver) -> None:
    """ "Bình Dương, TP.HCM" is no ward, unless the unit word says so."""
    assert resolver.resolve("bình dương tphcm").level == "province"
    assert resolver.resolve("phường bình dương tphcm").level == "ward"


def test_a_name_told_twice_does_not_fix_the_province(resolver: Resolver) -> None:
    """Twice the same name that many bear leaves the province open."""
    (place,) = resolver.find("phuonTAnKB:PHUOnTAnKB")
    check(resolver, place)
    assert place.province is None
