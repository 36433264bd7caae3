"""knowledge/card.py and knowledge/card_text.py"""

import re
from datetime import date

import pytest

from knowledge.card import Card, guide_card
from knowledge.card_text import ASPECTS, card_text
from knowledge.guide import Guide
from knowledge.routing import Context, Router
from knowledge.tiers import removed_tier
from tests.knowledge.samples import TODAY, SampleUnits, guide, living_in, rule_book

ROUTER = Router(rule_book(), SampleUnits())
CONTEXTS = [Context(), living_in("00166", "00160"), living_in("25747")]


def card_of(context: Context | None = None, at: date = TODAY, **fields: object) -> Card:
    one = guide(**fields)
    return guide_card(one, ROUTER.route(one, context or Context(), at), at)


def test_only_fees_valid_today_are_on_the_card() -> None:
    """An expired row and a future one stay off the card; the reader never sees the first number by accident."""
    fees = [
        {"kind": "amount", "amount": 160000, "valid_to": "2023-12-31"},
        {"kind": "amount", "amount": 35000, "valid_to": "2026-12-31"},
        {"kind": "amount", "amount": 70000, "valid_from": "2027-01-01"},
    ]
    assert [fee.amount for fee in card_of(fees=fees).fees] == [35000]
    assert [fee.amount for fee in card_of(fees=fees, at=date(2027, 1, 1)).fees] == [70000]


def test_likely_notes_become_hints() -> None:
    """What is only likely is a hint, not a note."""
    card = card_of(
        notes=[{"text": "Có thể miễn; cần hỏi lại cán bộ.", "certainty": "likely"}, {"text": "Trong 60 ngày."}]
    )
    assert card.notes == ("Trong 60 ngày.",)
    assert card.hints == ("Có thể miễn; cần hỏi lại cán bộ.",)


def test_unknown_papers_come_with_what_is_likely_about_them() -> None:
    """Where papers are unknown, the hedged hints that speak of papers are all that helps; others stay away."""
    likely = [
        {"text": "Thường cần Giấy báo tử; cần hỏi lại cán bộ.", "certainty": "likely"},
        {"text": "Thường do xã nơi ở cuối cùng giải quyết; cần hỏi lại cán bộ.", "certainty": "likely"},
    ]
    text = card_text(card_of(cases=[], notes=likely), ["papers"], follow_up=True)
    assert "chưa có thông tin chắc chắn" in text
    assert "Giấy báo tử" in text
    assert "nơi ở cuối cùng" not in text


def test_unknown_is_said() -> None:
    """Without a fee, the answer says that it is not known, and never "free"."""
    text = card_text(card_of())
    assert "Lệ phí: chưa rõ" in text
    assert "miễn" not in text.lower()


def test_an_imported_guide_names_no_office() -> None:
    """Without a route the answer says that the place is not verified."""
    text = card_text(card_of(route_class=None, status="imported"))
    assert "chưa xác minh" in text
    assert "Trung tâm" not in text


def test_an_unconfirmed_guide_says_so() -> None:
    """No officer's name is invented."""
    assert "chưa có cán bộ xác nhận" in card_text(card_of())
    reviewed = card_of(status="reviewed", checked_by="Bộ phận Một cửa", checked_on="2026-11-01")
    assert "cán bộ xác nhận ngày 01/11/2026" in card_text(reviewed)


@pytest.mark.parametrize("aspect", ASPECTS)
def test_each_aspect_has_an_answer(aspect: str) -> None:
    """Asking one aspect gives the head, that aspect and the source, also for an empty guide."""
    text = card_text(card_of(), [aspect], follow_up=True)
    assert text.startswith("Dạ, về việc Thủ tục thử:")
    assert "Nguồn: Nguồn thử" in text


def test_a_question_for_the_fee_gets_the_fee_first_then_where() -> None:
    """A first question about one aspect is answered at once, with where to go behind it; a follow-up is only that."""
    first = card_text(card_of(fees=[{"kind": "amount", "amount": 8000}]), ["fee"]).splitlines()
    assert first[1] == "Lệ phí: 8.000 đồng."
    assert first[2].startswith("Nơi nộp:")
    later = card_text(card_of(fees=[{"kind": "amount", "amount": 8000}]), ["fee"], follow_up=True)
    assert "Nơi nộp" not in later


def test_two_aspects_are_both_answered() -> None:
    """Fee and time asked in one message are both there."""
    text = card_text(card_of(times=[{"unit": "at_once"}]), ["fee", "time"], follow_up=True)
    assert "Lệ phí:" in text
    assert "Thời hạn: ngay khi nộp." in text


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("follow_up", [False, True])
@pytest.mark.parametrize("aspect", [None, *ASPECTS])
def test_every_number_of_a_starter_answer_is_a_field_of_its_card(
    starter_guides: dict[str, Guide], context: Context, aspect: str | None, follow_up: bool
) -> None:
    """Over all guides that ship: each figure in the text stands in the card, and no office of a removed tier."""
    for one in starter_guides.values():
        card = guide_card(one, ROUTER.route(one, context, TODAY), TODAY)
        text = card_text(card, [aspect] if aspect else [], follow_up)
        fields = card.model_dump_json() + one.model_dump_json()
        known = numbers(fields) | numbers(re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\3/\2/\1", fields)) | {"15"}
        known |= {f"{int(figure):,}".replace(",", ".") for figure in known if figure.isdigit()}
        known |= {figure.removesuffix(".0").replace(".", ",") for figure in known}
        known |= {part for figure in known for part in re.split(r"[./]", figure)}
        assert numbers(text) <= known, (one.code, numbers(text) - known)
        assert removed_tier(text) is None, one.code


def test_a_short_answer_stays_short(starter_guides: dict[str, Guide]) -> None:
    """The overview without its source line has at most 120 syllables for the starter guides that we know of."""
    long = {
        one.code: len(body.split())
        for one in starter_guides.values()
        for context in CONTEXTS
        if len(
            (body := card_text(guide_card(one, ROUTER.route(one, context, TODAY), TODAY)).rsplit("\n", 1)[0]).split()
        )
        > 120
    }
    assert long == {}


def test_somebody_who_can_hardly_come_reads_first_how_to_do_without() -> None:
    """Help at home, post and online stand before the office, and who has to be present is said."""
    context = living_in("25747").model_copy(update={"reduced_mobility": True})
    card = card_of(
        context,
        route_class="POLICE_ANYWHERE",
        channels=[{"name": "vneid"}],
        notes=[{"text": "Gửi qua bưu chính thì kèm bản sao."}],
        presence={"rule": "required", "who": "người làm thẻ"},
    )
    lines = card_text(card).splitlines()
    assert [line.split(":")[0] for line in lines[1:6]] == [
        "Khó đi lại",
        "Hồ sơ có thể gửi qua bưu chính.",
        "Nộp mạng",
        "Người làm thẻ cần có mặt.",
        "Nơi nộp",
    ]


def test_somebody_outside_the_province_gets_the_rule_in_the_answer_itself() -> None:
    """Without asking for it: who helps there, or what to do instead."""
    away = living_in("00166").model_copy(update={"here": living_in("25747").spot("residence")})
    assert "phường Thủ Dầu Một giúp nộp trực tuyến" in card_text(card_of(away))
    land = Context(places={"residence": away.spot("residence"), "land": living_in("27553").spot("residence")})
    assert "Đang ở tỉnh khác thì nộp mạng" in card_text(card_of(land, route_class="LAND_FIRST"))


def test_a_place_that_stood_in_is_told() -> None:
    """Where the residence stands in for the land, the answer says so."""
    text = card_text(card_of(living_in("27553"), route_class="LAND_FIRST"))
    assert "Em tính theo nơi anh/chị ở; nhà, đất ở nơi khác thì anh/chị nhắn em nơi ấy." in text


def test_the_link_stands_on_a_line_of_its_own() -> None:
    """A long address does not run into the sentence."""
    lines = card_text(card_of(channels=[{"name": "national_portal"}])).splitlines()
    assert lines[lines.index("Nộp mạng: Cổng Dịch vụ công quốc gia") + 1] == "https://dichvucong.gov.vn"


def test_an_unknown_decider_is_said() -> None:
    """When nothing says who decides, the answer does not keep silent about it."""
    assert "Nơi giải quyết: chưa rõ" in card_text(card_of(route_class="MERIT"))


def test_the_source_aspect_tells_what_the_place_rests_on() -> None:
    """The rule's source and its day stand beside the guide's."""
    assert "Nơi nộp theo: Nghị định 118/2025" in card_text(card_of(), ["source"], follow_up=True)


def test_somebody_who_moved_reads_that_nobody_need_go_back() -> None:
    """ "Ở trọ Bình Dương quê Cà Mau": the answer itself says that papers go where one lives."""
    context = living_in("25747").model_copy(update={"moved": True})
    assert "tạm trú đều được, không phải về quê" in card_text(card_of(context))
    assert "không phải về quê" not in card_text(card_of(living_in("25747")))
