"""The relay: order, once, and words for what cannot be resolved, against a stand-in of Rasa over real HTTP."""

import asyncio
import re
import time

from bot.settings import Settings
from tests.bot.conftest import door, say
from tests.bot.stub_rasa import Behaviour, StubRasa


def test_answer_and_metadata(settings: Settings, rasa: StubRasa) -> None:
    """A message reaches Rasa with its id, commune and channel, and Rasa's answer comes back."""

    async def run() -> None:
        async with door(settings) as http:
            assert await say(http, "khai sinh", id="m1", commune="00166") == [{"text": "vâng: khai sinh"}]

    asyncio.run(run())
    [body] = rasa.received
    assert re.fullmatch(r"[0-9a-f]{12}", body["metadata"].pop("request"))
    assert body == {
        "sender": "an",
        "message": "khai sinh",
        "metadata": {"id": "m1", "channel": "chat", "commune": "00166"},
    }


def test_card_joins_the_text_before_it(settings: Settings, rasa: StubRasa) -> None:
    """A message with a card alone is merged into the text before it."""
    rasa.plan = [Behaviour(replies=[{"text": "một"}, {"custom": {"kind": "guide"}}, {"text": "hai"}])]

    async def run() -> None:
        async with door(settings) as http:
            assert await say(http, "x y") == [{"text": "một", "custom": {"kind": "guide"}}, {"text": "hai"}]

    asyncio.run(run())


def test_two_messages_at_once_stay_in_order(settings: Settings, rasa: StubRasa) -> None:
    """One sender's messages sent at once are handled one after the other, in order; others do not wait."""
    rasa.default = Behaviour(delay=0.03)

    async def run() -> None:
        async with door(settings) as http:
            mine = [asyncio.create_task(say(http, f"câu {number}")) for number in range(12)]
            await asyncio.sleep(0.01)
            started = time.perf_counter()
            await say(http, "xin chào", sender="binh")
            assert time.perf_counter() - started < 0.25
            for number, replies in enumerate(await asyncio.gather(*mine)):
                assert replies == [{"text": f"vâng: câu {number}"}]

    asyncio.run(run())
    assert [body["message"] for body in rasa.received if body["sender"] == "an"] == [f"câu {n}" for n in range(12)]


def test_queue_is_bounded(settings: Settings, rasa: StubRasa) -> None:
    """Beyond its queue a sender is told to wait (429), and nothing that was taken is lost."""
    settings = settings.model_copy(update={"sender_queue": 3})
    rasa.default = Behaviour(delay=0.05)

    async def run() -> list[int]:
        async with door(settings) as http:
            posts = [http.post("/chat", json={"sender": "an", "message": f"câu {n}"}) for n in range(6)]
            responses = await asyncio.gather(*posts)
            refused = [response for response in responses if response.status_code == 429]
            assert all("chờ" in response.json()["error"] for response in refused)
            return [response.status_code for response in responses]

    assert sorted(asyncio.run(run())) == [200] * 3 + [429] * 3
    assert len(rasa.received) == 3


def test_duplicate_id_is_answered_once(settings: Settings, rasa: StubRasa) -> None:
    """The same id again, at once or later, gets the same answer and is one turn in Rasa."""
    rasa.default = Behaviour(delay=0.05)

    async def run() -> None:
        async with door(settings) as http:
            answers = await asyncio.gather(*(say(http, "khai tử", id="m1") for _ in range(5)))
            answers.append(await say(http, "khai tử", id="m1"))
            assert all(answer == answers[0] for answer in answers)
            assert await say(http, "khai tử", sender="binh", id="m1") == answers[0]

    asyncio.run(run())
    assert rasa.turns("an") == ["m1"]
    assert rasa.turns("binh") == ["m1"]


def test_id_of_another_text_is_refused(settings: Settings, rasa: StubRasa) -> None:
    """An id that was used for another text is a 409 with a reason, not somebody else's answer."""

    async def run() -> None:
        async with door(settings) as http:
            await say(http, "khai tử", id="m1")
            response = await http.post("/chat", json={"sender": "an", "message": "kết hôn", "id": "m1"})
            assert response.status_code == 409
            assert "đã dùng" in response.json()["error"]

    asyncio.run(run())
    assert len(rasa.received) == 1


def test_journal_survives_a_restart(settings: Settings, rasa: StubRasa) -> None:
    """After a restart of the door the same id still gets its stored answer, without Rasa."""

    async def run() -> None:
        async with door(settings) as http:
            first = await say(http, "kết hôn", id="m1")
        rasa.stop()
        async with door(settings) as http:
            assert await say(http, "kết hôn", id="m1") == first

    asyncio.run(run())
    assert rasa.turns("an") == ["m1"]


def test_kill_before_the_answer_was_written(settings: Settings, rasa: StubRasa) -> None:
    """A message that was sent when the door was killed is looked up, not asked again, when the client resends it."""
    rasa.plan = [Behaviour(delay=0.4)]
    settings = settings.model_copy(update={"rasa_timeout": 5.0})

    async def run() -> None:
        async with door(settings) as http:
            asking = asyncio.create_task(http.post("/chat", json={"sender": "an", "message": "thuế", "id": "m1"}))
            await asyncio.sleep(0.15)
            asking.cancel()  # the door dies with the turn under way: nothing is written any more
            await asyncio.gather(asking, return_exceptions=True)
        await asyncio.sleep(0.4)
        async with door(settings) as http:
            assert await say(http, "thuế", id="m1") == [{"text": "vâng: thuế"}]

    asyncio.run(run())
    assert rasa.turns("an") == ["m1"]
    assert len(rasa.received) == 1


def test_reset_after_storing_is_replayed(settings: Settings, rasa: StubRasa) -> None:
    """When the connection is cut after Rasa stored the turn, its stored replies, buttons and card are the answer."""
    replies = [{"text": "một", "buttons": [{"title": "Có", "payload": "/affirm"}]}, {"custom": {"kind": "guide"}}]
    rasa.plan = [Behaviour(cut=True, replies=replies)]

    async def run() -> None:
        async with door(settings) as http:
            await say(http, "trước đó")
            rasa.plan = [Behaviour(cut=True, replies=replies)]
            [reply] = await say(http, "thuế đất", id="m1")
            assert reply["text"] == "một"
            assert reply["custom"] == {"kind": "guide"}
            assert reply["buttons"][0]["payload"].startswith("b:")
            await say(http, "sau đó")
            assert await say(http, "thuế đất", id="m1") == [reply]

    asyncio.run(run())
    assert rasa.turns("an").count("m1") == 1
    assert [body["metadata"]["id"] for body in rasa.received].count("m1") == 1


def test_reset_before_storing_is_sent_once_more(settings: Settings, rasa: StubRasa) -> None:
    """When the connection is cut and Rasa does not know the message, it is sent once more."""
    rasa.plan = [Behaviour(cut=True, stores=False)]

    async def run() -> None:
        async with door(settings) as http:
            assert await say(http, "thuế", id="m1") == [{"text": "vâng: thuế"}]

    asyncio.run(run())
    assert rasa.turns("an") == ["m1"]
    assert len(rasa.received) == 2


def test_slow_answer_is_found_in_the_tracker(settings: Settings, rasa: StubRasa) -> None:
    """A turn that is stored just after the time-out is replayed, not repeated."""
    rasa.plan = [Behaviour(delay=0.9)]

    async def run() -> None:
        async with door(settings) as http:
            assert await say(http, "chậm", id="m1") == [{"text": "vâng: chậm"}]

    asyncio.run(run())
    assert rasa.turns("an") == ["m1"]
    assert len(rasa.received) == 1


def test_failing_twice_is_told_and_may_come_again(settings: Settings, rasa: StubRasa) -> None:
    """What fails twice is told in Vietnamese; the same id may come again and is then answered, once."""
    rasa.plan = [Behaviour(cut=True, stores=False), Behaviour(cut=True, stores=False)]

    async def run() -> None:
        async with door(settings) as http:
            [reply] = await say(http, "thuế", id="m1")
            assert "gửi lại" in reply["text"]
            assert reply["custom"] == {"kind": "failure", "reason": "unresolved", "retry": "same"}
            assert await say(http, "thuế", id="m1") == [{"text": "vâng: thuế"}]

    asyncio.run(run())
    assert rasa.turns("an") == ["m1"]


def test_rasa_down_is_told_and_recovers(settings: Settings, rasa: StubRasa) -> None:
    """With Rasa down the door says so; when Rasa is back the same message is answered, without a restart."""

    async def run() -> None:
        async with door(settings) as http:
            await say(http, "chào")
            await asyncio.to_thread(rasa.stop)
            [reply] = await say(http, "thuế", id="m1")
            assert "gián đoạn" in reply["text"]
            assert reply["custom"] == {"kind": "failure", "reason": "rasa-down", "retry": "same"}
            assert (await http.get("/readyz")).status_code == 503
            rasa.start()
            assert (await http.get("/readyz")).status_code == 200
            assert await say(http, "thuế", id="m1") == [{"text": "vâng: thuế"}]

    asyncio.run(run())
    assert rasa.turns("an")[1:] == ["m1"]


def test_rasa_killed_in_the_middle(settings: Settings, rasa: StubRasa) -> None:
    """When Rasa dies with a message under way and comes back, the message is answered and stored once."""
    rasa.plan = [Behaviour(delay=0.3, stores=False)]

    async def run() -> None:
        async with door(settings) as http:
            asking = asyncio.create_task(say(http, "thuế", id="m1"))
            await asyncio.sleep(0.1)
            await asyncio.to_thread(rasa.stop)
            await asyncio.sleep(0.5)
            rasa.start()
            assert await asking == [{"text": "vâng: thuế"}]

    asyncio.run(run())
    assert rasa.turns("an") == ["m1"]


def test_empty_answer_of_a_stored_turn(settings: Settings, rasa: StubRasa, actions: StubRasa) -> None:
    """When Rasa stored the turn but said nothing, the door says whether the action server is the reason."""
    rasa.plan = [Behaviour(replies=[]), Behaviour(replies=[])]

    async def run() -> None:
        async with door(settings) as http:
            [reply] = await say(http, "một câu")
            assert reply["custom"] == {"kind": "failure", "reason": "empty", "retry": "new"}
            actions.stop()
            [reply] = await say(http, "hai câu")
            assert "tra cứu" in reply["text"]
            assert reply["custom"] == {"kind": "failure", "reason": "actions-down", "retry": "new"}

    asyncio.run(run())
    assert len(rasa.received) == 2


def test_empty_answer_of_a_lost_turn_is_sent_again(settings: Settings, rasa: StubRasa) -> None:
    """Rasa's empty list for a message that it failed to handle does not lose the message."""
    rasa.plan = [Behaviour(replies=[], stores=False)]

    async def run() -> None:
        async with door(settings) as http:
            assert await say(http, "thuế") == [{"text": "vâng: thuế"}]

    asyncio.run(run())
    assert len(rasa.received) == 2


def test_nonsense_from_rasa(settings: Settings, rasa: StubRasa) -> None:
    """A broken body or an error status is as uncertain as a cut connection."""
    rasa.plan = [Behaviour(body=b"<html>"), Behaviour(status=500, stores=False)]

    async def run() -> None:
        async with door(settings) as http:
            assert await say(http, "một câu") == [{"text": "vâng: một câu"}]
            assert await say(http, "hai câu") == [{"text": "vâng: hai câu"}]

    asyncio.run(run())
    assert [body["message"] for body in rasa.received] == ["một câu", "hai câu", "hai câu"]


def test_personal_sender_is_renamed(settings: Settings, rasa: StubRasa) -> None:
    """A sender that is a telephone number or holds odd characters has another, steady name in Rasa."""

    async def run() -> None:
        async with door(settings) as http:
            for sender in ("0909123456", "0909123456", "a/../b", "Ánh Tuyết", "user-17"):
                await say(http, "chào", sender=sender)

    asyncio.run(run())
    names = [body["sender"] for body in rasa.received]
    assert names[0] == names[1]
    assert all(name.startswith("s-") and name.isascii() for name in names[:4])
    assert len(set(names)) == 4
    assert names[4] == "user-17"
