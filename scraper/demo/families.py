"""How each family of pages words and marks up the parts of an article: `templates/NAME.toml`, read.

Each follows a family of real sites in its structure, its class names and its habits: what stands between the
paragraphs, how names and dates are written, what the metadata get wrong.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The pieces of one template; `{}` and `{name}` are filled with escaped HTML.

    `path` and `page_path` are the paths of an article and of its further pages. `elements` maps an element's
    kind to its markup, and `breaks` stands between two elements. `byline`, `editor` and `sources` take all
    the names at once; `*_item` takes a title, URL and date; the wrapper of a list that is empty is left out.
    `links_tags`: the text links to the tags' pages. `editor_in_body`: the editor's line is the last of the
    text. `charset` is the family's own way of encoding (`answers.encoded`; None: as the site's).
    """

    path: str
    page_path: str
    elements: dict[str, str]
    date: str
    byline: str
    lead: str
    picture: str
    caption: str
    modified: str
    related_item: str
    latest_item: str
    editor: str = ""
    sources: str = "<p>Sumber: {}</p>"
    menu_item: str = '<li><a href="{url}">{title}</a></li>'
    tags: str = "{}"
    tag_item: str = ""
    related: str = "{}"
    pager: str = ""
    page_item: str = ""
    page_here: str = ""
    page_next: str = ""
    page_whole: str = ""
    breaks: str = "\n"
    links_tags: bool = False
    editor_in_body: bool = False
    charset: str | None = None


def _load(name: str) -> Family:
    file = resources.files("scraper.demo").joinpath("templates", f"{name}.toml")
    return Family(**tomllib.loads(file.read_text(encoding="utf-8")))


FAMILIES = {name: _load(name) for name in ("promedia", "wordpress", "jsonld", "old")}
"""The families by the name of their template."""
