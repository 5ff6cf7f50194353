"""Finding the leads of one outlet: which sources are read, in what order, and when it is enough."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from scraper.crawler.discovery import sources
from scraper.crawler.discovery.day_indexes import Days
from scraper.crawler.discovery.sources import Index, html_of
from scraper.crawler.report import Found, SourceKind
from scraper.discover import usage_policies
from scraper.discover.lists import feeds, links, sitemaps, wordpress
from scraper.outlets import on_sight
from scraper.text.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from scraper.crawler.discovery.context import Batch, Desk, Leads
    from scraper.model import Page


class Discovery:
    """Fills the archive with leads of one outlet, and marks there which this `run` met.

    `enough` is asked between lists and stops the search.
    """

    def __init__(self, desk: Desk, *, run: int, enough: Callable[[], bool]) -> None:
        self._desk = desk
        self._run = run
        self._enough = enough
        self._days = Days(desk)
        self._told: set[SourceKind] = set()  # the kinds of sources that named leads, known and old ones too

    @property
    def empty_days(self) -> list[date]:
        """The days whose index gave nothing."""
        return self._days.empty

    async def site(self) -> None:
        """The whole outlet, from its home page.

        Feeds, WordPress' API and sitemaps first: those of the profile, of robots.txt and of the home page's
        head. Then the indexes of days, where the profile knows them and a first day is wanted. The well-known
        places of feeds are tried, up to the first that works, if nothing gave anything, and those of sitemaps
        if neither API nor sitemap did, but no longer at a site that turns all away. Feeds tell of the newest
        only: if nothing else gave anything, the sections of the profile are walked page by page, and if there
        are no leads at all, the links on the home page and on the sections that it links to.
        Raises UnknownHost or Unreachable when the site itself cannot be reached.
        """
        desk, outlet = self._desk, self._desk.outlet
        robots = await desk.polite_client.robots(outlet.home, outlet)
        home = await desk.page("home", outlet.home)
        if home:
            desk.outlet = outlet = on_sight(outlet, home.content)
        for notice in (*robots.notices(outlet.home), *(usage_policies.of_page(home) if home else ())):
            desk.archive.usage_policies.record(outlet.slug, notice)
        named = _ways_in(home)
        await self._take(sources.of_feeds(desk, (*outlet.discover.feeds, *named.feeds)))
        if root := self._wordpress_root(named):
            await self._take(sources.of_posts(desk, wordpress.Query(root, desk.since, desk.until)))
        places = (*outlet.discover.sitemaps, *robots.sitemaps, *named.sitemaps)
        await self._take(sources.of_sitemaps(desk, places))
        if outlet.discover.index and desk.since:
            await self._take(self._days.leads(desk.since))
        await self._guess()
        if self._told <= {"feed"}:
            await self._take(sources.of_lists(desk, self._sections(home)))

    async def missing(self) -> None:
        """Only days of which nothing is known: by their indexes, or by all sources where there are none."""
        desk = self._desk
        if desk.since is None:
            return
        if desk.outlet.discover.index:
            await self._take(self._days.leads(desk.since))
            return
        last = desk.last_day()
        known = desk.archive.leads.days(desk.outlet.slug, desk.since, last)
        if len(known) <= (last - desk.since).days:
            await self.site()

    async def search(self, keyword: str) -> bool:
        """What the outlet's own search finds, page by page; False where no search of it is known.

        That is the search of its profile, or that of WordPress' API. Raises as `site`.
        """
        desk, outlet = self._desk, self._desk.outlet
        if outlet.discover.search:
            await self._take(sources.of_search(desk, keyword))
            return True
        await desk.polite_client.robots(outlet.home, outlet)
        root = self._wordpress_root(_ways_in(await desk.page("home", outlet.home)))
        if root:
            query = wordpress.Query(root, desk.since, desk.until, keyword)
            await self._take(sources.of_posts(desk, query))
        return root is not None

    async def section(self, page: Page) -> None:
        """The articles that a section or index page lists, and the pages that follow it."""
        await self._take(sources.of_lists(self._desk, [Index(page.url, page)]))

    async def _guess(self) -> None:
        """What is to be found at the well-known places, while it is needed."""
        for path in feeds.WELL_KNOWN:
            if not self._told and self._desk.is_open:
                await self._take(sources.of_feeds(self._desk, [path], guessed=True))
        for path in sitemaps.WELL_KNOWN:
            if not self._told & {"sitemap", "wordpress"} and self._desk.is_open:
                await self._take(sources.of_sitemaps(self._desk, [path], guessed=True))

    def _sections(self, home: Page | None) -> list[Index]:
        """The sections of the profile; where nothing is told, the home page, and its sections if need be."""
        outlet = self._desk.outlet
        starts = [Index(url) for url in outlet.discover.sections]
        if home and not self._told:
            html = html_of(home)
            shown = () if starts else links.sections(html, home.url, outlet, self._desk.shapes)
            starts = [Index(home.url, home), *starts, *map(Index, shown)]
        return starts

    def _wordpress_root(self, named: links.WaysIn) -> str | None:
        outlet = self._desk.outlet
        usual = wordpress.USUAL_ROOT if outlet.discover.wordpress else None
        return named.wordpress or (canonical(usual, outlet.home) if usual else None)

    async def _take(self, leads: Leads) -> None:
        """Store what a source names, list by list, until it ends or it is enough."""
        if self._enough():
            return
        named = 0
        async with aclosing(leads) as batches:
            async for batch in batches:
                self._store(batch)
                named += len(batch.leads)
                if batch.more:
                    await asyncio.sleep(0)  # a list of a million entries lets others have a turn
                    continue
                if named or not batch.guessed:
                    found = Found(self._desk.outlet.slug, batch.kind, batch.url, named, batch.trouble)
                    self._desk.tell(found)
                named = 0
                if self._enough():
                    return

    def _store(self, batch: Batch) -> None:
        self._desk.archive.leads.add(batch.leads, run=self._run)
        if batch.leads or batch.answered:
            self._told.add(batch.kind)
        if batch.sure:
            self._desk.shapes.learn(lead.url for lead in batch.leads)


def _ways_in(home: Page | None) -> links.WaysIn:
    return links.ways_in(html_of(home), home.url) if home else links.WaysIn()
