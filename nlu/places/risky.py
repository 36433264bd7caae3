"""Names of units that are also everyday words: alone they are no place.

Found by reading official texts and citizens' questions, with and without marks, and looking at every false find. Every
name is a key as `nlu.places.keys.name_key` makes it.
"""


def _names(text: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in text.split(","))


#: A bare name in this set counts only where every word of it has a capital, or behind a strong locative.
RISKY = _names(
    """
    yen tam, binh tinh, dong phuc, an binh, an chau,
    an cu, an cuu, an dan, an do, an dong, an duong, an giang, an ha, an hai, an hoa, an hung,
    an khang, an khanh, an khe, an lak, an lao, an loc, an long, an mi, an nghia, an nhon, an ninh, an phu, an
    phuoc, an qui, an sinh, an tam, an thai, an thi, an thinh, an tin, an toan, an vui, ba be, ba che, ba dinh, ba
    hang, ba to, ba tri, ba tu, ba vi, bac ai, bac binh, bac ha, bac hong, bac me, bac nam, bac son, bao ve, ben
    cat, ben cau, ben luc, binh an, binh chanh, binh dan, binh dang, binh dinh, binh gia, binh giang, binh hoa,
    binh lieu, binh long, binh luc, binh minh, binh phu, binh phuoc, binh son, binh tan, binh thuong, binh xuyen,
    binh yen, buon ho, cai be, cai lay, cai nuoc, cam giang, cam khe, cam lam, cam le, cam lo, cam mi, cam pha,
    cam ranh, cam xuyen, can duoc, can gio, cao bang, cao lanh, cap tien, cau dien, cau giay, cau ke, cau kho, cau
    ngang, chau duc, chau phu, chau thanh, chi lang, chi linh, chien thang, chinh li, chinh tam, cho chu, cho don,
    cho gao, cho lach, cho lon, cho moi, co bi, co do, co to, con co, con cuong, con dao, cong binh, cong chinh,
    cong hai, cong hoa, cu chi, cua lo, cua nam, dai an, dai dien, dai dong, dai hoc, dai loc, dai thanh, dai tu,
    dai xuyen, dam doi, dam ha, dan phuong, dat cuoc, dat do, dau tieng, di an, di linh, dien ban, dien
    bien, dien huong, dien khanh, dinh cong, dinh cu, dinh hoa, dinh lap, dinh quan, dinh tan, do luong, do son,
    doan ket, doc lap, dong anh, dong da, dong giang, dong ha, dong hai, dong hi, dong hoa, dong hung, dong i,
    dong loi, dong moi, dong nai, dong phu, dong son, dong tam, dong thanh, dong tien, dong trieu, dong van, dong
    xuan, duc hoa, duc linh, duc long, duc pho, duc thang, duc thinh, duc tho, duc trong, duong kinh, duong noi,
    gia an, gia binh, gia dinh, gia hoa, gia lai, gia lam, gia loc, gia phu, gia thanh, gia vien, giao an, giao
    thuy, ha noi, hai an, hai ba trung, hai chau, hai duong, hai ha, hai hau, hai hoa, hai lang, hai long, hai
    phu, hai son, hai tan, hai thanh, hai trung, hai yen, hang bai, hang trong, hanh phuc, hau giang, hien luong,
    hien ninh, hoa an, hoa binh, hoa dong, hoa giai, hoa hai, hoa hop, hoa lu, hoa nhap, hoa phu, hoa son, hoa
    thanh, hoa thuan, hoa tien, hoa vang, hoan kiem, hoan thanh, hoang dao, hoang hoa, hoang mai, hoang sa, hoi
    an, hong ha, hong hai, hong lam, hong quang, hop dong, hop duc, hop hoa, hop li, hop nhat, hop tac, hop thanh,
    hop thinh, hop tien, hue, hung vuong, huong an, huong hoa, huong khe, huong lam, huong son, huong thuy, huong
    tra, huong xuan, i yen, ke sach, ket hon, khai giang, khai quang, khai sinh, khai thai, kien an, kien tuong,
    kim chung, kim dong, kim hoa, kim lien, kim long, kim ngan, kim son, kim tan, kim thanh, la gi, lai chau, lai
    vung, lak duong, lak son, lak thuy, lang son, lao cai, le hong phong, le loi, li nhan, li son, li thai to, li
    thuong kiet, lien quan, lieu do, lieu giai, lieu tu, loc an, loc ha, loc ninh, loc phat, loc tho, loi bac,
    long dat, luc ngan, luong hoa, luong son, luong tai, luong thien, mai dinh, mai hoa, mai lam, mai son, mai
    trung, me linh, mi an, mi hanh, mi hoa, mi loc, minh chau, minh duc, minh hoa, minh hop, minh khai, minh long,
    minh quang, minh tam, minh tan, minh thanh, minh xuan, mo cay, nam can, nam dan, nam dinh, nam dong, nam
    giang, nam ha, nam hai, nam hoa, nam hong, nam son, nam thanh, nam tien, nam trung, nga bay, nga nam, nga son,
    nghi son, nghia dan, nghia hanh, nghia hung, nghia lo, nghia tan, nghia thanh, ngoc ha, ngoc hoi, ngoc lam,
    ngoc son, nguyen du, nguyen hue, nguyen trai, nha be, nhan dao, nhan hoa, nhan li, nhan nghia, nhan thang, nhu
    gia, nhu khe, nhu thanh, nhu xuan, ninh an, ninh hai, ninh hoa, ninh kieu, ninh phuoc, ninh son, nong cong,
    nong son, phong chau, phong dien, phong khe, phong phu, phong tho, phu can, phu cuong, phu duc, phu giao, phu
    hoa, phu hop, phu loi, phu nhuan, phu ninh, phu qui, phu tan, phu thanh, phu thinh, phuc hoa, phuc loc, phuc
    loi, phuc tan, phuc thinh, phuc tho, quan ba, quan hoa, quan lan, quan son, quan thanh, quan trieu, quang
    trung, que phong, que son, que vo, quyet thang, sa dec, sa pa, son dong, son duong, son ha, son hai, son hoa,
    son la, son thanh, son tinh, song cau, song cong, song hinh, song lo, song ma, tam an, tam binh, tam dao, tam
    duong, tam ha, tam ki, tam nong, tam phu, tan an, tan binh, tan duong, tan hoa, tan hon, tan hung, tan ki, tan
    lap, tan loc, tan phu, tan thanh, tan thuan, tan tien, tan uyen, tay do, tay giang, tay ho, tay hoa, tay
    nguyen, tay son, thai binh, thang binh, thang loi, thang long, thanh an, thanh binh, thanh chuong, thanh cong,
    thanh ha, thanh hai, thanh lich, thanh long, thanh nhan, thanh nien, thanh phu, thanh son, thanh tam, thanh
    thuy, thanh toan, thanh tra, thanh tri, thanh xuan, the loc, thi xa, thoi an, thoi binh, thoi hoa, thoi lai,
    thong nhat, thu duc, thu thiem, thu thua, thuan an, thuan bac, thuan giao, thuan hoa, thuan hung, thuan loi,
    thuan nam, thuan phuoc, thuan thanh, thuan tien, tien an, tien du, tien giang, tien hai, tien hung, tien lang,
    tien phong, tien phuoc, tien thanh, tien tien, tien yen, toan thang, tra linh, tra mi, tra vinh, tran hung
    dao, tran phu, trang an, trang bang, trang bom, trung an, trung binh, trung chinh, trung dung, trung ha, trung
    hieu, trung hoa, trung khanh, trung luong, trung mon, trung son, trung tam, trung thanh, trung tu, trung van,
    trung vuong, truong an, truong sa, truong son, truong thanh, truong thi, truong tho, tu do, tu ki, tu lan, tu
    li, tu nghia, tu nhien, tu son, tuong duong, van an, van ban, van don, van giang, van hoa, van lam, van lang,
    van lung, van ninh, van phu, van phuc, vi khe, vi thanh, vi thuy, vi xuyen, viet hoa, viet hung, viet nam,
    viet tri, viet yen, vinh, vinh an, vinh cuu, vinh hoa, vinh hung, vinh loc, vinh loi, vinh long, vinh phuc,
    vinh quang, vinh tan, vinh thinh, vinh tuong, vinh vien, vu quang, vu thu, vung tau, xuan an, xuan dinh, xuan
    hoa, xuan loc, xuan mai, xuan phu, xuan son, xuan tan, xuan thanh, xuan truong, xung phong, yen binh
    """
)

#: Of these only the unmarked form is risky: with its marks the name is a name.
SAFE_WITH_MARKS = _names(
    """
    an giang, ba dinh, ba to, ba tri, ba vi, ben cat, ben luc, binh chanh, binh dinh, binh long, binh phuoc, binh
    tan, binh xuyen, buon ho, cai lay, cam le, cam lo, cam pha, cam ranh, cam xuyen, can duoc, can gio, cao bang,
    cau giay, chau duc, chau phu, chau thanh, cho lach, con cuong, con dao, cu chi, dai loc, dam doi, dau tieng,
    di an, di linh, dien ban, dien bien, dien khanh, do luong, dong anh, dong da, dong ha, dong nai, duc hoa, duc
    tho, duc trong, gia binh, gia lai, gia lam, ha noi, hai ba trung, hai chau, hai duong, hai lang, hau giang,
    hoa lu, hoa vang, hoan kiem, hoang mai, hoang sa, hoi an, hue, huong khe, huong son, huong thuy, huong tra, i
    yen, ke sach, kim son, lai chau, lang son, lao cai, loc ninh, luong tai, me linh, mo cay, nam dan, nam dinh,
    nga bay, nga nam, nghia lo, nha be, ninh hoa, ninh kieu, phong dien, phu nhuan, que vo, sa dec, sa pa, son la,
    song lo, tam dao, tam ki, tan binh, tan phu, tan uyen, tay ho, thai binh, thang binh, thanh tri, thanh xuan,
    thoi lai, thu duc, thuan an, tien du, tien giang, tien phuoc, tra vinh, trang bang, trang bom, truong sa, tu
    son, vi thanh, viet tri, viet yen, vinh long, vinh phuc, vinh tuong, vu quang, vung tau
    """
)

#: Never a place without a unit word, even with capitals: Bộ Y tế, Ban Thi đua, Ban Cơ yếu.
NEVER = _names("ban co, ban thi, bo i, chu tich, cong an, hoi dong, so noi")

#: One letter away from a unit's name, but words of their own: never a misspelt name.
FALSE_FRIENDS = _names(
    """
    hai san, ca nuoc, can ho, can the, hai quan, dong phuc, dong bao, binh tinh, kim cuong, nam gioi, nu gioi, van
    tay, gia han, gia dinh, hoa don, hoa chat, hop dong, ho ngheo, ho khau, ho tich, thanh toan, thanh tra, thanh
    nien, thanh pho, thanh vien, thanh ly, tam tru, tam vang, thuong tru, cong chung, cong viec, quan trong, quan
    ly, vien phi, phu huynh, phu hop, lam an, lam gi, ban dau, ban ngay, hang ngay, hang nam, lien he, lien quan,
    dinh kem, dinh danh, kinh te, kinh phi, kinh doanh, chung thuc, chung minh, chung cu, song ngu, ly hon, ket
    hon, tan hon, con cai, con nho, con dau, cha me, me con, ong ba, ba noi, ba ngoai, an o, an uong, tien mat,
    tien luong, tien nuoc, nha dat, nha tro, nha o, dat o, dat dai, so do, the cu, the moi, the nao, nhu nao
    """
)

#: Pairs of syllables that are one word: a bare name that ends or begins within one is no name.
WORD_PAIRS = _names(
    """
    minh bach, chung minh, thong minh, van minh, thong tin, thong bao, thong qua, thong nhat, giao thong, he thong,
    truyen thong, luu thong, tan trang, tan tien, tan hon, tan noi, tho sua, tho xay, tho may, tho ho, tho dien, ban
    tho, an toan, an tam, an ninh, an uong, an o, dap an, do an, vu an, ke an, binh tinh, binh yen, binh thuong,
    binh quan, binh luan, hoa giai, hoa nhap, hoa don, hoa thuan, hai quan, hai san, hai long, hai vo,
    nam gioi, nam nu, nam nay, nam sau, nam truoc, nam sinh, long trong, long tin, dong y, dong phuc, dong thoi,
    dong tien, hop dong, lao dong, hoat dong, cong dong, tu dong, thanh toan, thanh tra, thanh nien, hoan thanh,
    truong thanh, tro thanh, hinh thanh, tra loi, tra lai, tra cuu, kiem tra, dieu tra, phuc loi, quyen loi, thuan
    loi, loi ich, thuan tien, tien hanh, tien luong, tien do, tien trinh, tien mat, so tien, chinh sach, chinh
    quyen, chinh thuc, hanh chinh, tai chinh, gia dinh, gia han, gia tri, quoc gia, tham gia, chuyen gia, quan ly,
    quan tam, quan trong, lien quan, phu huynh, phu hop, phu nu, phu trach, son nha, tay nghe, tay trai, van tay,
    giang day, giang vien, vien phi, vien chuc, nghia vu, dinh nghia, y nghia, trung binh, trung tam,
    trung thuc, hung thu, phuoc duc, dao duc, giao duc, duc tin, thai do, thai san, trang thai, tinh
    trang, trang tri, trang thiet, loc nuoc, quang cao, khanh thanh, cuong che, tang cuong, vinh du, vinh vien, chau
    au, chau a, phong tro, van phong, can phong, phong ngua, du phong, phong chay, yen tam, yen tinh, dien tich,
    dien tu, dien thoai, dien luc, khai bao, khai sinh, khai tu, tan tat, tuong lai, tuong duong
    """
)
