"""The table of what a turn costs. The measurement itself is a command, not a test."""

import json
from http.client import HTTPConnection

from nlu.turn_cost import Cost, _action_server, table

COSTS = [Cost("A", 30.0, 50.0, 60.0, 9.0, 540.0, 4.5), Cost("all steps", 3.0, 4.0, 6.0, 2.0, 250.0, 1.0)]


def test_table_shows_shares_of_the_first_row() -> None:
    """Each row is told as a share of the baseline's CPU."""
    lines = table(COSTS).splitlines()
    assert "| A | 30.00 | 100% |" in lines[2]
    assert "| all steps | 3.00 | 10% |" in lines[3]


def test_action_server_answers_the_same_to_everything() -> None:
    """The trivial action server sets a slot and says one sentence, on one connection."""
    with _action_server() as port:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        for _ in range(2):
            connection.request("POST", "/webhook", b"{}", {"Content-Type": "application/json"})
            answer = json.loads(connection.getresponse().read())
            assert answer["events"][0]["name"] == "procedure"
            assert answer["responses"][0]["text"].startswith("Dạ")
        connection.close()
