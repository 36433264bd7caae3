"""Signs that the way to an office is hard for somebody: age, illness, disability, distance.

They change the order of an answer, never what is true: help at home, by post and online is told first.
"""

import re

from nlu.text import fold

#: From this age on, an age that is told counts as a sign.
OLD = 70
_AGE = re.compile(r"(?<!\d)(\d{2,3}) ?(?:t\b|tuoi)")
_NOT = "(?:khong|ko|k|hong|chang) (?:the )?(?:tu )?"
_PERSON = "(?:toi|minh|em|me|ma|bo|ba|cha|ong|cu|vo|chong|con|chau|anh|chi|bac|co|chu|di|noi|ngoai)"
#: What people write, without marks; each line is one kind of sign.
_SIGNS = (
    "(?:di lai|di dung|van dong) (?:rat |qua |hoi |rat la )?(?:kho|bat tien|yeu|khong duoc|ko duoc|k duoc|han che)",
    "kho (?:di lai|di dung|khan di lai|khan trong di lai)",
    f"{_NOT}(?:di lai|di duoc|di noi|di dau duoc|di dung duoc|ra khoi nha|den duoc|toi duoc|len duoc|ra duoc)",
    f"{_NOT}(?:toi noi duoc|den noi duoc|xuong giuong)",
    "nam (?:liet|mot cho|1 cho|vien|giuong|benh vien)|bi liet",
    "liet (?:giuong|nua nguoi|hai chan|2 chan|chan|toan than)",
    "xe lan|chong nang",
    "(?:bi |sau )?(?:tai bien|dot quy)|om (?:nang|dau lau|yeu)|benh (?:nang|nan y|tat)|suy than|chay than|ung thu",
    "gay (?:chan|xuong|tay)|mo (?:chan|xong)",
    rf"{_PERSON} (?:\w+ ){{0,2}}?(?:bi )?(?:khuyet tat|tan tat|tat nguyen|bai liet|khiem thi|bai nao)|bi mu",
    f"gia yeu|cao tuoi|lon tuoi|tuoi cao|{_PERSON} (?:da |cung )?gia (?:qua|roi|lam|ca)",
    "lam tan nha|lam tai nha|den tan nha|den nha lam|toi nha lam|lam tan noi",
    f"o xa (?:lam|qua|khong ve|ko ve|k ve)|{_NOT}ve (?:que )?duoc|khong (?:co )?thoi gian ve",
)
_SIGN = re.compile(rf"(?<!\w)(?:{'|'.join(_SIGNS)})(?!\w)")
#: A question about a group of people is no word about oneself.
_ABOUT_A_GROUP = re.compile(r"(?:khuyet tat|cao tuoi) (?:thi )?(?:duoc (?:huong|ho tro)|la gi|bao nhieu)")


def hard_to_travel(text: str) -> bool:
    """Return whether a message says that somebody can hardly come: "mẹ tôi 78 tuổi đi lại khó", "ba nằm liệt"."""
    folded = " ".join(re.findall(r"\w+", fold(text)))
    if any(OLD <= int(age) < 120 for age in _AGE.findall(folded)):
        return True
    return _SIGN.search(_ABOUT_A_GROUP.sub(" ", folded)) is not None
