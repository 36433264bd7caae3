"""What citizens think of an answer: read the request, hand it to the store of turn events."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot import wording
from bot.messages import Rejected, parse_object

if TYPE_CHECKING:
    from bot.door import Door

#: Why an answer did not help; only these words are kept, so that nothing personal can be among them.
REASONS = ("wrong-place", "missing", "off-topic", "unclear", "other")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What is thought of the answer to the message `id`."""

    id: str
    value: Literal["up", "down"]
    reason: str | None = None


def parse(body: bytes) -> Opinion:
    """Read {"id", "value": "up" | "down", "reason"?}; raises Rejected."""
    data = parse_object(body)
    identity, value, reason = data.get("id"), data.get("value"), data.get("reason")
    if not isinstance(identity, str) or not 1 <= len(identity) <= 128:
        raise Rejected(400, wording.BAD_ID)
    if value not in ("up", "down") or (reason is not None and reason not in REASONS):
        raise Rejected(400, wording.BAD_FEEDBACK)
    return Opinion(identity, value, reason)


async def keep(door: "Door", sender: str, opinion: Opinion) -> bool:
    """Keep an opinion about an answer that this sender was given; False when there is no such answer."""
    if not door.journal.answered(sender, opinion.id):
        return False
    door.metrics.count("motcua_feedback_total", value=opinion.value, reason=opinion.reason or "none")
    door.events.judge(door.turn_key(sender, opinion.id), opinion.value, opinion.reason)
    return True
