"""actions/whereabouts.py"""

from typing import Any

from actions.whereabouts import context_of, moved, place_sentence, remember
from knowledge.routing import Spot
from tests.actions.conftest import SampleResolver, place


def test_the_usual_successor_of_a_split_ward_comes_first() -> None:
    """Both successors are kept, the usual one first."""
    named = [place("phường dịch vọng cũ", "00160", "00166", preferred="00166")]
    assert remember({}, named) == {"residence": {"province": "01", "wards": ["00166", "00160"]}}


def test_where_somebody_stays_wins_over_where_they_are_from() -> None:
    """ "ở trọ … quê …": papers go where the person lives now."""
    named = [place("Cầu Giấy", "00166", role="stay"), place("Củ Chi", "27553", role="origin")]
    assert remember({}, named)["residence"]["wards"] == ["00166"]


def test_land_is_kept_beside_the_residence() -> None:
    """The place of the land does not overwrite where the person lives."""
    known = {"residence": {"province": "01", "wards": ["00166"]}}
    places = remember(known, [place("Củ Chi", "27553", role="land")])
    assert places["residence"]["wards"] == ["00166"]
    assert places["land"]["wards"] == ["27553"]


def test_the_sites_commune_stands_in_for_an_unsaid_residence() -> None:
    """A widget on a commune's site knows its commune; what the person says wins."""
    resolver = SampleResolver()
    assert context_of({}, "27553", resolver).spot("residence") == Spot(province="79", wards=("27553",))  # type: ignore[arg-type]
    said = {"residence": {"province": "01", "wards": ["00166"]}}
    assert context_of(said, "27553", resolver).spot("residence").province == "01"  # type: ignore[arg-type]


def test_somebody_from_elsewhere_is_still_at_the_site() -> None:
    """Who lives in Hà Nội and writes from a commune's site in TP.HCM is known to be there."""
    said = {"residence": {"province": "01", "wards": ["00166"]}}
    context = context_of(said, "27553", SampleResolver())  # type: ignore[arg-type]
    assert context.here == Spot(province="79", wards=("27553",))
    assert context.outside("residence")
    assert not context_of(said, None, SampleResolver()).outside("residence")  # type: ignore[arg-type]


def test_a_bare_place_answers_the_question_that_was_asked() -> None:
    """After "đất ở xã nào?" a place without a role is where the land is; its own role still wins."""
    assert set(remember({}, [place("Củ Chi", "27553")], "land")) == {"land"}
    assert set(remember({}, [place("Củ Chi", "27553", role="residence")], "land")) == {"residence"}


def test_a_hard_way_goes_into_the_context() -> None:
    """The sign changes what routing says first."""
    assert context_of({}, None, SampleResolver(), True).reduced_mobility  # type: ignore[arg-type]


def test_codes_that_are_gone_are_left_out() -> None:
    """A ward or province that this snapshot's table lacks counts as not said."""
    known = {"residence": {"province": "99", "wards": ["99999"]}, "nonsense": {"province": "01"}}
    assert context_of(known, "88888", SampleResolver()).places == {}  # type: ignore[arg-type]


def test_the_sentence_tells_what_an_old_name_is_today() -> None:
    """A split ward, a renamed one and a former district are explained; today's own name is not."""
    resolver: Any = SampleResolver()
    split = place_sentence([place("dịch vọng", "00166", "00160", preferred="00166")], resolver)
    assert split == "Nơi anh/chị nói nay thường thuộc phường Cầu Giấy; một phần thuộc phường Nghĩa Đô."
    assert place_sentence([place("phường quan hoa", "00166")], resolver) == "Nơi anh/chị nói nay là phường Cầu Giấy."
    assert place_sentence([place("p cau giay", "00166")], resolver) == ""
    assert "uận, huyện nay không còn" in place_sentence(
        [place("huyện củ chi", level="district", province="79")], resolver
    )


def test_somebody_who_stays_elsewhere_than_where_they_are_from_has_moved() -> None:
    """Two places of living, or one and the place of origin, in one message."""
    assert moved([place("Bình Tân", "27553", role="stay"), place("Cà Mau", level="province", role="origin")])
    assert moved([place("a", "27553", role="residence"), place("b", "00166", role="stay")])
    assert not moved([place("a", "27553", role="residence"), place("b", "00166", role="land")])
    assert not moved([place("b", "00166")])


def test_a_former_province_is_explained() -> None:
    """Bình Dương is part of TP.HCM now; the place of origin is not spoken of."""
    resolver: Any = SampleResolver()
    former = place("bình dương", level="province", province="79", reasons=("tỉnh Bình Dương cũ nay thuộc …",))
    assert place_sentence([former], resolver) == "Nơi anh/chị nói nay thuộc thành phố Hồ Chí Minh."
    origin = place("bình dương", level="province", province="79", role="origin", reasons=former.reasons)
    assert place_sentence([origin], resolver) == ""
