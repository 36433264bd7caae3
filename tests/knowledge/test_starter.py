"""knowledge/starter.py"""

from pathlib import Path

import pytest

from knowledge.guide import Guide
from knowledge.starter import CONTENT, ContentError, load_guides, load_phrasings

GUIDE = (CONTENT / "guides" / "sinh-con" / "1.001193.yml").read_text(encoding="utf-8")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_two_guides_with_one_code_are_refused(tmp_path: Path) -> None:
    """The error names the second file."""
    write(tmp_path / "guides" / "a.yml", GUIDE)
    write(tmp_path / "guides" / "b.yml", GUIDE)
    with pytest.raises(ContentError, match=r"b\.yml: there is already a guide with code 1\.001193"):
        load_guides(tmp_path)


@pytest.mark.parametrize("text", ["code: [", "code: 5\n", "just text"])
def test_a_damaged_guide_is_named(tmp_path: Path, text: str) -> None:
    """A file that is no guide is named, with what is wrong."""
    write(tmp_path / "guides" / "bad.yml", text)
    with pytest.raises(ContentError, match=r"bad\.yml"):
        load_guides(tmp_path)


def test_phrasings_of_several_files_are_joined(tmp_path: Path) -> None:
    """A code may have phrasings in several files; doubles that differ only in accents count once."""
    write(tmp_path / "phrasings" / "a.yml", '"1.000001": [làm tạm trú]')
    write(tmp_path / "phrasings" / "b.yml", '"1.000001": [lam tam tru, ở trọ]')
    assert load_phrasings(tmp_path) == {"1.000001": ("làm tạm trú", "ở trọ")}


def test_phrasings_that_are_no_list_are_refused(tmp_path: Path) -> None:
    """The error names file and code."""
    write(tmp_path / "phrasings" / "a.yml", '"1.000001": làm tạm trú')
    with pytest.raises(ContentError, match=r"a\.yml: 1\.000001"):
        load_phrasings(tmp_path)


def test_starter_content_covers_many_route_classes(starter_guides: dict[str, Guide]) -> None:
    """The starter guides reach across the kinds of offices, not only the commune's counter."""
    assert len({guide.route_class for guide in starter_guides.values()}) >= 15
