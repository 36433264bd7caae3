"""Short ids in place of button payloads, over the journal and through the door."""

import asyncio
from pathlib import Path

from bot.buttons import issue, looks_like_id, resolve
from bot.journal import Journal
from bot.secret import Signer
from bot.settings import Settings
from tests.bot.conftest import door, say
from tests.bot.stub_rasa import Behaviour, StubRasa

SIGNER = Signer(b"s" * 32)
REPLIES = [{"text": "a", "buttons": [{"title": "Có", "payload": "/affirm"}, {"title": "Không", "payload": "/deny"}]}]


def test_issue_and_resolve(tmp_path: Path) -> None:
    """What is shown is a short id; it leads back to title and payload for its sender alone."""
    journal = Journal(tmp_path / "j")
    shown, issued = issue(SIGNER, "an", REPLIES)
    journal.finish("an", "m1", shown, issued)
    payload = shown[0]["buttons"][0]["payload"]
    assert shown[0]["buttons"][0] == {"title": "Có", "payload": payload}
    assert looks_like_id(payload)
    assert len(payload.encode()) <= 64
    button = resolve(journal, "an", f" {payload} ")
    assert button is not None
    assert (button.title, button.payload) == ("Có", "/affirm")
    assert resolve(journal, "binh", payload) is None
    assert resolve(journal, "an", "b:aaaaaaaaaaaaaaaa") is None
    assert REPLIES[0]["buttons"][0]["payload"] == "/affirm"


def test_ids_are_steady_and_personal() -> None:
    """The same button has the same id for one sender, another for each other sender."""
    ids = {issue(SIGNER, sender, REPLIES)[1][0].id for sender in ("an", "an", "binh")}
    assert len(ids) == 2


def test_button_through_the_door(settings: Settings, rasa: StubRasa) -> None:
    """A button's id reaches Rasa as its payload, also after a restart; from another sender it is plain text.

    A payload that was typed, not issued, is answered by the door.
    """
    rasa.plan = [Behaviour(replies=REPLIES)]

    async def run() -> str:
        async with door(settings) as http:
            [reply] = await say(http, "khai sinh")
            payload: str = reply["buttons"][0]["payload"]
        async with door(settings) as http:
            await say(http, payload)
            await say(http, payload, sender="binh")
            await say(http, "/affirm")
        return payload

    payload = asyncio.run(run())
    assert [body["message"] for body in rasa.received] == ["khai sinh", "/affirm", payload]
