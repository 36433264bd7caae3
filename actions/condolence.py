"""Recognising that somebody in the family has died, to say so with respect before anything else."""

from nlu.components.spelling import either_spelling, plain

CONDOLENCE = "Xin chia buồn cùng gia đình."

_RELATIVE = (
    "bố|ba|cha|tía|thầy|mẹ|má|u|bầm|mẫu thân|phụ thân|ông|bà|bà nội|bà ngoại|ông nội|ông ngoại|ông bà|nội!|ngoại!|"
    "chồng|vợ|ông xã|bà xã|con|con trai|con gái|anh|chị|em|anh trai|chị gái|em trai|em gái|chú|bác|cô!|dì|cậu|mợ|dượng|"
    "thím|cháu|cụ|ba mẹ|bố mẹ|cha mẹ|người nhà|người thân|bố chồng|mẹ chồng|bố vợ|mẹ vợ|ba chồng|ba vợ|ông cụ|bà cụ"
)
_WHOSE = "tôi|tui|em|mình|cháu|con|nhà tôi|nhà em|của tôi|của em|nó|chồng|vợ|nội|ngoại|xã|ấy|ta"
_JUST = "vừa|mới|đã|cũng|mới vừa|vừa mới|bị bệnh|bị tai nạn|đột ngột|không may|ốm|bệnh|già|bị"
#: "mất" is to die only where nothing that can be lost stands behind it.
_NOT_LOST = (
    "(?! (hết |luôn |cả |cái |tấm |tờ |bộ |cuốn |các |mấy )*(giấy|thẻ|sổ|số|cc|cccd|căn cước|cmnd|hộ khẩu|bằng|"
    "cà vẹt|cavet|xe|ví|bóp|điện thoại|hộ chiếu|tiền|bao|mấy|công|thời gian|liên lạc|tích|khả năng|năng lực|sức|"
    "quyền|việc|vneid|tài khoản|mật khẩu|khẩu|khai sinh|sim|bản|hợp đồng|kết hôn|di chúc|phí|nhiều|trộm|dấu|đâu|gì|đất|"
    "con dấu|chìa khoá|hoá đơn|lâu|từ lâu|năm 1|năm 20[01]|từ năm|hồi năm|cách đây|hồ sơ|đồ|hàng|bhyt|biển|đăng ký)"
    r"(?![^\W\d_]))"
)
_DIED = either_spelling(
    f"({_RELATIVE})( ({_WHOSE}))*( ({_JUST}))* (mất{_NOT_LOST}|qua đời|từ trần|chết(?! máy)|khuất núi|"
    "ra đi|tử vong|hy sinh|tắt thở|không qua khỏi|về với ông bà)(?! (từ lâu|lâu rồi|năm 1|năm 20[01]))"
)
_REPORTED = either_spelling(
    "(khai tử|báo tử|giấy chứng tử|chứng tử|mai táng|mai táng phí|ma chay|tiền tuất|tử tuất|chôn cất)"
    f"( (phí|cho|của|luôn|online|dùm|giúp))* ({_RELATIVE})( ({_WHOSE}))*"
)
_OTHERWISE = either_spelling(
    "nếu|giả sử|khi nào|sau này|lỡ|người chết|liệt sĩ|hồi xưa|ngày xưa|bị (trộm|cướp|mất cắp)|để lại đất"
)


def mourns(text: str) -> bool:
    """Return whether `text` tells of a death in the family: "ba tôi vừa mất", not "mẹ tôi mất thẻ"."""
    said = plain(text)
    return not _OTHERWISE.search(said) and bool(_DIED.search(said) or _REPORTED.search(said))
