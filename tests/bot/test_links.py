"""Which addresses in an answer become links."""

import pytest

from bot.links import is_official, split_links


def test_links_are_split_from_the_text() -> None:
    """Official addresses are links without the punctuation around them; nothing of the text is lost."""
    text = "Nộp ở https://dichvucong.gov.vn/p/home?id=1, hoặc (http://vneid.gov.vn). Xem http://evil.test/x nhé"
    parts = split_links(text)
    assert [part for part, linked in parts if linked] == [
        "https://dichvucong.gov.vn/p/home?id=1",
        "http://vneid.gov.vn",
    ]
    assert "".join(part for part, _ in parts) == text


@pytest.mark.parametrize(
    "address",
    ["https://gov.vn.evil.test", "https://evilgov.vn", "https://dichvucong.gov.vn@evil.test/", "javascript:alert(1)",
     "ftp://dichvucong.gov.vn", "https://[gov.vn", "https://"],
)  # fmt: skip
def test_look_alikes_are_no_links(address: str) -> None:
    """Addresses that only look like the state's are not linked."""
    assert not is_official(address)


def test_official() -> None:
    """The portal, a ministry's and a province's site are official."""
    assert all(
        map(is_official, ("https://dichvucong.gov.vn", "http://MOJ.GOV.VN/a", "https://dichvucong.hanoi.gov.vn:443/"))
    )
