"""Every Vietnamese sentence that the front door says by itself, in one place."""

# What the chat page says first.
GREETING = """Dạ, em chào anh/chị. Anh/chị cần làm thủ tục gì, ở xã, phường nào ạ?
Ví dụ: “làm giấy khai sinh ở đâu, tôi ở phường Dịch Vọng cũ”.
Anh/chị đừng gửi số căn cước, số điện thoại, mã OTP; em không cần các số này."""
# What the guide pages say when there is nothing to show.
NO_GUIDES = "Chưa có thủ tục nào được công bố ở đây. Anh/chị quay lại sau giúp em."
NO_SUCH_GUIDE = "Không có thủ tục với mã này. Anh/chị tìm theo tên trong danh sách giúp em."

# About the message itself: told as an ordinary answer.
COMMAND = "Dạ, ở đây không cần lệnh. Anh/chị cứ nhắn việc cần làm, ví dụ: đăng ký tạm trú cần giấy tờ gì."
EMPTY = "Dạ, em chưa thấy nội dung. Anh/chị gõ giúp em việc cần làm, ví dụ: làm giấy khai sinh ở đâu."
NO_WORDS = "Dạ, em chỉ đọc được chữ. Anh/chị gõ giúp em việc cần làm, ví dụ: đăng ký tạm trú cần giấy tờ gì."
TOO_LONG = "Dạ, tin nhắn dài quá nên em chưa đọc hết được. Anh/chị viết ngắn lại, dưới {limit} ký tự, giúp em."
OLD_BUTTON = "Dạ, nút này đã hết hạn. Anh/chị gõ lại câu hỏi giúp em."

# What is said to an opinion, and when somebody wants to be forgotten.
THUMB_UP = "👍 Đúng ý"
THUMB_DOWN = "👎 Chưa đúng"
THANKS_UP = "Dạ, em cảm ơn anh/chị."
THANKS_DOWN = "Dạ, em ghi nhận để sửa cho đúng. Em cảm ơn anh/chị."
WHY_DOWN = "Dạ, em xin lỗi. Anh/chị cho em biết chỗ chưa đúng (không bắt buộc):"
NOTHING_TO_JUDGE = "Dạ, em cảm ơn anh/chị. Anh/chị cần hỏi thủ tục gì ạ?"
FORGOTTEN = (
    "Dạ, em đã xoá cuộc trò chuyện này: {turns} lượt hỏi đáp, các nút đã gửi, nơi ở và thủ tục đang hỏi. "
    "Thống kê không ghi ai đã hỏi. Anh/chị cần hỏi gì thì cứ bắt đầu lại ạ."
)
NOT_FORGOTTEN = "Dạ, hệ thống đang gián đoạn nên em chưa xoá được. Anh/chị gửi lại yêu cầu xoá sau một phút giúp em."

# When something behind the door is down: told as an ordinary answer, with a chance to send again.
RASA_DOWN = "Dạ, hệ thống đang tạm gián đoạn nên em chưa nhận được câu hỏi. Anh/chị gửi lại sau một phút giúp em."
ACTIONS_DOWN = "Dạ, bộ phận tra cứu đang tạm gián đoạn nên em chưa trả lời được. Anh/chị hỏi lại sau một phút giúp em."
NO_ANSWER = "Dạ, em chưa trả lời được câu này. Anh/chị hỏi lại bằng cách khác, hoặc hỏi cán bộ một cửa giúp em."
UNRESOLVED = "Dạ, hệ thống đang gián đoạn nên em chưa chắc đã nhận được câu vừa rồi. Anh/chị gửi lại giúp em."
INTERNAL = "Dạ, hệ thống gặp trục trặc khi xử lý câu này. Anh/chị gửi lại giúp em."
CARD_ONLY = "Dạ, em gửi anh/chị thông tin sau."

# Reasons of a 4xx or 5xx answer.
BAD_JSON = "Nội dung gửi lên không phải là JSON hợp lệ."
NOT_OBJECT = "Nội dung gửi lên phải là một đối tượng JSON."
NO_SENDER = "Thiếu người gửi: trường “sender” phải là một chuỗi từ 1 đến 128 ký tự."
BAD_MESSAGE = "Thiếu tin nhắn: trường “message” phải là một chuỗi."
BAD_FEEDBACK = "Ý kiến phải là “up” hoặc “down”, kèm lý do có trong danh sách hoặc không kèm."
BAD_ID = "Trường “id” phải là một chuỗi từ 1 đến 128 ký tự."
BAD_COMMUNE = "Trường “commune” phải là mã xã, phường gồm 5 chữ số."
ID_REUSED = "Mã tin nhắn này đã dùng cho một nội dung khác."
TOO_BIG = "Tin nhắn quá lớn: tối đa {kilobytes} kB."
TOO_MANY = "Anh/chị gửi nhanh quá. Vui lòng chờ {seconds} giây rồi gửi lại."
QUEUE_FULL = "Anh/chị còn nhiều câu đang chờ trả lời. Vui lòng chờ câu trả lời rồi gửi tiếp."
BUSY = "Hệ thống đang rất đông người hỏi. Vui lòng gửi lại sau ít phút."
NOT_TRUSTED = "Địa chỉ này chỉ dành cho máy được tin cậy. Mời dùng trang trò chuyện."
FOREIGN_ORIGIN = "Yêu cầu đến từ một trang khác nên không được nhận."
NOT_FOUND = "Không có trang này."
WRONG_METHOD = "Trang này không nhận cách gửi đó."
FAILED = "Hệ thống gặp trục trặc. Vui lòng thử lại sau."

# Reasons of a 503 of /readyz.
NOT_READY_RASA = "Rasa chưa trả lời"
NOT_READY_RASA_API = "Rasa chưa mở API theo dõi hội thoại"
NOT_READY_ACTIONS = "Bộ tra cứu chưa trả lời"
NOT_READY_SNAPSHOT = "Chưa có dữ liệu đã phát hành"
NOT_READY_JOURNAL = "Không ghi được nhật ký tin nhắn"
