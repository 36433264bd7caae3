"""Who listens on a port."""

import os
import socket
import sys

import pytest

from bot.ports import is_free, owner
from tests.bot.stub_rasa import free_port


def test_free_and_taken() -> None:
    """A port is free until somebody listens there."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        assert not is_free("127.0.0.1", server.getsockname()[1])
    assert is_free("127.0.0.1", free_port())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_owner() -> None:
    """The owner of a port is found with its command line; a free port has none."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        found = owner(server.getsockname()[1])
        assert found is not None
        assert found[0] == os.getpid()
        assert "python" in found[1]
    assert owner(free_port()) is None
