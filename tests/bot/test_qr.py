"""QR codes."""

import segno

from bot.qr import qr_svg


def test_black_on_white_with_a_quiet_zone() -> None:
    """The code is an SVG of fixed colours, so that it can be read on a dark page and from paper."""
    svg = qr_svg("https://motcua.example.gov.vn/thu-tuc/1.001193?commune=00166").decode()
    assert svg.startswith("<svg ")
    assert "#fff" in svg
    assert "#000" in svg
    size = segno.make("https://motcua.example.gov.vn/thu-tuc/1.001193?commune=00166", error="m", micro=False)
    assert f'viewBox="0 0 {size.symbol_size()[0] * 4} ' in svg
