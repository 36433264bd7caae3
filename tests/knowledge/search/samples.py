"""A small corpus for the search tests, and an index of it that is built once."""

from knowledge.search.texts import Document

BIRTH, COPY, MARRIAGE, LAND, LOST_LAND, PASSPORT = (f"1.00000{n}" for n in range(1, 7))

DOCUMENTS = (
    Document(
        BIRTH,
        ("Thủ tục đăng ký khai sinh", "khai sinh"),
        ("mới sinh con làm giấy khai sinh", "vợ mới đẻ làm giấy tờ cho cháu", "làm khai sinh cho bé"),
        "Giấy chứng sinh",
        siblings=(COPY,),
    ),
    Document(
        COPY,
        ("Cấp bản sao trích lục hộ tịch",),
        ("xin bản sao giấy khai sinh", "trích lục khai sinh", "mất giấy khai sinh xin bản sao"),
        "Sổ hộ tịch",
    ),
    Document(
        MARRIAGE,
        ("Thủ tục đăng ký kết hôn",),
        ("sắp cưới vợ cần giấy gì", "đăng ký kết hôn cần gì", "lấy chồng khác tỉnh"),
    ),
    Document(
        LAND,
        ("Đăng ký biến động quyền sử dụng đất",),
        ("sang tên sổ đỏ", "mua đất sang tên thế nào", "bố mẹ cho đất con"),
    ),
    Document(
        LOST_LAND, ("Cấp lại giấy chứng nhận do bị mất",), ("mất sổ đỏ làm lại", "mất bìa đỏ", "cháy nhà mất sổ đỏ")
    ),
    Document(
        PASSPORT,
        ("Cấp hộ chiếu phổ thông",),
        ("làm hộ chiếu", "làm passport đi nước ngoài", "hộ chiếu hết hạn"),
        own=False,
        commune=False,
    ),
)
