"""Make content/centres/headquarters.csv: seats of communes with a usable address, in a form of our own.

    python scripts/make_headquarters.py FILE       FILE: the list of July 2025, commune_hq_3321_2025-07-17.csv

Only rows that the list's own mark calls an address (`street`, `hamlet`) are read. What stands beside an address is left
out: the commune's own name, the province, what the building was before. A row that then is no address, names several
seats, or disagrees with today's units is left out and told. Coordinates are left out: nobody has checked them.
"""

import argparse
import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from knowledge.centres import COLUMNS, check_headquarters  # noqa: E402
from knowledge.tiers import removed_tier  # noqa: E402
from nlu.places import Resolver  # noqa: E402
from nlu.text import fold, nfc  # noqa: E402

TARGET = ROOT / "knowledge" / "content" / "centres" / "headquarters.csv"
AS_OF = "2025-07-17"
_LONGEST = 120
_SHORT_FORMS = (
    (r"\bTP\b\.?", "thành phố"),
    (r"\bTDP\b", "Tổ dân phố"),
    (r"\bKP\s?(?=\d|[A-ZĐ])", "khu phố "),
    (r"\bTT\b", "thị trấn"),
    (r"\bKĐT\b", "khu đô thị"),
)
_ADDRESS = re.compile(
    r"\d|đường|phố|quốc lộ|tỉnh lộ|đại lộ|ngõ|thôn|ấp|bản|tổ|xóm|khu|làng|buôn|khóm|khối|ĐT|ĐH", re.IGNORECASE
)
_OFFICE = re.compile(
    r"UBND|HĐND|UBMTTQ|[Uu]ỷ ban|[Ủủ]y ban|[Tt]rụ sở|(?:Thành|Huyện|Quận|Đảng|Thị|Tỉnh) [ủỷ]y"
    r"|điểm tiếp nhận|BQL|cơ sở 2",
    re.IGNORECASE,
)
_FORMER = re.compile(r"\b(quận|huyện|thị xã|thị trấn|thành phố|tỉnh(?! lộ))\b", re.IGNORECASE)


def address_of(text: str, ward: str, province: str) -> str:
    """Return the address in a row's text, "" where there is none that is certain."""
    text = nfc(text).strip()
    if "\n" in text or text.startswith(("-", "–")):
        return ""
    text = re.sub(r"\([^)]*\)", "", text)
    for short, full in _SHORT_FORMS:
        text = re.sub(short, full, text)
    text = re.sub(r"^(?:Trụ sở|UBND|Trung tâm hành chính)[^,]*?(?:,| tại | - )\s*(?:tọa lạc )?", "", text)
    parts = [" ".join(part.split()).strip(" .") for part in text.split(",")]
    bare = fold(province).removeprefix("thanh pho ").removeprefix("tinh ")
    own = {fold(ward), fold(ward) + " moi", bare, f"tinh {bare}", f"thanh pho {bare}"}
    while len(parts) > 1 and fold(parts[-1]) in own:
        parts.pop()
    address = ", ".join(part for part in parts if part)
    if not address or not _ADDRESS.search(address) or _OFFICE.search(address) or removed_tier(address):
        return ""
    if _FORMER.search(address) and not re.search(r"\bcũ\b", address):
        address += " (địa danh cũ)"
    return address[:1].upper() + address[1:] if len(address) <= _LONGEST else ""


def rows(path: Path, resolver: Resolver) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table, and tell of each row that is left out."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["hq_quality"] not in ("street", "hamlet"):
                continue
            ward = resolver.units.wards.get(row["ward_code"])
            if (
                ward is None
                or ward.province != row["province_code"]
                or fold(ward.name) != fold(row["ward_name_2026_10"])
            ):
                print(f"không khớp danh mục: {row['ward_code']} {row['ward_name_2026_10']}", file=sys.stderr)
                continue
            address = address_of(row["hq_text"], ward.name, resolver.units.province(ward.province).name)
            if not address:
                print(f"không phải một địa chỉ: {ward.code} {ward.name}: {row['hq_text']!r}", file=sys.stderr)
                continue
            yield ward.code, ward.name, address, row["hq_quality"], AS_OF


def main() -> int:
    """Write the table and check it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--out", type=Path, default=TARGET)
    options = parser.parse_args()
    resolver = Resolver.load()
    found = sorted(rows(options.file, resolver))
    with options.out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(found)
    check_headquarters(options.out, {code: ward.name for code, ward in resolver.units.wards.items()})
    print(f"{options.out.name}: {len(found)} trụ sở")
    return 0


if __name__ == "__main__":
    sys.exit(main())
