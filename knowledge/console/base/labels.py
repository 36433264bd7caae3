"""The words of the forms: a Vietnamese name for each field of a guide, help where it is needed, names of choices."""

from collections.abc import Mapping

from knowledge.card import CHANNEL_NAMES

#: Field -> label, or (label, help). A field of one model is named "Model.field"; without that, it is for all models.
FIELDS: Mapping[str, str | tuple[str, str]] = {
    "source": ("Nguồn", "Ký hiệu của một nguồn ở thẻ «Nguồn, hiệu lực», thường là record."),
    "certainty": "Độ chắc chắn",
    "note": "Ghi chú",
    "condition": ("Áp dụng khi", "Để trống nếu cho mọi trường hợp."),
    "submission": "Cách nộp",
    "valid_from": "Từ ngày",
    "valid_to": "Đến hết ngày",
    "keyed_by": "Tính theo nơi",
    "office": ("Loại cơ quan", "Khóa trong bảng cơ quan, ví dụ commune_centre."),
    "code": ("Mã thủ tục", "Dạng 1.234567."),
    "text": "Câu",
    "title": "Tên",
    "number": "Số hiệu",
    "Reception.scope": "Nhận hồ sơ của",
    "Channel.name": "Kênh",
    "Channel.level": "Mức dịch vụ",
    "Presence.rule": "Có phải đến không",
    "Presence.who": "Ai phải đến",
    "Authorisation.rule": "Người khác làm thay",
    "HomeService.rule": "Cán bộ đến tận nhà",
    "Time.quantity": "Số lượng",
    "Time.quantity_max": ("Nhiều nhất", "Chỉ khi là khoảng, ví dụ 3–5 ngày."),
    "Time.unit": "Đơn vị",
    "Time.after_15h_next_day": "Nhận sau 15 giờ thì trả ngày làm việc sau",
    "Fee.kind": ("Loại", "«Miễn phí» chỉ khi nguồn ghi rõ bằng chữ."),
    "Fee.amount": ("Số tiền (đồng)", "Chỉ ghi chữ số, ví dụ 8000."),
    "Fee.per": ("Tính cho mỗi", "Ví dụ: bản, trang, hồ sơ."),
    "Paper.name": "Tên giấy tờ",
    "Paper.form": ("Mẫu số", "Ví dụ: 01/ĐKKS."),
    "Paper.originals": "Bản chính",
    "Paper.copies": "Bản sao",
    "Paper.show": "Chỉ xuất trình",
    "Case.name": ("Trường hợp", "Để trống nếu giấy tờ này ai cũng cần."),
    "Case.papers": "Giấy tờ",
    "LegalBasis.article": "Điều, khoản",
    "Sibling.question": ("Câu hỏi để phân biệt", "Trợ lý hỏi người dân câu này."),
    "Sibling.here": "Trả lời dẫn về thủ tục này",
    "Sibling.there": "Trả lời dẫn sang thủ tục kia",
    "Decision.issuer": "Nơi ban hành",
    "Decision.issued_on": "Ngày ban hành",
    "url": "Địa chỉ trang",
    "read_on": "Ngày đọc",
    "key": ("Ký hiệu", "Chữ không dấu, ví dụ record."),
}

#: Names of what can be chosen, by value; the few that mean different things stand under "Model.field".
CHOICES: Mapping[str, Mapping[str, str]] = {
    "certainty": {"stated": "Nguồn ghi rõ", "likely": "Có thể – hỏi lại cán bộ", "unknown": "Chưa xác minh"},
    "submission": {"any": "Mọi cách", "direct": "Trực tiếp", "online": "Trên mạng", "post": "Bưu chính"},
    "keyed_by": {
        "residence": "cư trú",
        "land": "có đất",
        "business": "kinh doanh",
        "registration": "đã đăng ký",
        "none": "không theo nơi",
    },
    "Reception.scope": {"commune": "xã, phường đó", "province": "cả tỉnh", "nation": "cả nước"},
    "Channel.name": CHANNEL_NAMES,
    "Channel.level": {"full": "Toàn trình", "partial": "Một phần", "unknown": "Chưa rõ"},
    "Presence.rule": {"required": "Phải đến", "not_required": "Không bắt buộc", "unknown": "Chưa rõ"},
    "Authorisation.rule": {"allowed": "Được", "not_allowed": "Không được", "unknown": "Chưa rõ"},
    "HomeService.rule": {"yes": "Có", "no": "Không", "ask": "Hỏi xã", "unknown": "Chưa rõ"},
    "Time.unit": {
        "working_day": "ngày làm việc",
        "day": "ngày",
        "hour": "giờ",
        "month": "tháng",
        "same_day": "trong ngày",
        "at_once": "ngay khi nộp",
        "unknown": "chưa rõ",
    },
    "Fee.kind": {"amount": "Số tiền", "free": "Miễn phí", "local": "Tỉnh quy định", "unknown": "Chưa rõ"},
}

#: The fields of a guide itself, as forms, differences and reports name them.
GUIDE: Mapping[str, str] = {
    "code": "Mã thủ tục",
    "old_codes": "Mã cũ đã thay",
    "name": "Tên chính thức",
    "short_name": "Tên thường gọi",
    "aliases": "Tên gọi khác",
    "field": "Lĩnh vực",
    "life_events": "Việc trong đời",
    "levels": "Cấp thực hiện",
    "route_class": "Nhóm nơi nộp",
    "summary": "Tóm tắt",
    "status": "Tình trạng",
    "effective_from": "Áp dụng từ ngày",
    "effective_to": "Áp dụng đến hết ngày",
    "replaced_by": "Mã thay thế",
    "formality_id": "Mã trên Cổng quốc gia",
    "decision": "Quyết định công bố",
    "sources": "Nguồn",
    "reception": "Nơi nhận khác với nhóm",
    "authority": "Nơi giải quyết",
    "channels": "Kênh trên mạng",
    "offline_only": "Chỉ nộp trực tiếp hoặc bưu chính",
    "presence": "Có mặt",
    "authorisation": "Đi thay",
    "times": "Thời hạn",
    "fees": "Phí, lệ phí",
    "cases": "Giấy tờ",
    "result": "Kết quả",
    "conditions": "Điều kiện",
    "notes": "Lưu ý",
    "legal_basis": "Căn cứ pháp lý",
    "linked": "Thủ tục liên thông",
    "home_service": "Đến tận nhà",
    "siblings": "Thủ tục dễ nhầm",
    "checked_by": "Người xác nhận",
    "checked_on": "Ngày xác nhận",
    "phrasings": "Cách người dân hỏi",
}

#: What a place may publish, in the order of the form's list.
LOCAL: Mapping[str, str] = {
    "hours": "Giờ làm việc",
    "phone": "Số điện thoại",
    "address": "Địa chỉ",
    "notice": "Thông báo",
    "home_service": "Phục vụ tại nhà",
    "fee": "Mức phí, lệ phí",
    "scope": "Phạm vi nhận hồ sơ",
}

STATUSES: Mapping[str, str] = {
    "draft": "Nháp",
    "starter": "Khởi đầu, chưa có cán bộ xác nhận",
    "imported": "Nhập từ Cổng quốc gia",
    "reviewed": "Cán bộ đã xác nhận",
    "future": "Sắp có hiệu lực",
    "repealed": "Bãi bỏ",
}
LEVELS: Mapping[str, str] = {"commune": "Xã", "province": "Tỉnh", "ministry": "Bộ", "other": "Khác"}


def label(model: str, field: str) -> tuple[str, str]:
    """Return name and help of a field; a test sees to it that each has a name."""
    found = FIELDS.get(f"{model}.{field}") or FIELDS.get(field, field)
    return (found, "") if isinstance(found, str) else found


def choices(model: str, field: str) -> Mapping[str, str]:
    """Return the names of the choices of a field."""
    return CHOICES.get(f"{model}.{field}") or CHOICES.get(field, {})
