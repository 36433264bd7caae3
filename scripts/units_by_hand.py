"""What no package says about units, kept by hand: first days, and units of TP.HCM that ended in 2021."""

#: First days that a source or the routing rules give; a change by another decision counts from the decision's own day.
EFFECTIVE = {"30/2026/QH16": "2026-04-30", "237/NQ-UBTVQH16": "2026-04-30"}
#: Districts of Thành phố Thủ Đức until 2020, which people still name; the wards are those of 2025 in them.
THU_DUC = {
    "2": "An Khánh, An Lợi Đông, An Phú, Bình Trưng Đông, Bình Trưng Tây, Cát Lái, Thạnh Mỹ Lợi, Thảo Điền, Thủ Thiêm",
    "9": "Hiệp Phú, Long Bình, Long Phước, Long Thạnh Mỹ, Long Trường, Phú Hữu, Phước Bình, Phước Long A, "
    "Phước Long B, Tân Phú, Tăng Nhơn Phú A, Tăng Nhơn Phú B, Trường Thạnh",
    "Thủ Đức": "Bình Chiểu, Bình Thọ, Hiệp Bình Chánh, Hiệp Bình Phước, Linh Chiểu, Linh Đông, Linh Tây, Linh Trung, "
    "Linh Xuân, Tam Bình, Tam Phú, Trường Thọ",
}
#: Wards of TP.HCM that ended on 1 January 2021 (1111/NQ-UBTVQH14), by former district: name -> its heir.
OLDER_HCMC = {
    "770": {"6": "Võ Thị Sáu", "7": "Võ Thị Sáu", "8": "Võ Thị Sáu"},
    "773": {"5": "2", "12": "13"},
    "774": {"15": "12"},
    "771": {"3": "2"},
    "768": {"12": "11", "14": "13"},
}
