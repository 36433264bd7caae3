"""Fixtures of this room."""

import gzip
import json
from pathlib import Path

import pytest

from knowledge.guide import Guide
from knowledge.starter import load_guides


@pytest.fixture(scope="session")
def shared_codes(shared: Path) -> frozenset[str]:
    """Every code of the official records."""
    with gzip.open(shared / "data" / "official" / "dvc-2026-07.jsonl.gz", "rt", encoding="utf-8") as lines:
        return frozenset(json.loads(line)["code"] for line in lines)


@pytest.fixture(scope="session")
def starter_guides() -> dict[str, Guide]:
    """The guides that ship."""
    return load_guides()
