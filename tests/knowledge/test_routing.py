"""knowledge/routing.py"""

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.centres import Centre, Centres
from knowledge.guide import Key, RouteClass
from knowledge.overrides import Override, Overrides
from knowledge.routing import Context, Route, Router, Spot
from knowledge.tiers import removed_tier
from tests.knowledge.samples import TODAY, SampleUnits, guide, living_in, rule_book

ROUTER = Router(rule_book(), SampleUnits())


def routed(route_class: str, context: Context | None = None, at: date = TODAY, **fields: object) -> Route:
    return ROUTER.route(guide(route_class=route_class, **fields), context or Context(), at)


def test_a_one_level_province_has_branches_and_no_commune_centre() -> None:
    """In Hà Nội a birth is registered at any branch or reception point; no centre's name is composed."""
    route = routed("CIVIL_COMMUNE", living_in("00166", "00160"))
    assert [place.type for place in route.where] == ["centre_branch"]
    assert route.where[0].name == "chi nhánh hoặc điểm tiếp nhận của Trung tâm Phục vụ hành chính công thành phố Hà Nội"
    assert route.needs is None


def test_a_split_ward_names_the_usual_successor_first() -> None:
    """The deciding committee is that of the usual successor, the other is named too."""
    authority = routed("CIVIL_COMMUNE", living_in("00166", "00160")).authority
    assert authority is not None
    assert authority.name == "Ủy ban nhân dân phường Cầu Giấy (hoặc phường Nghĩa Đô, tuỳ nơi anh/chị ở)"
    assert authority.unit_code == "00166"


def test_commune_centres_elsewhere_receive_for_the_whole_province() -> None:
    """In a province with commune centres the own one comes first, any other will do."""
    first = routed("CIVIL_COMMUNE", living_in("25747")).where[0]
    assert first.name == "Trung tâm Phục vụ hành chính công của phường Thủ Dầu Một"
    assert (first.scope, first.anywhere) == ("province", "bất kỳ xã, phường nào trong thành phố Hồ Chí Minh")


def test_residence_goes_to_the_police_of_the_dwelling() -> None:
    """Residence matters need one commune: asked only while it is not fixed."""
    assert routed("POLICE_COMMUNE", living_in("27553")).where[0].name == "Công an xã Củ Chi"
    assert routed("POLICE_COMMUNE", living_in("27553")).needs is None
    open_question = routed("POLICE_COMMUNE", living_in("00166", "00160"))
    assert (open_question.needs, open_question.choices) == ("residence", ("00166", "00160"))
    assert routed("POLICE_COMMUNE").needs == "residence"


def test_identity_cards_are_made_anywhere() -> None:
    """An identity card needs no question about the place."""
    route = routed("POLICE_ANYWHERE")
    assert route.where[0].anywhere == "bất kỳ xã, phường nào trong cả nước"
    assert route.needs is None


def test_land_goes_by_the_place_of_the_land() -> None:
    """Somebody who lives in Hà Nội with land in TP.HCM is sent to TP.HCM."""
    context = Context(
        places={"residence": Spot(province="01", wards=("00166",)), "land": Spot(province="79", wards=("27553",))}
    )
    route = routed("LAND_FIRST", context)
    assert route.where[0].name == "Trung tâm Phục vụ hành chính công của xã Củ Chi"
    assert route.authority is not None
    assert route.authority.name == "Chủ tịch Ủy ban nhân dân xã Củ Chi"


def test_a_guide_may_differ_from_its_class() -> None:
    """A guide's own reception and authority win over the class's."""
    route = routed(
        "POLICE_COMMUNE",
        living_in("27553"),
        reception=[{"office": "commune_committee", "scope": "commune", "keyed_by": "residence"}],
        authority={"office": "commune_committee", "keyed_by": "residence"},
    )
    assert [place.name for place in route.where] == ["Ủy ban nhân dân xã Củ Chi"]


def test_a_guide_without_a_class_has_no_route() -> None:
    """An imported guide names no office."""
    route = ROUTER.route(guide(route_class=None, status="imported"), living_in("27553"), TODAY)
    assert (route.where, route.authority, route.rule) == ((), None, None)


def test_a_likely_class_gives_a_hint_and_no_office() -> None:
    """A rule from memory never names an office as a fact."""
    route = routed("COURT", living_in("27553"))
    assert route.where == ()
    assert "cần hỏi lại" in route.hints[0]


def test_the_route_tells_rule_and_source() -> None:
    """Every route can be traced."""
    route = routed("BUILD")
    assert route.rule == "building-permit"
    assert route.source is not None
    assert "140/2025" in route.source.title


SPOTS = st.builds(
    lambda wards, known: Spot(
        province=SampleUnits.wards[wards[0]].province if wards else ("01" if known else None), wards=wards
    ),
    st.sampled_from([(), ("00166",), ("00166", "00160"), ("25747",), ("27553",)]),
    st.booleans(),
)


@pytest.mark.parametrize("route_class", get_args(RouteClass))
@given(
    places=st.dictionaries(st.sampled_from(get_args(Key)), SPOTS, max_size=3),
    at=st.dates(min_value=date(2025, 7, 1), max_value=date(2030, 1, 1)),
)
def test_routing_is_total_and_names_only_offices_of_today(route_class: str, places: dict[Key, Spot], at: date) -> None:
    """Whatever is known of the citizen, there is a route without an office outside the table or of a removed tier."""
    route = routed(route_class, Context(places=places), at)
    named = [*(place.name for place in route.where), route.authority.name if route.authority else ""]
    assert [name for name in named if removed_tier(name)] == []
    assert {place.type for place in route.where} <= set(rule_book_offices())


def rule_book_offices() -> set[str]:
    return set(ROUTER._book.offices)


def source(title: str = "Thông báo của phường") -> dict[str, str]:
    return {"title": title, "read_on": "2026-11-01"}


def over(*rows: dict[str, object]) -> Router:
    """Return a router over these overrides and a headquarters of phường Thủ Dầu Một."""
    seat = Centre.model_validate(
        {"office": "commune_committee", "unit": "25747", "address": "Số 1", "quality": "street", "source": source()}
    )
    published = Overrides(Override.model_validate({"source": source()} | row) for row in rows)
    return Router(rule_book(), SampleUnits(), Centres([seat]), published)


def test_a_headquarters_is_named_as_such() -> None:
    """Without a confirmed address the seat of the committee is told beside the centre, never as the centre."""
    first = over().route(guide(route_class="CIVIL_COMMUNE"), living_in("25747"), TODAY).where[0]
    assert first.address is None
    assert first.seat is not None
    assert (first.seat.name, first.seat.address) == ("Trụ sở Ủy ban nhân dân phường Thủ Dầu Một", "Số 1")


def test_the_seat_of_the_committee_is_not_told_for_the_police() -> None:
    """The police sit elsewhere."""
    assert over().route(guide(route_class="POLICE_COMMUNE"), living_in("25747"), TODAY).where[0].seat is None


def test_what_a_commune_publishes_is_merged() -> None:
    """Address, hours, telephone and home service of the commune stand in the answer, with who published them."""
    rows: list[dict[str, object]] = [
        {"unit": "25747", "field": "address", "office": "commune_centre", "text": "Số 2 đường Thử"},
        {"unit": "25747", "field": "hours", "office": "commune_centre", "text": "7 giờ 30 đến 17 giờ"},
        {"unit": "79", "field": "phone", "office": "commune_centre", "text": "1022"},
        {
            "unit": "25747",
            "field": "home_service",
            "office": "commune_centre",
            "home_service": "ask",
            "text": "Gọi tổ công nghệ số của phường.",
        },
    ]
    context = living_in("25747").model_copy(update={"reduced_mobility": True})
    route = over(*rows).route(guide(route_class="CIVIL_COMMUNE"), context, TODAY)
    first = route.where[0]
    assert (first.address, first.hours, first.phone) == ("Số 2 đường Thử", "7 giờ 30 đến 17 giờ", "1022")
    assert first.seat is None
    assert first.source is not None
    assert first.source.title == "Thông báo của phường"
    assert route.home == "Gọi tổ công nghệ số của phường."


def test_a_local_fee_takes_the_place_of_the_guides() -> None:
    """A province's fee decision holds there and nowhere else, with its source; so do notices."""
    rows: list[dict[str, object]] = [
        {"unit": "79", "field": "fee", "code": "1.000001", "fees": [{"kind": "free"}]},
        {"unit": "25747", "field": "notice", "text": "Nghỉ chiều thứ 6."},
    ]
    router = over(*rows)
    there = router.route(guide(), living_in("25747"), TODAY)
    assert there.fees is not None
    assert [fee.kind for fee in there.fees.fees] == ["free"]
    assert there.notices == ("Nghỉ chiều thứ 6.",)
    elsewhere = router.route(guide(), living_in("00166"), TODAY)
    assert (elsewhere.fees, elsewhere.notices) == (None, ())


def test_help_at_home_is_asked_for_and_never_promised() -> None:
    """Only somebody to whom the way is hard hears of it, as a question to the police of the commune."""
    hard = Context(reduced_mobility=True)
    assert routed("POLICE_ANYWHERE", hard).home == "Khó đi lại: hỏi Công an xã, phường nơi ở có hỗ trợ tại nhà không."
    assert routed("POLICE_ANYWHERE").home == ""
    own = routed("CIVIL_COMMUNE", hard, home_service={"rule": "yes", "note": "Cán bộ đến nhà."})
    assert own.home == "Cán bộ đến nhà."
    assert routed("CIVIL_COMMUNE", hard, home_service={"rule": "no"}).home == ""


def test_outside_the_province_the_commune_there_helps() -> None:
    """A resident of Hà Nội who is in TP.HCM is told who helps to file online, beside the offices in Hà Nội."""
    context = living_in("00166").model_copy(update={"here": Spot(province="79", wards=("25747",))})
    route = routed("CIVIL_COMMUNE", context)
    assert route.outside
    assert route.support is not None
    assert route.support.name == "Trung tâm Phục vụ hành chính công của phường Thủ Dầu Một"
    assert routed("CIVIL_COMMUNE", context, date(2027, 3, 1)).support is None


def test_codes_that_do_not_exist_are_as_if_not_said() -> None:
    """A ward or province that the table lacks never makes routing stumble."""
    nowhere = Context(places={"residence": Spot(province="99", wards=("99999",))}, here=Spot(wards=("88888",)))
    assert routed("POLICE_COMMUNE", nowhere) == routed("POLICE_COMMUNE")


def test_a_channel_that_has_closed_is_not_named() -> None:
    """The software of the linked services takes papers until the end of 2026."""
    channels = [{"name": "national_portal"}, {"name": "linked_software"}]
    assert len(routed("CIVIL_COMMUNE", at=date(2026, 12, 31), channels=channels).channels) == 2
    assert [one.name for one in routed("CIVIL_COMMUNE", at=date(2027, 1, 1), channels=channels).channels] == [
        "national_portal"
    ]


def test_a_province_may_receive_in_the_competent_commune_only() -> None:
    """Where the local list leaves a procedure out, no other centre is named, and the commune matters."""
    row: dict[str, object] = {"unit": "79", "field": "scope", "code": "1.000001", "scope": "commune"}
    router = over(row)
    first = router.route(guide(route_class="SOCIAL"), living_in("25747"), TODAY).where[0]
    assert (first.scope, first.anywhere) == ("commune", "")
    unknown = Context(places={"residence": Spot(province="79")})
    assert router.route(guide(route_class="SOCIAL"), unknown, TODAY).needs == "residence"
    assert over().route(guide(route_class="SOCIAL"), unknown, TODAY).needs is None
