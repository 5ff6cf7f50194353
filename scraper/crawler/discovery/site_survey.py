"""Looking at a site never seen: its ways in, what its articles' addresses look like, and some of them."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from scraper.archive import Archive
from scraper.crawler.discovery import sources
from scraper.crawler.discovery.context import Desk
from scraper.crawler.report import describe
from scraper.crawler.runs.shutdown import Stop, until_stopped
from scraper.crawler.visit.reader_pool import Readers
from scraper.discover.lists import feeds, links, sitemaps, wordpress
from scraper.discover.profiles import draft
from scraper.fetch import Client, PoliteClient
from scraper.model import Article, Discovery, Failed, Page
from scraper.model.article import iso
from scraper.outlets import unknown
from scraper.text.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scraper.crawler.discovery.context import Leads
    from scraper.discover.profiles.draft import Draft
    from scraper.model import Lead, NotAnArticle, Outcome
    from scraper.settings import Settings

LISTS = 4
"""So many documents of one way in are read: an index of sitemaps and its newest parts."""

WAYS = 6
"""So many feeds, sitemaps and sections are tried."""

MOST = 1000
"""More leads of one way in teach nothing."""

TRIALS = 3
"""So many articles are read."""


@dataclass(frozen=True, slots=True)
class Trial:
    """An article that was tried: what the reader made of it, or what came instead."""

    url: str
    result: Article | NotAnArticle | Outcome

    def __str__(self) -> str:
        if not isinstance(self.result, Article):
            return f"{self.url}: {describe(self.result)}"
        article = self.result
        wanted = {"date": article.published_at, "author": article.authors, "text": article.body}
        lacks = [name for name, value in wanted.items() if not value]
        told = f"{article.title} · {iso(article.published_at) or 'no date'} · {len(article.body)} paragraphs"
        return f"{self.url}: {told}" + (f" · without {', '.join(lacks)}" if lacks else "")


@dataclass(slots=True)
class Scouted:
    """What came of looking: a `draft` of the profile, how many articles were named, and those tried.

    There is no draft if the home page did not come (`trouble` says why), or a signal ended it.
    """

    draft: Draft | None = None
    trouble: Outcome | None = None
    named: int = 0
    trials: list[Trial] = field(default_factory=list)
    interrupted: bool = False


def scout(
    url: str,
    settings: Settings,
    *,
    name: str | None = None,
    resolve: Mapping[str, tuple[str, int]] | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Scouted:
    """Look at the site of a URL, as politely as a crawl, and keep nothing.

    `name` is the outlet's, if the site need not be asked for it; `resolve` is as for `crawl`; `say` hears
    line by line what is found. Raises ValueError for a URL without a host, and UnknownHost or Unreachable
    when the site cannot be reached.
    """
    start = unknown(url)
    found = Scouted()
    stop = Stop()

    async def session(archive: Archive) -> None:
        async with Client(settings, resolve=resolve) as client, Readers(settings.processes) as readers:
            polite_client = PoliteClient(client, settings)
            desk = Desk(start, archive, polite_client, None, None, settings.max_index_pages, lambda _: None)
            await _Scout(desk, readers, found, say).look(name)

    with TemporaryDirectory(prefix="kliping-") as folder, Archive(Path(folder) / "scratch.db") as archive:
        archive.outlets.register(start)
        asyncio.run(until_stopped(session(archive), stop))
    found.interrupted = stop.asked
    return found


class _Scout:
    def __init__(self, desk: Desk, readers: Readers, found: Scouted, say: Callable[[str], None]) -> None:
        self._desk = desk
        self._readers = readers
        self._found = found
        self._say = say
        self._leads: dict[str, Lead] = {}

    async def look(self, name: str | None) -> None:
        """Ask for the home page, what it and robots.txt name, and some articles."""
        desk, found = self._desk, self._found
        robots = await desk.polite_client.robots(desk.outlet.home, desk.outlet)
        home = await desk.ask(desk.outlet.home)
        if not isinstance(home, Page):
            found.trouble = home
            return
        html = sources.html_of(home)
        named = links.ways_in(html, home.url)
        told = await self._feeds(named.feeds)
        api = await self._wordpress(named, home)
        maps = await self._sitemaps((*robots.sitemaps, *named.sitemaps), api=api)
        ways = Discovery(told, maps, await self._sections(html, home.url), wordpress=api)
        others = links.others(html, home.url, desk.outlet, desk.shapes)
        seen = draft.Seen(html, home.url, ways, tuple(self._leads.values()), others)
        drafted = draft.draft(desk.outlet, seen, name)
        found.named = len(self._leads)
        await self._try(drafted)
        articles = [trial.result for trial in found.trials if isinstance(trial.result, Article)]
        failed = [trial.url for trial in found.trials if not isinstance(trial.result, Article)]
        found.draft = drafted.without(failed).in_language_of(articles)

    async def _feeds(self, named: Iterable[str]) -> tuple[str, ...]:
        """The feeds that name articles: of those named, else the first at a well-known place."""
        desk = self._desk
        working = await self._working("feed", named, lambda url: sources.of_feeds(desk, [url]))
        return working or await self._first("feed", feeds.WELL_KNOWN, sources.of_feeds)

    async def _sitemaps(self, named: Iterable[str], *, api: bool) -> tuple[str, ...]:
        desk = self._desk
        working = await self._working("sitemap", named, lambda url: sources.of_sitemaps(desk, [url]))
        if working or api:
            return working
        return await self._first("sitemap", sitemaps.WELL_KNOWN, sources.of_sitemaps)

    async def _sections(self, html: str, url: str) -> tuple[str, ...]:
        """The sections that the home page links to, and that link to articles themselves."""
        desk = self._desk
        if not self._leads:
            self._take(links.leads(html, url, desk.outlet))
        shown = links.sections(html, url, desk.outlet, desk.shapes)
        return await self._working(
            "section", shown, lambda url: sources.of_lists(desk, [sources.Index(url)]), lists=1
        )

    async def _wordpress(self, named: links.WaysIn, home: Page) -> bool:
        """Whether WordPress' API answers; one that is not named is asked where pages are WordPress' own."""
        root = named.wordpress
        if root is None and b"/wp-content/" in home.content:
            root = canonical(wordpress.USUAL_ROOT, self._desk.outlet.home)
        if root is None:
            return False
        return await self._names("WordPress", sources.of_posts(self._desk, wordpress.Query(root)), lists=1)

    async def _working(
        self, what: str, urls: Iterable[str], source: Callable[[str], Leads], lists: int = LISTS
    ) -> tuple[str, ...]:
        tried = islice(dict.fromkeys(urls), WAYS)
        return tuple([url for url in tried if await self._names(what, source(url), lists)])

    async def _first(self, what: str, places: Iterable[str], source: Callable[..., Leads]) -> tuple[str, ...]:
        for path in places:
            if await self._names(what, source(self._desk, [path], guessed=True)):
                return (canonical(path, self._desk.outlet.home) or path,)
        return ()

    async def _names(self, what: str, source: Leads, lists: int = LISTS) -> bool:
        """Whether a way in names articles; they are kept."""
        named, read, url = 0, 0, ""
        async with aclosing(source) as batches:
            async for batch in batches:
                url = url or batch.url
                named += len(batch.leads)
                self._take(batch.leads)
                read += not batch.more
                if read >= lists or named >= MOST:
                    break
        if named:
            self._say(f"{what} {url}: {named} articles")
        return named > 0

    def _take(self, leads: Iterable[Lead]) -> None:
        new = [lead for lead in leads if lead.url not in self._leads]
        self._leads |= {lead.url: lead for lead in new}
        self._desk.shapes.learn(lead.url for lead in new if draft.is_sure(lead))

    async def _try(self, drafted: Draft) -> None:
        outlet = drafted.counted()
        for url in outlet.samples.articles[:TRIALS]:
            result: Article | NotAnArticle | Outcome
            page = await self._desk.ask(url)
            if isinstance(page, Page):
                reading = await self._readers.read(page, outlet)
                result = reading if isinstance(reading, Failed) else reading.result
            else:
                result = page
            self._found.trials.append(Trial(url, result))
            self._say(f"article {self._found.trials[-1]}")
