"""Which addresses in an answer become links: those of the state, which alone may stand in an answer."""

import re
from urllib.parse import urlsplit

_ADDRESS = re.compile(r"https?://[^\s<>\"'“”]+")
_TRAILING = ".,;:!?)]}…"


def split_links(text: str) -> list[tuple[str, bool]]:
    """Split a text into parts, each with whether it is a link: "xem https://dichvucong.gov.vn." has one."""
    parts: list[tuple[str, bool]] = []
    position = 0
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(_TRAILING)
        if not is_official(address):
            continue
        end = match.start() + len(address)
        parts += [(text[position : match.start()], False), (address, True)]
        position = end
    parts.append((text[position:], False))
    return [part for part in parts if part[0]]


def is_official(address: str) -> bool:
    """Tell whether an address belongs to gov.vn, the domain that only the state may use."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
        return parts.scheme in ("http", "https") and not parts.username and (host + ".").endswith(".gov.vn.")
    except ValueError:
        return False
