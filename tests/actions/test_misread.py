"""actions/misread.py"""

import pytest

from actions.misread import asks_instead
from actions.toolbox import Toolbox
from actions.turn import Turn

KNOWN = {"đăng ký tạm trú": ("answer", ["1.004194"]), "cháy nhà rồi": ("answer", ["1.004194"])}


@pytest.mark.parametrize(
    ("turn", "asks"),
    [
        (Turn(text="ông nội em vừa mất tối qua"), True),
        (Turn(text="đăng ký tạm trú"), True),
        (Turn(text="bao lâu tiền về", aspects=("time",), procedure="1.001613"), True),
        (Turn(text="à nhầm cháu 15 tuổi rồi", procedure="1.014062"), True),
        (Turn(text="cháy nhà rồi"), False),
        (Turn(text="cháy nhà rồi", aspects=("time",), procedure="1.001613"), False),
        (Turn(text="cứu tôi với"), False),
    ],
)
def test_what_only_looks_grave(tools: Toolbox, turn: Turn, asks: bool) -> None:
    """A death that has happened, a side of the procedure at hand, a named procedure; never words that a rule knows."""
    tools.searcher.found = KNOWN  # type: ignore[attr-defined]
    assert asks_instead(tools, turn) is asks
