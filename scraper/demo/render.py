"""Article pages: a `DemoArticle` poured into its family's template. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from scraper.demo import metadata
from scraper.demo.body import Writer
from scraper.demo.dates import DAY, in_list, in_words, instant
from scraper.demo.families import FAMILIES, Family
from scraper.demo.view import View, fill, section_path, tag_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scraper.demo.articles import DemoArticle

_OTHERS = 8
_UPDATED = "{day}, {date} {month} {year} {hour}:{minute} {zone}"


def article_page(article: DemoArticle, number: int | None, view: View, newest: Sequence[DemoArticle]) -> str:
    """The HTML of an article's page of that number (from 1), or of the whole text (None).

    `newest` are the articles of the site, for the lists of other news.
    """
    page = _Page(article, FAMILIES[article.template], number, view)
    others = [other for other in newest if other.slug != article.slug][:_OTHERS]
    return fill(f"{article.template}.html", page.shown() | page.head() | page.surroundings(others))


@dataclass(frozen=True, slots=True)
class _Page:
    """One page of an article on its way into the template: what stands where, by the template's names."""

    article: DemoArticle
    family: Family
    number: int | None
    view: View

    def shown(self) -> dict[str, str]:
        """The article itself, as the reader sees it."""
        article, family = self.article, self.family
        writer = Writer(article, family, self.view)
        parts = article.parts
        last = self.number in (None, len(parts))
        elements = sum(parts, ()) if self.number is None else parts[self.number - 1]
        related = (writer.link(family.related_item, article.links[slug]) for slug in article.related)
        tags = (
            family.tag_item.format(url=self.view.url(tag_path(tag)), title=escape(tag))
            for tag in article.tags
        )
        return {
            "title": escape(article.title),
            "section": article.section,
            "published": in_words(article.published, article.date_format or family.date),
            "modified": family.modified.format(in_words(article.modified, _UPDATED))
            if article.modified
            else "",
            "byline": self._names(family.byline, article.authors),
            "editor": self._names(
                family.editor, article.editors if last or not family.editor_in_body else ()
            ),
            "sources": self._names(family.sources, article.sources),
            "lead": family.lead.format(escape(article.lead)) if article.lead else "",
            "picture": writer.picture(1) if article.pictures else "",
            "body": writer.body(elements, last=last),
            "tags": _wrapped(family.tags, tags),
            "related": _wrapped(family.related, related),
            "pager": self._pager(),
        }

    def head(self) -> dict[str, str]:
        """What the families' heads say, each in its own way, of addresses, dates and names."""
        article, view = self.article, self.view
        paths, here = article.page_paths, (self.number or 1) - 1
        around = {"prev": paths[here - 1 : here], "next": paths[here + 1 : here + 2]}
        links = (
            f'<link rel="{rel}" href="{view.url(path)}">' for rel, found in around.items() for path in found
        )
        modified = '<meta property="article:modified_time" content="{}">'
        image = '<meta property="og:image" content="{}">'
        structured = metadata.graph if article.template == "wordpress" else metadata.news_article
        return {
            "url": view.url(article.path),
            "page_url": view.url(paths[here]),
            "neighbours": "".join(links),
            "number": str(article.number),
            "description": escape(article.summary),
            "keywords": escape(", ".join(article.tags)),
            "og_image": image.format(view.url(article.pictures[0].path)) if article.pictures else "",
            "account": escape(article.account or "admin"),
            "author_names": escape(", ".join(article.authors)),
            "editor_names": escape(", ".join(article.editors)),
            "source_names": escape(", ".join(article.sources)),
            "stamp": f"{instant(article.published):%Y-%m-%d %H:%M:%S}",
            "published_iso": metadata.machine_time(article.published),
            "published_machine": article.machine_date or metadata.machine_time(article.published),
            "modified_meta": modified.format(metadata.machine_time(article.modified))
            if article.modified
            else "",
            "crumbs_json": metadata.script(metadata.crumbs(article, view)),
            "json": metadata.script(structured(article, view)),
        }

    def surroundings(self, others: Sequence[DemoArticle]) -> dict[str, str]:
        """The rest of the page: header, menu, lists of other articles."""
        view = self.view
        latest = [
            self.family.latest_item.format(
                url=view.url(other.path), title=escape(other.title), date=in_list(other.published)
            )
            for other in others
        ]
        return {
            "base": view.base,
            "section_url": view.url(section_path(self.article.section)),
            "today": in_words(view.today, DAY),
            "menu": view.menu(self.family.menu_item),
            "alternates": view.alternates,
            "latest": "\n".join(latest),
            "previous": "".join(f'<a href="{view.url(o.path)}">{escape(o.title)}</a>' for o in others[:1]),
        }

    def _names(self, form: str, names: Sequence[str]) -> str:
        return form.format(escape(", ".join(names)), base=self.view.base) if names else ""

    def _pager(self) -> str:
        family, urls = self.family, [self.view.url(path) for path in self.article.page_paths]
        if len(urls) == 1 or self.number is None:
            return ""
        items = [
            (family.page_here if n == self.number else family.page_item).format(url=url, title=n)
            for n, url in enumerate(urls, start=1)
        ]
        if self.number < len(urls):
            items.append(family.page_next.format(url=urls[self.number]))
        if self.view.whole:
            items.append(family.page_whole.format(url=f"{urls[0]}?page=all"))
        return family.pager.format("".join(items))


def _wrapped(form: str, items: Iterable[str]) -> str:
    joined = "".join(items)
    return form.format(joined) if joined else ""
