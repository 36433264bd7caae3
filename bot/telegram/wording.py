"""Every Vietnamese sentence of the Telegram channel, in one place."""

START = """Dạ, em là Một Cửa, trợ lý ảo về thủ tục hành chính. Anh/chị cần làm giấy tờ gì, ở xã, phường nào ạ?
Ví dụ: “làm giấy khai sinh ở đâu, tôi ở phường Dịch Vọng cũ”.
Em chỉ dẫn nơi nộp, giấy tờ, lệ phí, thời hạn; cán bộ nơi nộp quyết định.
Anh/chị đừng gửi số căn cước, số điện thoại, mã OTP; em không cần các số này.
/diachi: cho em biết xã, phường của anh/chị · /help: cách hỏi"""
HELP = """Dạ, anh/chị cứ nhắn như nói chuyện, có dấu hay không dấu đều được:
• làm khai sinh ở đâu
• đăng ký tạm trú cần giấy tờ gì
• lam can cuoc cho con bao lau
Tên xã, huyện cũ em cũng hiểu. Anh/chị hỏi tiếp được, ví dụ: “lệ phí bao nhiêu”.

/diachi: đặt hoặc quên xã, phường của anh/chị
/xoa: xoá cuộc trò chuyện này
Việc khẩn cấp: gọi 113 (công an), 114 (cháy), 115 (cấp cứu), 111 (trẻ em)."""
GROUP_HELP = """Dạ, trong nhóm em chỉ trả lời khi được nhắc tên (@{username}) hoặc khi có người trả lời tin của em.
Anh/chị hỏi việc chung thôi, đừng viết chuyện riêng, số giấy tờ ở đây; việc của mình thì nhắn riêng với em."""
IN_PRIVATE = "Dạ, việc này anh/chị nhắn riêng với em giúp em, không làm trong nhóm được ạ."

# /diachi
PLACE_ASK = """Dạ, anh/chị ở xã, phường nào ạ? Tên cũ hay mới đều được, có thêm tỉnh thì càng chắc.
Ví dụ: phường Dịch Vọng cũ, Hà Nội."""
PLACE_NOW = "Dạ, em đang ghi anh/chị ở {place}. Muốn đổi, anh/chị nhắn tên xã, phường khác."
PLACE_SET = "Dạ, em nhớ anh/chị ở {place}. Từ nay em trả lời theo nơi này; đổi hoặc quên thì nhắn /diachi."
PLACE_WHICH = "Dạ, anh/chị chọn giúp em xã, phường hiện nay:"
PLACE_MANY = "Dạ, tên này có ở nhiều nơi. Anh/chị chọn, hoặc nhắn thêm tên tỉnh, huyện giúp em:"
PLACE_WIDE = "Dạ, em cần tên xã, phường (cũ hay mới đều được), chưa đủ nếu chỉ có huyện hay tỉnh ạ."
PLACE_UNKNOWN = "Dạ, em chưa nhận ra địa danh này. Anh/chị nhắn tên xã, phường và tỉnh giúp em."
PLACE_FORGOTTEN = "Dạ, em đã quên địa chỉ của anh/chị."
PLACE_NONE = "Dạ, em chưa ghi địa chỉ nào của anh/chị."
PLACE_OLD = "Dạ, xã, phường này không còn trong danh sách. Anh/chị nhắn lại tên giúp em: /diachi"
FORGET_PLACE = "Quên địa chỉ"
NEAREST = """Dạ, em đoán anh/chị ở gần trụ sở {place} (cách khoảng {km} km theo đường thẳng). Gần trụ sở chưa chắc
là thuộc xã, phường đó. Anh/chị có phải ở đây không ạ?"""
NEAREST_YES = "Đúng, tôi ở đây"
NEAREST_NO = "Không phải"
LOCATION_UNKNOWN = """Dạ, em chưa đủ dữ liệu để biết vị trí này thuộc xã, phường nào.
Anh/chị nhắn tên xã, phường (cũ hay mới) và tỉnh giúp em."""

EDITED = "Dạ, em trả lời câu anh/chị vừa sửa."
LATE = "Dạ, em xin lỗi vì trả lời muộn."
CAPTION = "Dạ, em chưa xem được ảnh hay tệp, chỉ đọc phần chữ đi kèm."
FLOOD = "Dạ, anh/chị gửi nhanh quá nên em bỏ qua một số tin. Anh/chị chờ em trả lời rồi hỏi tiếp giúp em."
INTERNAL = "Dạ, hệ thống gặp trục trặc khi xử lý câu này. Anh/chị gửi lại giúp em."
OLD_BUTTON = "Nút này đã hết hạn. Anh/chị gõ lại câu hỏi giúp em."

_TYPE = "Anh/chị gõ giúp em việc cần làm, ví dụ: đăng ký tạm trú cần giấy tờ gì."
#: What cannot be read, by kind of message.
UNREADABLE = {
    "photo": f"Dạ, em chưa xem được ảnh. Anh/chị đừng gửi ảnh giấy tờ cá nhân ở đây. {_TYPE}",
    "voice": f"Dạ, em chưa nghe được tin nhắn thoại. {_TYPE}",
    "video": f"Dạ, em chưa xem được video. {_TYPE}",
    "sticker": f"Dạ, em chỉ đọc được chữ. {_TYPE}",
    "document": f"Dạ, em chưa đọc được tệp. Hồ sơ anh/chị nộp ở bộ phận một cửa hoặc Cổng Dịch vụ công. {_TYPE}",
    "contact": f"Dạ, em không nhận và không lưu danh bạ, số điện thoại. {_TYPE}",
    "other": f"Dạ, em chỉ đọc được chữ. {_TYPE}",
}

# Under an answer.
PORTAL = "🔗 {name}"
MAP = "🗺 Bản đồ"
SHEET = "📄 Phiếu giấy tờ để in"
SHEET_CAPTION = "Dạ, phiếu giấy tờ: {title}. Mở tệp rồi in, hoặc lưu lại để đánh dấu."
SHEET_GONE = "Dạ, câu trả lời này đã cũ nên em không lập được phiếu. Anh/chị hỏi lại thủ tục giúp em."

# How the bot presents itself in Telegram.
COMMANDS = (
    ("start", "Bắt đầu"),
    ("help", "Cách hỏi"),
    ("diachi", "Đặt hoặc quên xã, phường của tôi"),
    ("xoa", "Xoá cuộc trò chuyện này"),
)
DESCRIPTION = """Hỏi thủ tục hành chính: nộp ở đâu, cần giấy tờ gì, lệ phí, bao lâu, nộp mạng thế nào.
Có dấu hay không dấu, tên xã cũ hay mới đều được.
Thông tin lấy từ hướng dẫn đã công bố, để tham khảo; cán bộ nơi nộp quyết định.
Đừng gửi số căn cước, số điện thoại, mã OTP."""
SHORT_DESCRIPTION = "Trợ lý ảo về thủ tục hành chính ở xã, phường: nơi nộp, giấy tờ, lệ phí, thời hạn."

# To the operator, in the log.
BAD_TOKEN = "Telegram không nhận mã bot trong MOTCUA_TELEGRAM_TOKEN; kênh Telegram tắt, các kênh khác vẫn chạy."  # noqa: S105 (a sentence)
CONFLICT = "Một tiến trình khác cũng đang nhận tin của bot này; em thử lại cho đến khi nó dừng."
OFFLINE = "Chưa gọi được Telegram, đang thử lại: %s"
ONLINE = "Telegram đã thông."
