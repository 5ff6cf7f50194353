"""The toy newspaper as a running site."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, Self

from scraper.demo.dates import WIB, instant
from scraper.demo.faults import Faults
from scraper.demo.routes import Folder, Newspaper
from scraper.demo.server import Server
from scraper.demo.view import SECTIONS, View, section_path
from scraper.model.outlet import Discovery, Outlet, UrlRules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from scraper.demo.answers import Answer, Charset
    from scraper.demo.articles import DemoArticle

HOST = "suarakliping.test"
"""The paper's name; `.test` never resolves (RFC 6761)."""


class DemoSite:
    """The toy newspaper "Suara Kliping" on loopback, served while the `with` block lasts.

    `host` is the name in its URLs (http, no port; a request that names another host gets that name in the
    page's links); `port` 0 takes any free one; `today` is the day in the page headers (None: the real one,
    Jakarta time); `pages` is a folder whose *.html files are served instead of the paper, each read once.
    `feeds`, `sitemaps`, `robots` (the text of robots.txt, None: the site's own), `charset` and `whole`
    (whether `?page=all` shows a multi-page article at once) and `days` (whether there is an index of each
    day, `/indeks?date=2025-04-30`, and a search, `/cari?q=panen`) and `wordpress` (whether it has the REST
    API of WordPress, and its pages name that) may be set anew while it serves, as may `faults` (see
    `scraper.demo.faults`). `requests` lists the paths asked for, in order, queries included.
    Raises OSError when the port is taken or the folder cannot be read.
    """

    def __init__(
        self,
        host: str = HOST,
        *,
        port: int = 0,
        today: dt.date | None = None,
        pages: Path | None = None,
        feeds: bool = True,
        sitemaps: bool = True,
        robots: str | None = None,
        charset: Charset = "utf-8",
    ) -> None:
        self.host = host
        self.today = today
        self.feeds = feeds
        self.sitemaps = sitemaps
        self.robots = robots
        self.charset: Charset = charset
        self.whole = True
        self.days = False
        self.wordpress = False
        self.faults = Faults()
        self.requests: list[str] = []
        self._show(Folder(pages) if pages else Newspaper())
        self._server = Server(port, self._answer, self.faults)
        self.address: tuple[str, int] = ("127.0.0.1", self._server.server_port)

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        """The home page's URL, under the site's own name."""
        return f"http://{self.host}/"

    @property
    def resolve(self) -> dict[str, tuple[str, int]]:
        """Where a client must connect for the site's name, instead of asking DNS."""
        return {self.host: self.address}

    @property
    def articles(self) -> list[DemoArticle]:
        """The published articles, newest first (none when a folder is served)."""
        return list(self._content.articles)

    def publish(self, articles: Sequence[DemoArticle]) -> None:
        """Show these articles, at least one, from now on and no others: a day later there are more of them.

        An article whose words alone are other than before keeps its address: it was edited.
        """
        self._show(Newspaper(sorted(articles, key=lambda one: instant(one.published), reverse=True)))

    @property
    def outlet(self) -> Outlet:
        """The site as an outlet, slug "demo"."""
        paper = isinstance(self._content, Newspaper)
        sections = ("/indeks", *map(section_path, SECTIONS)) if paper else ("/",)
        return Outlet(
            slug="demo",
            name="Suara Kliping",
            home=self.url,
            hosts=(self.host,),
            delay=0.0,
            verified=True,
            discover=Discovery(
                feeds=(f"{self.url}feed.xml",) if paper else (),
                sitemaps=(f"{self.url}sitemap.xml",),
                sections=tuple(self.url + path.removeprefix("/") for path in sections),
                index=self.url + "indeks?date={date:%Y-%m-%d}&page={page}" if paper and self.days else None,
                search=self.url + "cari?q={keyword}&page={page}" if paper and self.days else None,
            ),
            urls=UrlRules(article=_ARTICLE if paper else r"^/[^/]+\.html$", ignore=r"[?&](?:page|share)="),
        )

    def _show(self, content: Newspaper | Folder) -> None:
        self._content = content
        self._page = lru_cache(maxsize=2048)(content.answer)

    def _answer(self, target: str, host: str) -> Answer:
        self.requests.append(target)
        named = host and host.rpartition(":")[0] != self.host and host != self.host
        view = View(
            base=f"http://{host}/" if named else self.url,
            today=self.today or dt.datetime.now(WIB).date(),
            feeds=self.feeds,
            sitemaps=self.sitemaps,
            robots=self.robots,
            charset=self.charset,
            whole=self.whole,
            days=self.days,
            wordpress=self.wordpress,
        )
        return self._page(target, view)


_ARTICLE = r"/\d{10}/[a-z0-9-]+$|/\d{4}/\d\d/\d\d/[a-z0-9-]+/$|/berita/\d{4}/\d\d/[a-z0-9-]+\.html$"
