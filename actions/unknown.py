"""What to say when a message is not understood: other words each time, soon a person, never a loop."""

from rasa_sdk.executor import CollectingDispatcher

from actions.memory import Events, changes
from actions.person import CONTACT
from actions.replies import say
from actions.toolbox import Toolbox
from actions.turn import Turn
from knowledge.card import Card, Found

UNKNOWN = (
    "Dạ, em chưa tìm thấy thủ tục nào khớp với điều anh/chị hỏi. "
    "Anh/chị nói giúp em việc cần làm bằng một câu ngắn, ví dụ: «làm giấy khai sinh», «đăng ký tạm trú». " + CONTACT
)
STILL_UNKNOWN = (
    "Dạ, em vẫn chưa hiểu ý này. Việc nhiều người hỏi nhất là khai sinh, căn cước, tạm trú, kết hôn và sổ đỏ; "
    "nếu là một trong các việc đó, anh/chị nhắn đúng tên việc giúp em. " + CONTACT
)
_THEN = (
    "Dạ, câu này em chưa trả lời được. " + CONTACT,
    "Dạ, em chưa hiểu tin vừa rồi. Khi cần, anh/chị nhắn tên giấy tờ, ví dụ «đổi căn cước».",
    "Dạ, em xin lỗi, em chỉ trả lời được về thủ tục hành chính. Khi cần, anh/chị nhắn ví dụ «đăng ký kết hôn».",
    "Dạ, em chưa hiểu. Anh/chị có thể nhờ người nhà nhắn giúp tên việc, ví dụ «xin xác nhận cư trú».",
    "Dạ, em vẫn ở đây khi anh/chị cần hỏi thủ tục, ví dụ «làm hộ chiếu».",
    "Dạ, tin này em chưa đọc ra việc gì. Khi cần, anh/chị nhắn ví dụ «sao y bản chính».",
)


def say_unknown(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn, found: Found | None = None) -> Events:
    """Say that the message was not understood; the third time in a row only where a person is."""
    found = found or Found(decision="none")
    text = (UNKNOWN, STILL_UNKNOWN, *_THEN)[turn.failed if turn.failed < 2 else 2 + (turn.failed - 2) % len(_THEN)]
    say(dispatcher, text, Card(kind="refusal", decision=found.decision, scores=found.scores, snapshot=tools.name))
    return changes(turn, failed=turn.failed + 1)
