"""Whether a message tells of a death in the family."""

import pytest

from actions.condolence import mourns
from nlu.components.variants import unaccented

DEATHS = (
    "ba tôi vừa mất ở bệnh viện|bà tôi vừa mất, cần làm giấy tờ gì|mẹ em mất hôm qua|khai tử cho bố ở đâu|"
    "chồng tôi mất làm khai tử|ông nội qua đời|người nhà mất ở bệnh viện thì làm khai tử sao|chồng chết xin tiền tuất|"
    "xin tiền mai táng cho mẹ|bố mất rồi sổ đỏ đứng tên bố|cháu tôi chết đuối"
)
OTHERS = (
    "làm khai tử|mẹ tôi mất thẻ căn cước|vợ mất giấy tờ|con bị mất cccd|bố mất năm 1990 giờ sang tên đất|mất bao lâu|"
    "ông bà để lại đất|em mất điện thoại|chị mất hộ chiếu|ba mất bằng lái xe|mẹ mất khả năng lao động|anh mất tiền|"
    "con liệt sĩ|nếu bố mất thì sao|ba tôi bị mất sổ đỏ|cha mẹ mất hết giấy tờ|bố mất tích|quên rồi và nói mật khẩu"
)


@pytest.mark.parametrize("text", DEATHS.split("|"))
def test_a_death_is_heard(text: str) -> None:
    """A relative who has died is heard, with accents and without."""
    assert mourns(text)
    assert mourns(unaccented(text))


@pytest.mark.parametrize("text", OTHERS.split("|"))
def test_a_loss_is_no_death(text: str) -> None:
    """Lost papers, deaths long ago and bare names of procedures are not."""
    assert not mourns(text)
