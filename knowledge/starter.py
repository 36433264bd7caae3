"""The starter content that ships with the program: guides and phrasings, read from content/."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from knowledge.guide import Guide
from nlu.text import fold, nfc

CONTENT = Path(__file__).parent / "content"


class ContentError(ValueError):
    """A content file that cannot be read; the message names file and record."""


def load_guides(folder: Path = CONTENT) -> dict[str, Guide]:
    """Return the starter guides by code. Raises ContentError for a bad file and for two guides with one code."""
    guides: dict[str, Guide] = {}
    for path in sorted((folder / "guides").rglob("*.yml")):
        try:
            guide = Guide.model_validate(_read(path))
        except ValueError as error:
            raise ContentError(f"{path}: {error}") from error
        if guide.code in guides:
            raise ContentError(f"{path}: there is already a guide with code {guide.code}")
        guides[guide.code] = guide
    return guides


def load_phrasings(folder: Path = CONTENT) -> dict[str, tuple[str, ...]]:
    """Return people's phrasings by code, in NFC, without doubles. Raises ContentError naming the file."""
    phrasings: dict[str, dict[str, str]] = {}
    for path in sorted((folder / "phrasings").glob("*.yml")):
        content = _read(path)
        if not isinstance(content, Mapping):
            raise ContentError(f"{path}: needs a mapping of codes to lists of phrasings")
        for code, phrases in content.items():
            if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
                raise ContentError(f"{path}: {code}: needs a list of texts")
            known = phrasings.setdefault(str(code), {})
            for phrase in phrases:
                known.setdefault(fold(nfc(phrase)).strip(), nfc(phrase).strip())
    return {code: tuple(known.values()) for code, known in phrasings.items()}


def _read(path: Path) -> object:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContentError(f"{path}: not readable as YAML: {error}") from error
