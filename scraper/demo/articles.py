"""The articles of the toy paper: one TOML file each, and what a perfect reader would make of its page.

A file's name is the article's slug. Its `body` is text with an empty line between the parts; a part is a
paragraph unless it opens with a mark: `## ` subheading, `> ` quotation, `- ` list items (one a line),
`@baca SLUG` a read-also line, `@foto N` the Nth picture (the first stands above the text), `@iklan` an ad
label, `@halaman` a page break.
"""

from __future__ import annotations

import re
import tomllib
import zlib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from scraper.demo.dates import instant
from scraper.demo.families import FAMILIES
from scraper.model.article import Article, Block, Image, Related

if TYPE_CHECKING:
    from scraper.model.article import Moment

ElementKind = Literal["p", "h", "li", "quote", "read", "photo", "ad", "page"]

_SUMMARY = 150
_MARKS: tuple[tuple[str, ElementKind], ...] = (
    ("## ", "h"),
    ("> ", "quote"),
    ("- ", "li"),
    ("@baca ", "read"),
    ("@foto ", "photo"),
    ("@iklan", "ad"),
    ("@halaman", "page"),
)


@dataclass(frozen=True, slots=True)
class Element:
    """A part of the page's text; `text` is a slug for "read" and a picture's number for "photo"."""

    kind: ElementKind
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its path on the site, and the caption as displayed, of which `credit` is a part."""

    path: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another article of the site."""

    title: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoArticle:
    """One article of the toy paper.

    `published` and `modified` are aware datetimes in the zone shown, or bare days. `closing` is an end mark
    ("**") or initials ("(abc/def)"). `date_format` is how the page writes its date (`dates.in_words`), or
    None for the template's way; `machine_date` is what the page's metadata claims where that is wrong;
    `account` is the name in the metadata of a content system that takes whoever uploads for the author.
    An `internal` article lies where robots.txt forbids crawlers to go. `links` holds the articles that
    `related` and the read-also lines name.
    """

    slug: str
    template: str
    title: str
    section: str
    published: Moment
    elements: tuple[Element, ...]
    links: dict[str, Link]
    modified: Moment | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    dateline: str | None = None
    lead: str | None = None
    pictures: tuple[Picture, ...] = ()
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    closing: str | None = None
    date_format: str | None = None
    machine_date: str | None = None
    account: str | None = None
    internal: bool = False

    @property
    def number(self) -> int:
        """Its number in the content system."""
        return zlib.crc32(self.slug.encode())

    @property
    def path(self) -> str:
        """The path of its (first) page."""
        path = FAMILIES[self.template].path.format(
            section=self.section.lower(),
            number=self.number,
            slug=self.slug,
            year=self.published.year,
            month=self.published.month,
            day=self.published.day,
        )
        return f"/arsip-internal{path}" if self.internal else path

    @property
    def parts(self) -> tuple[tuple[Element, ...], ...]:
        """The elements page by page."""
        pages: list[list[Element]] = [[]]
        for element in self.elements:
            if element.kind == "page":
                pages.append([])
            else:
                pages[-1].append(element)
        return tuple(map(tuple, pages))

    @property
    def page_paths(self) -> tuple[str, ...]:
        """The paths of its pages in order, the first included."""
        form = FAMILIES[self.template].page_path
        rest = (form.format(path=self.path, n=n) for n in range(2, len(self.parts) + 1))
        return (self.path, *rest)

    @property
    def summary(self) -> str:
        """The beginning of the standfirst or the first paragraph, for lists, feeds and descriptions."""
        opening = self.lead or next(element.text for element in self.elements if element.kind == "p")
        return opening if len(opening) <= _SUMMARY else opening[:_SUMMARY].rpartition(" ")[0] + "…"

    @property
    def touched(self) -> Moment:
        """When it last changed."""
        return self.modified or self.published

    def expected(self, site_url: str) -> dict[str, Any]:
        """What a perfect reader finds on its page, as `Article.to_dict()` without `removed` and `provenance`.

        `site_url` is the site's address with a slash at the end.
        """

        def absolute(path: str) -> str:
            return site_url + path.removeprefix("/")

        def related(slug: str, kind: Literal["inline", "list"]) -> Related:
            return Related(self.links[slug].title, absolute(self.links[slug].path), kind)

        lead = (Block("lead", self.lead),) if self.lead else ()
        body = tuple(Block(e.kind, e.text) for e in self.elements if e.kind in ("p", "h", "li", "quote"))
        inline = tuple(related(e.text, "inline") for e in self.elements if e.kind == "read")
        article = Article(
            url=absolute(self.path),
            outlet="demo",
            language="id",
            title=self.title,
            published_at=self.published,
            modified_at=self.modified,
            authors=self.authors,
            editors=self.editors,
            dateline=self.dateline,
            section=self.section,
            lead=self.lead,
            body=lead + body,
            images=tuple(Image(absolute(p.path), p.caption, p.credit) for p in self.pictures),
            tags=self.tags,
            related=inline + tuple(related(slug, "list") for slug in self.related),
            sources=self.sources,
            pages=tuple(map(absolute, self.page_paths)) if len(self.parts) > 1 else (),
        )
        data = article.to_dict()
        return {name: value for name, value in data.items() if name not in ("removed", "provenance")}


@lru_cache(maxsize=1)
def load() -> tuple[DemoArticle, ...]:
    """Every article of the package, newest first."""
    folder = resources.files("scraper.demo").joinpath("articles")
    texts = {
        file.name.removesuffix(".toml"): file.read_text(encoding="utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }
    articles = {slug: _read(slug, tomllib.loads(text)) for slug, text in texts.items()}
    for article in articles.values():
        named = (*article.related, *(e.text for e in article.elements if e.kind == "read"))
        article.links.update((slug, Link(articles[slug].title, articles[slug].path)) for slug in named)
    return tuple(sorted(articles.values(), key=lambda a: (instant(a.published), a.slug), reverse=True))


def _read(slug: str, data: dict[str, Any]) -> DemoArticle:
    day = data["published"]
    pictures = tuple(
        Picture(f"/foto/{day.year}/{day.month:02}/{slug}-{n}.jpg", **picture)
        for n, picture in enumerate(data.pop("images", ()), start=1)
    )
    parts = re.split(r"\n\s*\n", data.pop("body").strip())
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
    }
    elements = tuple(element for part in parts for element in _elements(part))
    return DemoArticle(slug=slug, elements=elements, pictures=pictures, links={}, **fields)


def _elements(part: str) -> list[Element]:
    mark, kind = next(((mark, kind) for mark, kind in _MARKS if part.startswith(mark.strip())), ("", "p"))
    if kind == "li":
        return [Element("li", line.removeprefix(mark)) for line in part.splitlines()]
    return [Element(kind, " ".join(part.removeprefix(mark).split()))]
