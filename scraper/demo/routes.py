"""Which path shows what: the toy newspaper, or a folder of real pages. No sockets here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, quote_plus, unquote

from scraper.demo import articles, lists, wordpress
from scraper.demo.answers import HTML, JPEG, TEXT, XML, Answer, encoded, png
from scraper.demo.dates import instant
from scraper.demo.families import FAMILIES
from scraper.demo.metadata import machine_time
from scraper.demo.render import article_page
from scraper.demo.view import SECTIONS, section_path, tag_path, template

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from scraper.demo.articles import DemoArticle
    from scraper.demo.view import View


class Newspaper:
    """The toy paper, with its articles (newest first; None: its own), lists, feed and sitemaps."""

    def __init__(self, printed: Sequence[DemoArticle] | None = None) -> None:
        everything = articles.load() if printed is None else printed
        self.articles = tuple(article for article in everything if not article.internal)
        self._internal = tuple(article for article in everything if article.internal)
        self._pages = {
            path: (article, number)
            for article in everything
            for number, path in enumerate(article.page_paths, start=1)
        }
        self._photos = {picture.path for article in everything for picture in article.pictures}
        self._lists = {"/indeks": ("Indeks Berita", self.articles)}
        for section in SECTIONS:
            own = tuple(a for a in self.articles if a.section == section)
            self._lists[section_path(section)] = (section, own)
        for tag in {tag for article in self.articles for tag in article.tags}:
            own = tuple(a for a in self.articles if tag in a.tags)
            self._lists[tag_path(tag)] = (f"Tag: {tag}", own)
        self._fixed: dict[str, Callable[[View], Answer]] = {
            "/": self._home,
            "/robots.txt": lambda view: _text(lists.robots(view), TEXT),
            "/gaya.css": lambda _: _text(template("gaya.css"), "text/css; charset=utf-8"),
            "/logo.png": lambda _: Answer(png(240, 48, (11, 83, 148)), "image/png"),
            "/penulis.png": lambda _: Answer(png(32, 32, (160, 160, 160)), "image/png"),
            "/tentang-kami": lambda view: encoded(lists.about(view), view.charset),
            "/halaman-hilang": lambda view: encoded(lists.not_found(view, "/halaman-hilang"), view.charset),
        }
        self._feeds = {"/feed.xml": lists.feed}
        self._sitemaps = {
            "/sitemap.xml": lists.sitemap_index,
            "/sitemap-news.xml": lists.sitemap_news,
            "/sitemap-artikel.xml": _sitemap,
        }

    def answer(self, target: str, view: View) -> Answer:
        """The page under `target`, or a 404."""
        path, _, query = target.partition("?")
        page = parse_qs(query).get("page", ["1"])[0]
        machine = (self._feeds if view.feeds else {}) | (self._sitemaps if view.sitemaps else {})
        if path in self._fixed:
            return self._fixed[path](view)
        if path in machine:
            return _text(machine[path](view, self.articles), XML, self.articles[0])
        if path in self._photos:
            return Answer(JPEG, "image/jpeg")
        if path in self._pages:
            return self._article(path, page, view)
        if f"{path}/" in self._pages:
            return Answer(b"", status=301, location=f"{view.base}{path.removeprefix('/')}/")
        if view.wordpress and path == wordpress.PATH:
            asked = {name: values[0] for name, values in parse_qs(query).items()}
            return wordpress.posts(view, self.articles, asked)
        if view.days and (answer := self._picked(path, query, view)):
            return answer
        return self._list(path, page, view) or encoded(lists.not_found(view, path), view.charset, status=404)

    def _home(self, view: View) -> Answer:
        return encoded(
            lists.home(view, self.articles, self._internal), view.charset, modified=_changed(self.articles)
        )

    def _list(self, path: str, page: str, view: View) -> Answer | None:
        title, own = self._lists.get(path, ("", ()))
        html = lists.listing(view, path, title, own, _number(page)) if own else None
        return encoded(html, view.charset, modified=_changed(own)) if html else None

    def _picked(self, path: str, query: str, view: View) -> Answer | None:
        """The index of a day, or the results of a search."""
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        if path == "/indeks" and (day := asked.get("date")):
            own, key = tuple(a for a in self.articles if machine_time(a.published)[:10] == day), f"date={day}"
        elif path == "/cari" and (word := asked.get("q", "").lower()):
            own, key = tuple(a for a in self.articles if word in a.title.lower()), f"q={quote_plus(word)}"
        else:
            return None
        html = lists.listing(view, f"{path}?{key}", "Indeks", own, _number(asked.get("page", "1")))
        return encoded(html, view.charset) if html else None

    def _article(self, path: str, page: str, view: View) -> Answer:
        """A page beyond the last shows the first, as such sites do; so does `?page=all` when that is off."""
        article, number = self._pages[path]
        shown: int | None = number
        if path == article.path and f"{path}?page=2" in self._pages:
            known = f"{path}?page={page}" in self._pages
            shown = None if page == "all" and view.whole else _number(page) if known else 1
        html = article_page(article, shown, view, self.articles)
        charset = FAMILIES[article.template].charset if view.charset == "utf-8" else None
        return encoded(html, charset or view.charset, modified=_changed((article,)))


class Folder:
    """Every *.html file of a folder, as raw bytes under its name, listed on a front page and in a sitemap."""

    articles: tuple[DemoArticle, ...] = ()

    def __init__(self, folder: Path) -> None:
        self._files = {f"/{quote(file.name)}": file for file in sorted(folder.glob("*.html"))}

    def answer(self, target: str, view: View) -> Answer:
        """The file under `target`, or a 404. Raises OSError when it has gone since."""
        path = quote(unquote(target.partition("?")[0]))
        if path in self._files:
            return Answer(self._files[path].read_bytes(), "text/html", charset="latin-1")
        if path == "/":
            return encoded(lists.links(view, tuple(self._files)), view.charset)
        if path == "/robots.txt":
            return _text(lists.robots(view), TEXT)
        if path == "/sitemap.xml" and view.sitemaps:
            return _text(lists.sitemap(view, [(name, None) for name in self._files]), XML)
        return encoded(lists.not_found(view, path), view.charset, status=404)


def _number(page: str) -> int:
    return int(page) if re.fullmatch(r"[1-9]\d{0,5}", page) else 0


def _changed(shown: Sequence[DemoArticle]) -> datetime:
    return max(instant(article.touched) for article in shown)


def _sitemap(view: View, shown: Sequence[DemoArticle]) -> str:
    return lists.sitemap(view, [(article.path, machine_time(article.touched)) for article in shown])


def _text(text: str, content_type: str = HTML, newest: DemoArticle | None = None) -> Answer:
    return Answer(text.encode(), content_type, modified=instant(newest.touched) if newest else None)
