"""knowledge/route.py: the citizen's places, and a route that explains itself."""

from knowledge.route import Context, Route, Spot
from knowledge.routing import Router
from tests.knowledge.samples import TODAY, SampleUnits, guide, living_in, rule_book

ROUTER = Router(rule_book(), SampleUnits())
HERE, THERE = Spot(province="79", wards=("25747",)), Spot(province="01", wards=("00166",))


def test_the_residence_stands_in_for_land_but_not_for_an_old_registration() -> None:
    """Land and shops are mostly where people live; where a paper was made long ago is not."""
    context = Context(places={"residence": HERE})
    assert context.spot("land") == context.spot("business") == HERE
    assert context.stands_in("land")
    assert context.spot("registration") == Spot()
    assert not Context(places={"residence": HERE, "land": THERE}).stands_in("land")


def test_outside_needs_two_known_provinces() -> None:
    """Somebody is outside the province only when both places are known and differ."""
    assert Context(places={"residence": HERE, "land": THERE}).outside("land")
    assert Context(places={"residence": THERE}, here=HERE).outside("residence")
    assert not Context(places={"residence": HERE}).outside("land")
    assert not Context(places={"land": THERE}).outside("land")
    assert not Context(places={"residence": HERE}, here=HERE).outside("residence")


def test_a_split_ward_is_not_one_ward() -> None:
    """`ward` is the one ward that a place is, None while several are possible."""
    assert Spot(wards=("00166",)).ward == "00166"
    assert Spot(wards=("00166", "00160")).ward is None


def test_a_route_tells_its_rule_source_and_day() -> None:
    """The explanation names the rule, the text it rests on and when that was read."""
    told = ROUTER.route(guide(route_class="BUILD"), living_in("25747"), TODAY).explain()
    assert "140/2025" in told
    assert "đọc ngày 22/11/2026" in told
    assert "building-permit" in told


def test_a_guides_own_office_is_explained_by_the_guides_source() -> None:
    """What the record says is not put down to the class's rule."""
    own = guide(route_class=None, reception=[{"office": "court", "scope": "commune"}])
    route = ROUTER.route(own, Context(), TODAY)
    assert route.verified
    assert "Nguồn thử" in route.explain()


def test_nothing_known_is_said() -> None:
    """Without rule and office the explanation says so."""
    assert Route().explain() == "Nơi nộp chưa được xác minh."
    assert not Route().verified
