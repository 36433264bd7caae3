"""Somebody wants a person."""

from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Events
from actions.replies import say
from actions.toolbox import Toolbox
from actions.turn import Turn
from knowledge.card import Card

CONTACT = "Cần gặp người, anh/chị đến bộ phận tiếp nhận của xã, phường nơi ở trong giờ làm việc."
PERSON = (
    "Dạ, em là trợ lý ảo, không nối máy được. "
    "Anh/chị đến bộ phận tiếp nhận hồ sơ của xã, phường nơi ở trong giờ làm việc, cán bộ sẽ hướng dẫn trực tiếp. "
    "Việc khẩn cấp: 113 (công an), 114 (cháy, cứu nạn), 115 (cấp cứu)."
)


def answer_person(dispatcher: CollectingDispatcher, tools: Toolbox, turn: Turn) -> Events:
    """Say how to reach a person. No telephone number is given that staff have not published."""
    say(dispatcher, PERSON, Card(kind="contact", snapshot=tools.name))
    return []
