"""Finding the leads of one outlet: which of its entry points are read, and when it is enough."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from scraper.crawler.discovery import sources
from scraper.crawler.discovery.entry_points import EntryPoint, page_html, plan_sources
from scraper.crawler.discovery.sources import Index
from scraper.crawler.reporting.events import Found, SourceKind
from scraper.discover import usage_policies
from scraper.discover.lists import links
from scraper.outlets import with_family

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scraper.crawler.discovery.context import Batch, DiscoveryContext, Leads
    from scraper.fetch import Robots
    from scraper.model import Page


class LeadDiscovery:
    """Fills the archive with leads of one outlet, and marks there which this `run` met.

    `is_enough` is asked between lists and stops the search.
    """

    def __init__(self, context: DiscoveryContext, *, run: int, is_enough: Callable[[], bool]) -> None:
        self._context = context
        self._run = run
        self._is_enough = is_enough
        self._productive: set[SourceKind] = set()  # the kinds of sources that named leads, old ones too

    async def discover_all(self) -> None:
        """The whole outlet, from its home page, by its entry points in the order of `plan_sources`.

        Indexes of days are read where a first day is wanted. A guessed feed is tried only while nothing has
        named anything, a guessed API or sitemap while no API or sitemap has, and neither at a site that
        refuses everything. Feeds have the newest only: if nothing else named anything, the sections of the
        profile are read page by page, and if there are no leads at all, the links on the home page and on
        the sections that it links to.
        Raises UnknownHost or Unreachable when the site itself cannot be reached.
        """
        context = self._context
        robots = await context.client.robots(context.outlet.home, context.outlet)
        home = await context.fetch_list("home", context.outlet.home)
        if home:
            context.outlet = with_family(context.outlet, home.content)
        self._record_notices(robots, home)
        points = plan_sources(context.outlet, home, robots)
        for point in points:
            if self._is_due(point):
                await self._read(sources.of_entry_point(context, point))
        if self._productive <= {"feed"}:
            await self._read(sources.of_lists(context, self._link_pages(points, home)))

    async def discover_missing_days(self) -> None:
        """Only days of which nothing is known: by their indexes, or by all sources where there are none."""
        context = self._context
        if context.since is None:
            return
        if context.outlet.discover.index:
            point = EntryPoint("index", context.outlet.discover.index)
            await self._read(sources.of_entry_point(context, point))
            return
        last = context.last_day()
        covered = context.archive.leads.days(context.outlet.slug, context.since, last)
        if len(covered) <= (last - context.since).days:
            await self.discover_all()

    async def search(self, keyword: str) -> bool:
        """What the outlet's own search finds, page by page; False where it has none that is known.

        That is the search of its profile, or that of WordPress' API. Raises as `discover_all`.
        """
        context, outlet = self._context, self._context.outlet
        point = _search_of(plan_sources(outlet, None, None), "search")
        if point is None:
            await context.client.robots(outlet.home, outlet)
            home = await context.fetch_list("home", outlet.home)
            point = _search_of(plan_sources(outlet, home, None), "wordpress")
        if point is not None:
            await self._read(sources.of_entry_point(context, point, keyword))
        return point is not None

    async def discover_section(self, page: Page) -> None:
        """The articles that a section or index page lists, and the pages that follow it."""
        await self._read(sources.of_lists(self._context, [Index(page.url, page)]))

    def _record_notices(self, robots: Robots, home: Page | None) -> None:
        outlet = self._context.outlet
        for notice in (*robots.notices(outlet.home), *(usage_policies.of_page(home) if home else ())):
            self._context.archive.usage_policies.record(outlet.slug, notice)

    def _is_due(self, point: EntryPoint) -> bool:
        """Whether an entry point is read by itself, given what the ones before it named."""
        if point.kind in {"section", "search", "home"}:
            return False
        if point.kind == "index":
            return self._context.since is not None
        if not point.guessed:
            return True
        enough: set[SourceKind] = self._productive if point.kind == "feed" else {"sitemap", "wordpress"}
        return self._context.may_guess and not self._productive & enough

    def _link_pages(self, points: Sequence[EntryPoint], home: Page | None) -> list[Index]:
        """The sections of the profile; where nothing was named, the home page too, and its sections."""
        context = self._context
        pages = [Index(point.url) for point in points if point.kind == "section"]
        if home and not self._productive:
            shown = () if pages else links.sections(page_html(home), home.url, context.outlet, context.shapes)
            pages = [Index(home.url, home), *pages, *map(Index, shown)]
        return pages

    async def _read(self, leads: Leads) -> None:
        """Store what a source names, list by list, until it ends or it is enough."""
        if self._is_enough():
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
                    found = Found(self._context.outlet.slug, batch.kind, batch.url, named, batch.trouble)
                    self._context.on_event(found)
                named = 0
                if self._is_enough():
                    return

    def _store(self, batch: Batch) -> None:
        self._context.archive.leads.add(batch.leads, run=self._run)
        if batch.leads or batch.answered:
            self._productive.add(batch.kind)
        if batch.sure:
            self._context.shapes.learn(lead.url for lead in batch.leads)


def _search_of(points: Sequence[EntryPoint], kind: str) -> EntryPoint | None:
    return next((point for point in points if point.kind == kind and not point.guessed), None)
