"""The installation's own secret, and what is signed or named with it: sessions, button ids, digests."""

import base64
import contextlib
import hmac
import os
import secrets
from pathlib import Path

_BYTES = 32


def load(path: Path) -> bytes:
    """Return the secret kept in `path`, made with mode 0600 on the first start; raises ValueError for a damaged one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written whole under another name and then linked, so that two programs that start at once get one secret.
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    if not path.exists():
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(_BYTES))
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
        finally:
            draft.unlink()
    secret = path.read_bytes()
    if len(secret) < _BYTES:
        raise ValueError(f"{path} is damaged: {len(secret)} bytes instead of {_BYTES}; remove it to make a new one")
    return secret


class Signer:
    """Keyed digests of texts; `purpose` keeps the uses of one secret apart."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def digest(self, purpose: str, *parts: str, size: int = 16) -> bytes:
        """Return `size` bytes (at most 32) that nobody can make without the secret."""
        message = "\0".join((purpose, *(f"{len(part)}:{part}" for part in parts)))
        return hmac.digest(self._secret, message.encode("utf-8", "surrogatepass"), "sha256")[:size]

    def name(self, purpose: str, *parts: str, size: int = 10) -> str:
        """Return the digest as lower-case letters and digits."""
        return base64.b32encode(self.digest(purpose, *parts, size=size)).decode("ascii").rstrip("=").lower()

    def new_session(self) -> str:
        """Return a random session with its signature, fit for a cookie."""
        return self._sign(secrets.token_urlsafe(18))

    def session(self, cookie: str | None) -> str | None:
        """Return the session's random id when the signature is right, else None."""
        if not cookie or len(cookie) > 128 or not cookie.isascii():
            return None
        identity = cookie.partition(".")[0]
        return identity if hmac.compare_digest(self._sign(identity), cookie) else None

    def form_token(self, session: str) -> str:
        """Return the token that a form of this session carries against requests forged by other sites."""
        return self.name("form", session)

    def _sign(self, identity: str) -> str:
        return f"{identity}.{self.name('session', identity, size=20)}"
