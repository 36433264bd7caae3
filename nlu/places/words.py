"""Words around a place: unit words, links between its parts, what makes a name no place, what tells a role.

Every word is a key as `nlu.places.keys.word_key` makes it: without marks, y as i.
"""

from nlu.places.gazetteer import DISTRICT, PROVINCE, WARD


def _list(text: str) -> frozenset[str]:
    """Return the items of a text, which are separated by commas; blanks within one are kept single."""
    return frozenset(" ".join(item.split()) for item in text.split(","))


#: unit word -> the levels it may stand before, each with the types it means (none: any type).
UNIT_WORDS: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {}


def _unit(words: str, *meanings: tuple[str, str]) -> None:
    for word in _list(words):
        UNIT_WORDS[word] = tuple((level, frozenset({kind} - {""})) for level, kind in meanings)


_unit("phuong, p, f, ph, phg, pg, fuong, phuog, phuomg, phuongg, puong, phuon, phung", (WARD, "phường"))
_unit("xa, x", (WARD, "xã"))
_unit("thi tran, tt, t t, ttr, t tran, th tran", (WARD, "thị trấn"))
_unit("dak khu", (WARD, "đặc khu"))
_unit("quan, q, qan, wan, quanj, qun", (DISTRICT, "quận"))
_unit("huyen, h, huien, hyen, huyenj, huyen dao", (DISTRICT, "huyện"))
_unit("thi xa, tx, t x", (DISTRICT, "thị xã"))
_unit("thanh pho, tp, t p, tpho, thanh fo, t pho", (PROVINCE, "thành phố"), (DISTRICT, "thành phố"))
_unit("tinh, t", (PROVINCE, "tỉnh"))
_unit("thu do", (PROVINCE, ""))

#: Tones (combining marks) that the word bears when it is typed with marks; any other marked form is another word.
UNIT_TONES = {
    "phuong": "\u0300",
    "xa": "\u0303\u0309",
    "quan": "\u0323",
    "huyen": "\u0323",
    "tinh": "\u0309\u0303",
}
#: Behind these words the unit word is part of another word: cơ quan, liên quan, địa phương, giới tính.
NOT_UNIT_AFTER = {
    "quan": _list(
        "co, lien, hai, tham, khach, chu, bao, tong, chinh, kiem, bi, si, thoi, tap, may, uy",
    ),
    "phuong": _list("dia, doi, song, da, bon, tu, chieu, ten, chi, anh, em, co, ba, don"),
    "tinh": _list(
        "gioi, ai, cam, hoan, may, bien, tuong, dak, than, chung, hon, co, quoc, toan, ki, cong, tam, vo",
    ),
    "xa": _list("hop, cach, bao, o, lau"),
    "t": _list("a, b, c"),
    "h": _list("a, b, c"),
}
#: Behind an unmarked unit word these begin another word: phương tiện, phương án, quan hệ, tính toán.
NOT_NAME_AFTER = {
    "phuong": _list("tien, an, phap, thuc, huong, cham, ngon, dien"),
    "quan": _list("he, li, diem, trong, tam, chuc, su, doi, nhan"),
    "xa": _list("hoi, nha, xoi, bien, giao"),
    "tinh": _list("trang, hinh, tiet, huong, toan, chat, cam, phi, thue, uy"),
    "huyen": _list("thoai"),
}
#: Small words behind "xã", "huyện" that tell a kind of unit or what it does, not its name.
KINDS_OF_UNIT = _list(
    """bien gioi, dong bang, mien nui, dak biet, dai dien, hai dao, trung du, trung tam, van hoa, an toan, nong
    thon, moi, chi dao, vung cao, anh hung, tien tien, anh em, lien ke"""
)
#: One or two words that may stand between two parts of one place.
LINKS = _list("thuoc, cua, tai, o, nam o, trong")
#: What stands between an old name and today's.
BECAME = _list(
    """nay, ve, nay la, gio la, hien la, hien nay la, bay gio la, doi thanh, thanh, nay thuoc, gio thuoc, hien
    thuoc, bay gio thuoc, hien nay thuoc, moi la, ten moi la, chuyen thanh, sap nhap vao, sap nhap thanh, sap
    nhap ve, sap nhap qua, nhap vao, gop vao"""
)
OLD_WORDS = _list(
    """cu, truoc day, truoc kia, ngay truoc, hoi truoc, luc truoc, ngay xua, hoi xua, truoc, xua, truoc sap
    nhap, chua sap nhap, cu truoc day"""
)
NEW_WORDS = _list("moi, hien nay, nay, bay gio, sau sap nhap, moi sap nhap, hien tai, moi bay gio, moi day")
#: Behind these words a name is a street, a hamlet, a building or a person, not a ward or a district.
NOT_PLACE_AFTER = _list(
    """duong, pho, ngo, hem, ngach, kiet, ap, thon, xom, khom, khu, kp, khu pho, kp so, tdp, kdt, ktx, kdc, kcn,
    so nha, sn, khu cong nghiep, khu do thi, khu dan cu, tieu khu, ki tuc xa, chung cu, toa, toa nha, quoc lo,
    ql, tinh lo, cao toc, cau, ham, cang, chua, den, mieu, dinh, phu, nha tho, cong vien, nut giao, nga tu, nga
    ba, vong xoay, ben xe, san bay, truong, dai hoc, dh, hoc vien, thpt, thcs, tieu hoc, mam non, benh vien, bv,
    phong kham, khach san, ngan hang, sieu thi, cua hang, nha may, cong ti, cty, ten, ten la, ho ten, anh, chi,
    luat"""
)
#: Of these, the ones that with marks may be another word: chỉ, đến, phụ, định, hạm, càng.
SOMETIMES_OTHER = _list("chi, den, phu, dinh, ham, cang")
#: The same, but only with these marks, since without them or with others they are everyday words.
NOT_PLACE_MARKED = tuple(
    """chợ bản buôn tổ hồ đồi lô sông núi ga làng cồn bãi ông bà chị cô chú bác đèo đập dốc hàng phủ đình""".split()
)
#: Right before a name with capitals they say that it is a person's.
PERSONS = frozenset({"anh", "chị", "cô", "chú", "bác", "ông", "bà", "tên", "cháu"})
#: Right before a name they say that it is a place. They even make an everyday word the name of a district or province.
LOCATIVES = _list("o, tai, que, thuoc, hktt, o tro, nha tro, thue tro, tam tru, que quan, nguyen quan")
#: The same, but only before a name with capitals.
WEAK_LOCATIVES = _list("ve, tu, den, toi, song, trong, vao, ra, len, xuong, qua, gan, vung, tru, noi")
#: What may stand beside a name in an answer to "anh/chị ở đâu?".
FILLER = _list(
    """da, vang, a, ah, ak, nha, nhe, ne, em, anh, chi, minh, toi, tui, con, chau, bac, co, chu, ba, ong, o,
    tai, la, song, que, ve, tu, thuoc, dang, hien, nay, thi, thoi, do, day, nhi, ban, gio, cu, moi, khu, vuc,
    dia, cua, noi, tro, tam, tru, thuong, ho, khau, bay, ben, gan, oi, uh, um, ok, roi, nghe, ha, di, duoc,
    khong, ko, k, dau, xin, chao, shop, ad, admin, ghi, tren, giay, to, so, hong, ngay, truoc, sinh, lon, va,
    quan, nguyen, lam, dan, nguoi, dc, dao"""
)
#: Words before a place that tell what it is to the citizen.
ROLES: dict[str, str] = {}


def _role(role: str, words: str) -> None:
    for word in _list(words):
        ROLES[word] = role


_role(
    "origin",
    """que, que quan, nguyen quan, qe, que goc, goc, que o, que ngoai, que noi, dan goc, nguoi goc, que me, que
    cha, que chong, que vo, que em o, que toi o, que tui o, que minh o, que chau o,
    que con o, que nha o, sinh ra o, sinh o, ho khau tu, khau tu, chuyen tu, chuyen khau tu, don tu""",
)
_role(
    "stay",
    """o tro, tro, tam tru, tam tru o, dang tam tru, dktt, luu tru, thue tro, o thue, thue nha, nha tro, phong
    tro, o nho, o tam, lam viec o, lam o, dang lam o, di lam o, cong nhan o, lam cong nhan, hoc o""",
)
_role(
    "residence",
    """o, song, song o, song tai, sinh song, thuong tru, ho khau, ho khau o, ho khau thuong tru, hktt, hk, shk,
    toi o, tui o, em o, minh o, con o, chau o, tao o, nha toi o, gio o, hien o, hien dang o, nay o, nha, nha o,
    nha em o, cu tru, dang o, o tai, noi o, dia chi, chuyen ve, chuyen vao, chuyen ra, chuyen den,
    chuyen len, nhap khau vao, nhap ho khau ve""",
)
_role(
    "land",
    """dat, dat o, manh dat, thua dat, mieng dat, lo dat, nha dat, nha dat o, ruong, dat ruong, vuon, dat vuon,
    dat dai, dat nen, so do, so hong, can nha, can ho, mua dat, ban dat""",
)
_role(
    "business",
    """quan, quan an, quan ca phe, quan cafe, mo quan, tiem, mo tiem, cua hang, mo cua hang, nha hang, shop, mo
    shop, xuong, ban hang, buon ban, kinh doanh, ho kinh doanh, cong ti, tru so, co so""",
)
_role(
    "registration",
    """khai sinh o, khai sinh tai, khai sinh truoc day, dang ki khai sinh, dk khai sinh, lam khai sinh o, ks o,
    giay khai sinh o, giay khai sinh tai, ket hon o, ket hon tai, dang ki ket hon, dk ket hon, khai tu o, da
    dang ki, dang ki o, dang ki tai, cap o, cap tai""",
)
