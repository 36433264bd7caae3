"""Facts as Vietnamese words: money, times, fees, papers, channels. Nothing here adds a fact."""

from knowledge.guide import Fee, Paper, Submission, Time

_UNITS = {"working_day": "ngày làm việc", "day": "ngày", "hour": "giờ", "month": "tháng"}
_BY = {"any": "", "direct": "nộp trực tiếp", "online": "nộp mạng", "post": "qua bưu chính"}


def money(amount: int) -> str:
    """Return an amount in đồng as people write it: 8000 -> "8.000 đồng"."""
    return f"{amount:,}".replace(",", ".") + " đồng"


def number(value: float) -> str:
    """Return a count without a useless decimal: 3.0 -> "3", 1.5 -> "1,5"."""
    return f"{value:g}".replace(".", ",")


def submission(by: Submission) -> str:
    """Return how the papers are handed in, "" for any way."""
    return _BY[by]


def fee_text(fee: Fee) -> str:
    """Return one fee row as a phrase."""
    about = _join(fee.condition, submission(fee.submission))
    if fee.kind == "amount" and fee.amount:
        figure = money(fee.amount) + (f"/{fee.per}" if fee.per else "")
        return _joined(figure, about, _until(fee))
    if fee.kind == "free":
        return _joined("miễn phí", about, _until(fee))
    if fee.kind == "local":
        return _joined("do Hội đồng nhân dân tỉnh quyết định", about)
    return "chưa rõ, cần hỏi lại cán bộ"


def time_text(time: Time) -> str:
    """Return one processing time as a phrase."""
    if time.unit == "same_day":
        length = "trong ngày"
    elif time.unit == "at_once":
        length = "ngay khi nộp"
    elif time.quantity is None:
        length = "chưa có thông tin chắc chắn"
    else:
        to = f"–{number(time.quantity_max)}" if time.quantity_max else ""
        length = f"{number(time.quantity)}{to} {_UNITS[time.unit]}"
    late = "nhận sau 15 giờ thì ngày làm việc tiếp theo" if time.after_15h_next_day else ""
    return _joined(length, _join(time.condition, submission(time.submission)), late)


def paper_text(paper: Paper) -> str:
    """Return one paper as a line of a list, without its bullet."""
    counts = _join(
        f"{paper.originals} bản chính" if paper.originals else "",
        f"{paper.copies} bản sao" if paper.copies else "",
    )
    form = f"mẫu {paper.form}" if paper.form and "mẫu" not in paper.form.lower() else paper.form
    about = _join(
        form, counts, "chỉ xuất trình" if paper.show else "", paper.condition and f"khi {_lower(paper.condition)}"
    )
    return _joined(paper.name, about) + (f" – {paper.note}" if paper.note else "")


def _until(fee: Fee) -> str:
    return f"đến hết {fee.valid_to:%d/%m/%Y}" if fee.valid_to else ""


def _lower(text: str) -> str:
    return (text[:1].lower() + text[1:]).removeprefix("khi ")


def _join(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _joined(head: str, *abouts: str) -> str:
    about = _join(*abouts)
    return f"{head} ({about})" if about else head
