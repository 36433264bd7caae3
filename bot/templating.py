"""The HTML templates: everything that is put into one is escaped, and a name that is missing is an error."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.assets import Asset, page_style
from bot.links import split_links

FOLDER = Path(__file__).parent / "templates"


class Templates:
    """Renders the door's pages; every page carries the one style and knows the names of the scripts."""

    def __init__(self, assets: dict[str, Asset]) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        style, self.style_hash = page_style()
        self._environment.globals |= {
            "style": Markup(style),  # noqa: S704 (our own file)
            "asset": {name: f"/widget/{name}?v={asset.tag}" for name, asset in assets.items()},
            "split_links": split_links,
        }

    def render(self, name: str, **values: Any) -> str:
        """Return a page as HTML."""
        return self._environment.get_template(name).render(**values)
