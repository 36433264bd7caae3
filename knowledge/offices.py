"""The table of office kinds: the only offices that an answer can name, and how their names are written."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import yaml

from knowledge.guide import Model

#: How a sentence says whose office it is when the citizen's place is not known.
NEAR = {
    "residence": "nơi anh/chị ở",
    "land": "nơi có đất",
    "business": "nơi đặt địa điểm kinh doanh",
    "registration": "nơi đã đăng ký",
    "none": "gần anh/chị",
}


class Office(Model):
    """One kind of office. `of`: whether "của" joins its name and its unit's."""

    name: str
    territory: Literal["commune", "province", "none"]
    of: bool = False

    def named(self, unit: str) -> str:
        """Return the office's name with the unit's, "Công an" + "phường Cầu Giấy"; the bare name without a unit."""
        if not unit or self.territory == "none":
            return self.name
        return f"{self.name} của {unit}" if self.of else f"{self.name} {unit}"

    def near(self, key: str) -> str:
        """Return the office's name with a description instead of a unit: "Công an xã, phường nơi anh/chị ở"."""
        kind = {"commune": "xã, phường", "province": "tỉnh, thành phố", "none": ""}[self.territory]
        return self.named(f"{kind} {NEAR[key]}") if kind else self.name


def load_offices(path: Path) -> Mapping[str, Office]:
    """Read the table of office kinds. Raises ValueError naming the file when a row is not valid."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return {key: Office.model_validate(row) for key, row in rows.items()}
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def inline(unit_name: str) -> str:
    """Return a unit's name as it stands inside a sentence: "Phường Cầu Giấy" -> "phường Cầu Giấy"."""
    return unit_name[:1].lower() + unit_name[1:]
