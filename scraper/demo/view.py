"""What every page knows of the site it stands on: its address, the day, the switches, the common parts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from datetime import date

    from scraper.demo.answers import Charset

SECTIONS = ("Daerah", "Nasional", "Ekonomi", "Olahraga", "Budaya")


@dataclass(frozen=True, slots=True)
class View:
    """The site as one request sees it: `base` is its address, slash at the end; the rest as in `DemoSite`."""

    base: str
    today: date
    feeds: bool
    sitemaps: bool
    robots: str | None
    charset: Charset
    whole: bool
    days: bool
    wordpress: bool

    def url(self, path: str) -> str:
        """The absolute URL of a path, with the address that the client used."""
        return self.base + path.removeprefix("/")

    @property
    def alternates(self) -> str:
        """The head's links to the feed and to WordPress' API, if there are such."""
        feed = '<link rel="alternate" type="application/rss+xml" title="Suara Kliping" href="{}">'
        api = '<link rel="https://api.w.org/" href="{}">'
        return (feed.format(self.url("feed.xml")) if self.feeds else "") + (
            api.format(self.url("wp-json/")) if self.wordpress else ""
        )

    def menu(self, item: str) -> str:
        """Links to the sections, each by the pattern `item`."""
        return "".join(item.format(url=self.url(section_path(name)), title=name) for name in SECTIONS)


def section_path(section: str) -> str:
    """The path of a section's page."""
    return f"/kategori/{section.lower()}"


def tag_path(tag: str) -> str:
    """The path of a tag's page."""
    return "/tag/" + quote(tag.lower().replace(" ", "-"))


def template(name: str) -> str:
    """The text of the package's template of that file name."""
    return resources.files("scraper.demo").joinpath("templates", name).read_text(encoding="utf-8")


def fill(name: str, values: dict[str, str]) -> str:
    """The template of that file name, with its $names replaced."""
    return _compiled(name).substitute(values)


@cache
def _compiled(name: str) -> Template:
    return Template(template(name))
