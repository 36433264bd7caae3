"""Official records into guides."""

from datetime import date
from typing import Any

import pytest

from knowledge.importing.official import Imported, Unusable, convert
from tests.knowledge.importing.records import method, record


def converted(**fields: Any) -> Imported:
    """Return the conversion of a record with `fields` set."""
    return convert(record(**fields), "file, line 1", date(2026, 7, 18))


def test_a_record_becomes_an_imported_guide() -> None:
    """Facts that the record states are carried over, with the record as their source."""
    guide = converted().guide
    assert (guide.code, guide.name, guide.status, guide.field) == (
        "1.000001",
        "Thủ tục thử nghiệm",
        "imported",
        "Hộ tịch",
    )
    assert guide.levels == ("commune",)
    assert guide.decision is not None
    assert guide.decision.number == "12/QĐ"
    assert guide.decision.issued_on == date(2026, 1, 17)
    assert guide.cases[0].papers[0].name == "Tờ khai"
    assert guide.sources["record"].read_on == date(2026, 7, 18)
    assert guide.result == "Giấy thử"


def test_an_imported_guide_has_no_route() -> None:
    """Nobody checked where to file, so no reception, authority or route class is set."""
    guide = converted(executingAgencies="UBND xã", dossierReceivingAddresses="Số 1").guide
    assert (guide.reception, guide.authority, guide.route_class) == ((), None, None)


def test_the_portal_link_comes_from_the_id() -> None:
    """The link is built from the record's id, never from its code."""
    assert (
        converted().guide.portal_url
        == "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d2bfd-3fe0-70ac-b9d6-5e9e20d6eef7"
    )
    assert converted(id="1.000001").guide.portal_url is None


@pytest.mark.parametrize("code", ["", None, "1.0133611", "1.014955-Xoa", 7, "abc"])
def test_a_bad_code_is_refused(code: Any) -> None:
    """A record whose code is malformed is not imported under a guessed one."""
    with pytest.raises(Unusable, match="code"):
        converted(code=code)


def test_spaces_around_a_code_are_harmless() -> None:
    """A code with a leading space is that code."""
    assert converted(code=" 1.014325").guide.code == "1.014325"


@pytest.mark.parametrize("name", ["", None, "<br>", "  "])
def test_a_record_without_a_name_is_refused(name: Any) -> None:
    """There is nothing to call it."""
    with pytest.raises(Unusable, match="no name"):
        converted(name=name)


@pytest.mark.parametrize(
    "key",
    [
        "executionMethods",
        "executionCases",
        "resultsDetails",
        "legalBasisesDetails",
        "category",
        "procedureProposal",
        "subjectTypesDetails",
        "departmentPromulgateName",
    ],
)
@pytest.mark.parametrize("value", [None, "text", 3, [None, 3], {}])
def test_wrong_types_are_unknown_not_a_crash(key: str, value: Any) -> None:
    """A field of a wrong type leaves that fact out."""
    assert converted(**{key: value}).guide.code == "1.000001"


def test_online_is_a_channel_of_unknown_level() -> None:
    """Filing online is possible when listed; full or partial is never inferred from flags."""
    guide = converted(isFullProcess=True, executionMethods=[method(submissionMethod="ONLINE")]).guide
    assert [(channel.name, channel.level) for channel in guide.channels] == [("national_portal", "unknown")]
    assert converted().guide.channels == ()


def test_offline_only_is_said_only_when_true() -> None:
    """False in the record is no statement."""
    assert converted(isOfflineOnly=True).guide.offline_only is True
    assert converted(isOfflineOnly=False).guide.offline_only is None


def test_quantities_of_zero_and_zero_are_unknown() -> None:
    """A paper with 0 originals and 0 copies states no quantity."""
    component = {"name": "Đơn", "originalQty": 0, "copyQty": 0}
    paper = converted(executionCases=[{"name": "", "profileComponents": [component]}]).guide.cases[0].papers[0]
    assert (paper.originals, paper.copies) == (None, None)


def test_a_paper_that_cannot_be_kept_takes_the_list_along() -> None:
    """A list with a hole would send people away with too few papers."""
    components = [{"name": "Đơn"}, {"name": "Giấy xác nhận của UBND huyện"}]
    found = converted(executionCases=[{"name": "", "profileComponents": components}])
    assert found.guide.cases == ()
    assert any("left out as a whole" in remark for remark in found.remarks)


def test_removed_tiers_in_results_are_left_out_and_reported() -> None:
    """A sentence on a removed tier does not reach the guide, and the report says so."""
    found = converted(resultsDetails=[{"name": "Quyết định của UBND cấp huyện"}, {"name": "Giấy phép"}])
    assert found.guide.result == "Giấy phép"
    assert any("removed tier" in remark for remark in found.remarks)


def test_a_condition_that_lost_a_sentence_makes_its_figure_likely() -> None:
    """A fee whose condition spoke of a removed tier may belong to another case."""
    row = {"value": 5000, "description": "Nộp ở xã. Tại huyện thì khác."}
    fee = converted(executionMethods=[method(fees=[row])]).guide.fees[0]
    assert (fee.condition, fee.certainty) == ("Nộp ở xã.", "likely")


def test_mark_up_never_reaches_the_guide() -> None:
    """HTML and scripts in any field are gone."""
    found = converted(name="<b>Cấp</b> giấy<script>x()</script>", description="<p>Mô tả</p>")
    assert found.guide.name == "Cấp giấy"
    assert "<" not in found.guide.model_dump_json() + found.body


def test_who_may_ask() -> None:
    """Citizens, organisations and internal procedures are told apart, for the ranking only."""
    assert converted().citizens
    assert not converted(subjectTypesDetails=[{"name": "Doanh nghiệp"}]).citizens
    assert converted(isInternal=True).internal
    assert converted(type="STANDARD_INTERNAL").internal
