"""What is not for a procedure: emergencies, scams, complaints, insults … each gets a fixed text, never a generated one.

The texts hold only what is certain: of telephone numbers the four that everybody knows, of places those that the
state names for everybody. Procedures that the search is sure of are offered beside them, or answered instead where
the text would only have declined.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Events, answer, choice_for, places_of
from actions.misread import asks_instead
from actions.procedure import answer_request
from actions.replies import Button, pick_button, say
from actions.toolbox import Toolbox
from actions.turn import Turn
from knowledge.card import Card, Kind
from knowledge.guide import Guide
from nlu.components.signals import find_signal
from nlu.text import fold

PORTAL = "https://dichvucong.gov.vn"
#: Mediation of a dispute about land at the commune: what everybody must do before going further.
MEDIATION = "1.012812"
LEGAL_AID = "2.000829"
LAND = frozenset("dat ranh lan thua vuon ruong bia rao".split())

EMERGENCIES: Mapping[str, str] = {
    "fire": (
        "Gọi ngay 114 (chữa cháy, cứu nạn).\n"
        "Anh/chị rời khỏi nơi nguy hiểm, báo mọi người xung quanh, đừng quay lại lấy đồ. "
        "Có người bị thương: gọi 115."
    ),
    "violence": (
        "Gọi ngay 113 (công an).\n"
        "Anh/chị đến chỗ an toàn, nhờ hàng xóm hay người thân ở cạnh. Có người bị thương: 115. Có trẻ em bị hại: 111."
    ),
    "ambulance": (
        "Gọi ngay 115 (cấp cứu).\nAnh/chị nói rõ địa chỉ và tình trạng người bệnh, làm theo lời nhân viên cấp cứu. "
        "Em không phải bác sĩ nên không hướng dẫn chữa trị được ạ."
    ),
    "child": (
        "Gọi ngay 111 (bảo vệ trẻ em); nếu đang nguy hiểm, gọi 113 (công an).\n"
        "Anh/chị đưa cháu đến chỗ an toàn. Cháu bị thương: gọi 115."
    ),
    "suicide": (
        "Gọi ngay 115 (cấp cứu); dưới 18 tuổi gọi 111 (bảo vệ trẻ em).\n"
        "Em rất mong anh/chị được bình an. Lúc này xin đừng ở một mình: anh/chị gọi một người thân đến bên cạnh nhé."
    ),
    "": (
        "Việc khẩn cấp, gọi ngay: 113 (công an), 114 (cháy, cứu nạn), 115 (cấp cứu), 111 (trẻ em bị hại).\n"
        "Anh/chị đến chỗ an toàn và nhờ người ở gần giúp."
    ),
}
AFTERWARDS = "Khi đã an toàn, anh/chị cần giấy tờ gì thì em hướng dẫn tiếp."

TEXTS: Mapping[str, str] = {
    "scam": (
        "Dạ, anh/chị đừng cài ứng dụng lạ, đừng bấm đường link, đừng đọc mã OTP và đừng chuyển tiền ạ.\n"
        "Chỉ dùng VNeID tải từ kho ứng dụng của điện thoại; trang chính thức là vneid.gov.vn.\n"
        "Anh/chị báo Công an xã, phường nơi ở. Đang bị đe doạ: gọi 113."
    ),
    "dossier_status": (
        "Dạ, em không xem được hồ sơ của ai ạ.\n"
        f"Anh/chị vào Cổng Dịch vụ công quốc gia {PORTAL}, mục «Tra cứu hồ sơ», nhập mã hồ sơ ghi trên giấy hẹn; "
        "hoặc hỏi nơi đã nhận hồ sơ."
    ),
    "complaint": (
        "Dạ, em hiểu anh/chị đang có điều chưa hài lòng; em không đánh giá bên nào ạ.\n"
        f"Anh/chị gửi phản ánh, kiến nghị trên Cổng Dịch vụ công quốc gia {PORTAL}, "
        "hoặc đến nơi tiếp công dân của xã, phường.\n"
        "Muốn khiếu nại, tố cáo thì nên hỏi sớm cán bộ tiếp công dân, vì việc này có thể có thời hạn."
    ),
    "dispute": (
        "Dạ, em không phân xử ai đúng ai sai và không tư vấn cách kiện ạ.\n"
        "Xã, phường nơi ở giúp hoà giải; ly hôn, kiện tụng thì do Toà án nhân dân khu vực giải quyết.\n"
        "Cần người hiểu luật giúp: hỏi Trung tâm trợ giúp pháp lý nhà nước, không mất tiền nếu thuộc diện."
    ),
    "land": (
        "Dạ, em không phân xử ai đúng ai sai ạ; việc này cần hoà giải ở xã, phường nơi có đất. "
        "Trung tâm trợ giúp pháp lý nhà nước giúp người thuộc diện không mất tiền."
    ),
    "medical": (
        "Dạ, em không phải bác sĩ nên không tư vấn bệnh và thuốc được ạ. "
        "Anh/chị đến trạm y tế xã, phường hoặc bệnh viện; nguy cấp thì gọi 115."
    ),
    "politics": "Dạ, em không bàn chuyện chính trị ạ. Anh/chị cần làm giấy tờ hay thủ tục gì thì em hướng dẫn.",
    "insult": "Dạ, em xin lỗi vì chưa giúp được anh/chị. Anh/chị cần làm việc gì, em xin hướng dẫn lại ạ.",
    "illegal": (
        "Dạ, việc này trái quy định nên em không giúp được ạ.\n"
        "Giấy tờ bị mất, hỏng, sai hay chưa có đều có cách làm đúng luật; khó khăn về thuế, phí thì hỏi nơi thu "
        "về trường hợp được miễn, giảm. Anh/chị cần loại giấy tờ nào để em chỉ nơi nộp?"
    ),
    "injection": (
        "Dạ, em chỉ hướng dẫn thủ tục hành chính theo thông tin đã công bố, nên không làm theo yêu cầu này ạ. "
        "Anh/chị cần làm thủ tục gì?"
    ),
    "small_talk": (
        "Dạ, em chỉ biết về thủ tục hành chính nên chưa trả lời được câu này ạ. Anh/chị cần làm giấy tờ gì không?"
    ),
}

#: For whoever has already pressed the link or lost money.
CHEATED = (
    "Dạ, anh/chị gọi ngay ngân hàng của mình (số ghi trên thẻ) để khoá tài khoản, rồi đổi mật khẩu ngân hàng, "
    "VNeID, thư điện tử.\n"
    "Giữ lại tin nhắn, số tài khoản đã chuyển và trình báo Công an xã, phường nơi ở.\n"
    "Đừng chuyển thêm tiền, kể cả cho người hứa lấy lại giúp. Đang bị đe doạ: gọi 113."
)
_CHEATED = re.compile(
    r"\b(?:lo|trot) (?:\w+ ){0,2}(?:bam|an|click|nhap|cung cap|doc|gui|cai|tai|chuyen|quet|cho)\b"
    r"|\b(?:da|vua|moi|bi lua) (?:\w+ ){0,1}(?:bam|click|chuyen (?:tien|khoan)|doc otp|cai (?:app|ung dung))"
    r"|\b(?:chuyen|bam|click|cai|doc|gui|nhap)(?: \w+){0,3} roi\b"
    r"|\bmat (?:het |sach )?tien|tien (?:bi )?mat|bi (?:hack|tru|rut)\b|\bbi lua (?:mat|het|tien|chuyen)|lua toi chuyen"
)

#: Texts that a trained guess alone gives only when it is this sure, and nothing in the words asks for a procedure.
GRAVE = frozenset({"scam", "illegal", "injection"})
SURE = 0.9

#: Texts that only decline: where the search is sure of a procedure, it is answered instead.
DECLINING = frozenset({"insult", "small_talk", "politics", "medical"})
#: Emergencies in which the state shelters people by a procedure, which is then offered as a button.
SHELTERED = frozenset({"violence", "child"})
_DIVORCE = re.compile(r"l[iy] (?:hon|di)\b")
_PROTECTS = re.compile("cam tiep xuc|bao ve|tam lanh|lanh|xam hai|bao luc|tro giup xa hoi khan cap")
#: A message longer than this may tell what has happened rather than what is happening.
STORY = 9
#: A rude message shorter than this holds no question.
SHORT = 6


def answer_emergency(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Give the number in the first line and stop whatever was going on; a procedure is offered, not answered.

    A longer message whose words may tell of the past, and in which the search is sure of a procedure, gets both.
    """
    if asks_instead(tools, turn):
        return answer_request(dispatcher, tools, turn)
    signal = find_signal(turn.text)
    sort = signal.sort if signal else ""
    if signal is None and tools.searcher.search(turn.text).decision != "none":
        return answer_request(dispatcher, tools, turn)  # only the classifier believes it, and the search knows better
    if signal and not signal.sure and len(turn.text.split()) > STORY and _sure(tools, turn):
        say(dispatcher, EMERGENCIES[sort].splitlines()[0], _card(tools, "emergency"))
        return answer_request(dispatcher, tools, turn)
    text = f"{EMERGENCIES.get(sort, EMERGENCIES[''])}\n{AFTERWARDS}"
    say(dispatcher, text, _card(tools, "emergency"), _shelter(tools, turn) if sort in SHELTERED else [])
    return [SlotSet("choices", None), SlotSet("question", None)]


def answer_declining(intent: str, dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Decline in one sentence, unless the search is sure of a procedure and no rule has read the words otherwise."""
    doubtful = find_signal(turn.text) is None or (intent == "insult" and len(turn.text.split()) >= SHORT)
    asked = replace(turn, text=_without_rudeness(turn.text)) if intent == "insult" else turn
    if doubtful and (_sure(tools, asked) if asked == turn else tools.searcher.search(asked.text).decision != "none"):
        return answer_request(dispatcher, tools, asked)
    say(dispatcher, TEXTS[intent], _card(tools, "refusal"))
    return []


def answer_fixed(intent: str, dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Give the fixed text of `intent`, unless only the classifier reads it so and the words ask for a procedure."""
    if asks_instead(tools, turn) or (intent in GRAVE and _guessed(tools, turn)):
        return answer_request(dispatcher, tools, turn)
    cheated = intent == "scam" and _CHEATED.search(fold(turn.text))
    say(dispatcher, CHEATED if cheated else TEXTS[intent], _card(tools, "refusal"))
    return []


def answer_dispute(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Say who settles a dispute, never who is right; a dispute about land gets the commune's mediation.

    Who goes on with the procedure at hand ("tôi ly hôn rồi thì cần gì") is answered instead.
    """
    if asks_instead(tools, turn):
        return answer_request(dispatcher, tools, turn)
    mediation = tools.guide(MEDIATION)
    words = fold(turn.text)
    if mediation is not None and LAND & set(words.split()) and not _DIVORCE.search(words):
        lead = TEXTS["land"]
        return answer(dispatcher, tools, turn, mediation, aspects=turn.asked, named=places_of(turn, tools), lead=lead)
    aid = tools.guide(LEGAL_AID)
    buttons = _offer(tools, turn) + ([pick_button(choice_for(aid))] if aid else [])
    say(dispatcher, TEXTS["dispute"], _card(tools, "refusal"), buttons)
    return []


def _guessed(tools: Toolbox, turn: Turn) -> bool:
    """Return whether no rule reads the words as grave, and they look like an ordinary request."""
    if find_signal(turn.text) is not None:
        return False
    ordinary = turn.confidence < SURE or turn.names_place or bool(turn.aspects)
    return ordinary or tools.searcher.search(turn.text).decision == "answer"


def _without_rudeness(text: str) -> str:
    """Return the clauses of `text` that insult nobody, all of it when none is left."""
    clauses = [clause.strip() for clause in re.split("[,.;!?]", text) if clause.strip()]
    return ", ".join(clause for clause in clauses if find_signal(clause) is None) or text


def _sure(tools: Toolbox, turn: Turn) -> Guide | None:
    result = tools.searcher.search(turn.text)
    return tools.guide(result.results[0].code) if result.decision == "answer" and result.results else None


def _shelter(tools: Toolbox, turn: Turn) -> list[Button]:
    """Return a button for the procedure that protects, when the search is sure of one."""
    guide = _sure(tools, turn)
    return [pick_button(choice_for(guide))] if guide and _PROTECTS.search(fold(f"{guide.title} {guide.name}")) else []


def _offer(tools: Toolbox, turn: Turn) -> list[Button]:
    guide = _sure(tools, turn)
    return [pick_button(choice_for(guide))] if guide else []


def _card(tools: Toolbox, kind: Kind) -> Card:
    return Card(kind=kind, snapshot=tools.name)


#: Rasa's action for each of these intents.
SAFETY: Mapping[str, Callable[[CollectingDispatcher, Toolbox, Turn], Events]] = {
    "action_emergency": answer_emergency,
    "action_dispute": answer_dispute,
    **{f"action_{intent}": partial(answer_declining, intent) for intent in sorted(DECLINING)},
    **{f"action_{intent}": partial(answer_fixed, intent) for intent in ("scam", "dossier_status", "complaint")},
    **{f"action_{intent}": partial(answer_fixed, intent) for intent in ("illegal", "injection")},
}
