"""The installation's secret and what is signed with it."""

import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.secret import Signer, load

SIGNER = Signer(b"s" * 32)


def test_secret_is_made_once_and_private(tmp_path: Path) -> None:
    """The first start makes a secret of mode 0600, later ones read the same."""
    path = tmp_path / "var" / "secret"
    first = load(path)
    assert len(first) == 32
    assert load(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_starts_at_once_agree(tmp_path: Path) -> None:
    """Programs that start at the same time get the same secret."""
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(load(tmp_path / "secret"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_damaged_secret_is_refused(tmp_path: Path) -> None:
    """A secret that was cut short is an error that names the file."""
    (tmp_path / "secret").write_bytes(b"short")
    with pytest.raises(ValueError, match="secret is damaged"):
        load(tmp_path / "secret")


def test_session_round_trip() -> None:
    """A session is read back from its own cookie, and each is another."""
    cookie, other = SIGNER.new_session(), SIGNER.new_session()
    assert SIGNER.session(cookie) == cookie.partition(".")[0]
    assert cookie != other


@given(st.none() | st.text())
def test_forged_session_is_refused(cookie: str | None) -> None:
    """No made-up cookie is a session."""
    assert SIGNER.session(cookie) is None


def test_changed_session_is_refused() -> None:
    """A cookie with one character changed, or signed with another secret, is none."""
    cookie = SIGNER.new_session()
    assert SIGNER.session(("x" if cookie[0] != "x" else "y") + cookie[1:]) is None
    assert SIGNER.session(cookie[:-1] + ("a" if cookie[-1] != "a" else "b")) is None
    assert Signer(b"t" * 32).session(cookie) is None


def test_purposes_and_parts_are_apart() -> None:
    """The same words for another purpose, or cut in another place, have another digest."""
    digests = {
        SIGNER.digest("a", "bc"),
        SIGNER.digest("ab", "c"),
        SIGNER.digest("a", "b", "c"),
        SIGNER.digest("a", "b\0c"),
    }
    assert len(digests) == 4
    assert SIGNER.form_token("x") != SIGNER.form_token("y")
