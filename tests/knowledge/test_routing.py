"""knowledge/routing.py"""

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.guide import Key, RouteClass
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
