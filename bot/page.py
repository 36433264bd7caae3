"""The chat page as HTML: the frame that the script takes over, and the whole conversation step without a script."""

from collections.abc import Sequence

from bot import wording
from bot.replies import Reply
from bot.templating import Templates
from bot.view import view_of

#: What the page offers to press before the first question: what to show, and what is asked.
SUGGESTIONS = (
    ("Khai sinh cho con", "đăng ký khai sinh cho con"),
    ("Căn cước, VNeID", "làm thẻ căn cước"),
    ("Tạm trú, thường trú", "đăng ký tạm trú"),
    ("Sao y, chứng thực", "sao y chứng thực giấy tờ"),
    ("Sổ đỏ, nhà đất", "làm sổ đỏ"),
    ("Người thân qua đời", "làm giấy khai tử"),
)


def chat_page(
    templates: Templates,
    *,
    token: str,
    message_id: str,
    commune: str | None = None,
    kiosk: bool = False,
    framed: bool = False,
    idle: int = 90,
    topic: str = "",
    question: str | None = None,
    replies: Sequence[Reply] | None = None,
) -> str:
    """Return the page; with `replies` it shows the answer to a form that was sent without a script."""
    shown = [{"buttons": ()} | reply | {"view": view_of(reply)} for reply in replies or ()]
    return templates.render(
        "chat.html",
        token=token,
        message_id=message_id,
        commune=commune or "",
        kiosk=kiosk,
        framed=framed,
        idle=idle,
        topic=topic,
        greeting=wording.GREETING,
        suggestions=SUGGESTIONS,
        question=question,
        answered=replies is not None,
        replies=shown,
    )
