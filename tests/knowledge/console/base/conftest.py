"""A base with a few guides, and the snapshot that answers from them."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.building import Order, build
from knowledge.settings import Settings
from knowledge.snapshot import activate
from knowledge.starter import load_guides, load_phrasings
from tests.knowledge.samples import few_guides

MARRIAGE = "1.000894"


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Starter content with the guides on marriage only."""
    return few_guides(tmp_path_factory.mktemp("content"), "hon-nhan")


@pytest.fixture(scope="session")
def built(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder whose current snapshot was built from that content."""
    var = tmp_path_factory.mktemp("var")
    activate(var, build(Order(content=content), Settings(var=var, train_steps=5), lambda *_: None).folder.name)
    return var


@pytest.fixture
def live(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A copy of it that the console publishes to."""
    shutil.copytree(built, tmp_path / "var")
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path / "var"))
    return Settings()


@pytest.fixture
def filled(base: None, content: Path) -> Callable[[], Any]:
    """The base with the same guides; call it to import the content again."""
    from knowledge.console.base.importing import import_guides

    def bring_in(**changed: Any) -> Any:
        guides = load_guides(content)
        for code, fields in changed.get("guides", {}).items():
            guides[code] = guides[code].model_copy(update=fields)
        phrasings = load_phrasings(content) | changed.get("phrasings", {})
        return import_guides(guides, phrasings, "starter", lambda *_: None)

    bring_in()
    return bring_in


@pytest.fixture
def marriage(filled: Callable[[], Any]) -> Any:
    """The guide on marriage."""
    from knowledge.console.base.models import Guide

    return Guide.objects.get(code=MARRIAGE)


@pytest.fixture
def submit(officer: Callable[..., Any]) -> Callable[..., Any]:
    """Let an officer change a guide and submit it."""

    def change(row: Any, author: Any, phrasings: list[str] | None = None, **fields: Any) -> Any:
        version = row.get_latest_revision_as_object()
        version.content = {**version.content, **fields}
        version.phrasings = version.phrasings if phrasings is None else phrasings
        version.save_revision(user=author, changed=True)
        row.refresh_from_db()
        row.get_workflow().start(row, author)
        row.refresh_from_db()
        return row

    return change


@pytest.fixture
def fact(base: None) -> Callable[..., Any]:
    """Write a fact of phường Cầu Giấy: the centre's hours, with fields changed."""
    from knowledge.console.base.models import LocalFact
    from knowledge.overrides import Override

    def make(author: Any, **fields: Any) -> Any:
        about = {"unit": "00166", "field": "hours", "office": "commune_centre", "text": "Sáng 7:30–11:30"}
        source = {"title": "Thông báo thử", "read_on": "2026-11-01"}
        row = Override.model_validate({**about, "source": source, **fields})
        content = row.model_dump(mode="json", exclude_defaults=True)
        return LocalFact.objects.create(unit=row.unit, field=row.field, content=content, written_by=author)

    return make
