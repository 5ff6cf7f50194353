"""One outlet's entry points, each tried once, and a few of the newest articles that they name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from scraper.crawler.discovery import sources
from scraper.crawler.discovery.context import DiscoveryContext
from scraper.crawler.discovery.entry_points import EntryPoint, plan_sources
from scraper.crawler.discovery.sources import Index
from scraper.crawler.health.assessment import EntryPointHealth, Sample
from scraper.crawler.visit.assembly import Assembly
from scraper.crawler.visit.responses import fetch, refusal_of_type
from scraper.discover.urls.url_shape import UrlShapes
from scraper.errors import FetchError
from scraper.model import Article, Failed, NotAnArticle, Outcome, Page, PageKind, Refusal, Refused
from scraper.outlets import with_family

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.crawler.discovery.context import Leads
    from scraper.crawler.discovery.entry_points import EntryPointKind
    from scraper.crawler.visit.reader_pool import ReaderPool
    from scraper.fetch import PoliteClient, Robots
    from scraper.model import Lead, Outlet
    from scraper.text.similarity.fingerprint import OutletMemory

KEYWORD = "indonesia"
"""What any search of an Indonesian paper should find."""

MAX_SITEMAPS = 2
"""Documents read of a sitemap: an index, and its newest part. Of other lists, the first page."""

MAX_LEADS = 50
"""So many of the newest leads are kept; those that turn out to be no articles are passed over."""

_UNREACHABLE = frozenset(("unknown-host", "unreachable", "certificate"))


class OutletProbe:
    """Tries an outlet's entry points, one request after the other; `scratch` is a temporary archive."""

    def __init__(self, outlet: Outlet, scratch: Archive, client: PoliteClient, readers: ReaderPool) -> None:
        self._outlet = outlet
        self._scratch = scratch
        self._client = client
        self._readers = readers
        self._shapes = UrlShapes()
        self._newest: dict[str, Lead] = {}
        self._unreachable: Outcome | None = None

    async def try_entry_points(self) -> list[EntryPointHealth]:
        """The home page and each other entry point of `plan_sources`, save those that are guessed."""
        self._scratch.outlets.register(self._outlet)
        home, trouble = await self._home()
        named = plan_sources(self._outlet, home, await self._robots())
        tried = [await self._try(point) for point in named if point.kind != "home" and not point.guessed]
        return [await self._try_home(home, trouble), *tried]

    async def samples(self, count: int, memory: OutletMemory) -> list[Sample]:
        """Up to `count` of the newest articles; twice as many leads are visited at most."""
        samples: list[Sample] = []
        read = 0
        for lead in list(self._newest.values())[: 2 * count]:
            if read >= count:
                break
            samples.append(Sample(lead.url, await self._article(lead.url, memory)))
            read += isinstance(samples[-1].result, Article)
        return samples

    async def _home(self) -> tuple[Page | None, Outcome | None]:
        """The home page, or why there is none; a site that cannot be reached is not asked again and again."""
        try:
            page = await self._context("home", []).fetch(self._outlet.home)
        except FetchError as fault:
            page = Failed("closed", str(fault))
        if isinstance(page, Page):
            self._outlet = with_family(self._outlet, page.content)
            return page, None
        if isinstance(page, Failed) and page.reason in _UNREACHABLE:
            self._unreachable = page
        return None, page

    async def _robots(self) -> Robots | None:
        if self._unreachable:
            return None
        try:
            return await self._client.robots(self._outlet.home, self._outlet)
        except FetchError:
            return None

    async def _try_home(self, home: Page | None, trouble: Outcome | None) -> EntryPointHealth:
        """What the home page links to; last, for by now the shape of an article's address is known."""
        url = self._outlet.home
        if home is None:
            return EntryPointHealth("home", url, trouble=trouble)
        troubles: list[Outcome | None] = []
        leads = sources.of_lists(self._context("home", troubles), [Index(url, home)])
        health = await self._read(EntryPoint("home", url), leads, troubles)
        if health.leads:
            return health
        reading = await self._readers.read(home, self._outlet)
        result = None if isinstance(reading, Failed) else reading.result
        if isinstance(result, NotAnArticle) and result.kind is PageKind.CHALLENGE:
            return EntryPointHealth("home", url, trouble=Refused(Refusal.CHALLENGE, result.evidence))
        return health

    async def _try(self, point: EntryPoint) -> EntryPointHealth:
        """Read an entry point as a crawl would."""
        if self._unreachable:
            return EntryPointHealth(point.kind, point.url, trouble=self._unreachable)
        troubles: list[Outcome | None] = []
        context = self._context(point.kind, troubles)
        keyword = KEYWORD if point.kind == "search" else ""
        return await self._read(point, sources.of_entry_point(context, point, keyword), troubles)

    async def _read(
        self, point: EntryPoint, leads: Leads, troubles: list[Outcome | None]
    ) -> EntryPointHealth:
        """Count what an entry point names; `troubles` are those met on the way."""
        count = 0
        try:
            async for batch in leads:
                count += len(batch.leads)
                troubles.append(batch.trouble)
                self._keep_newest(batch.leads)
                if batch.sure:
                    self._shapes.learn(lead.url for lead in batch.leads)
        except FetchError as fault:
            troubles.append(Failed("closed", str(fault)))
        first = next((trouble for trouble in troubles if trouble), None)
        return EntryPointHealth(point.kind, point.url, count, first)

    def _context(self, kind: EntryPointKind, troubles: list[Outcome | None]) -> DiscoveryContext:
        """A context for one entry point, so that each has its own bounds."""
        context = DiscoveryContext(
            self._outlet,
            self._scratch,
            self._client,
            None,
            None,
            MAX_SITEMAPS if kind == "sitemap" else 1,
            lambda found: troubles.append(found.trouble),
            self._shapes,
        )
        if kind == "index":  # of today and yesterday: just after midnight the index of today is rightly empty
            context.since = context.today() - timedelta(days=1)
        return context

    def _keep_newest(self, leads: list[Lead]) -> None:
        candidates = {lead.url: lead for lead in leads} | self._newest
        newest = sorted(candidates.values(), key=_age, reverse=True)[:MAX_LEADS]
        self._newest = {lead.url: lead for lead in newest}

    async def _article(self, url: str, memory: OutletMemory) -> Article | Outcome:
        assembly = Assembly(
            page=self._page,
            read=lambda page: self._readers.read(page, self._outlet, memory.recurring()),
        )
        try:
            return await assembly.article(url)
        except FetchError as fault:
            return Failed("closed", str(fault))

    async def _page(self, url: str) -> Page | Outcome:
        page = await fetch(self._client, url, self._outlet, _discard)
        return (refusal_of_type(page) or page) if isinstance(page, Page) else page


async def _discard(_: Page) -> None:
    """A check keeps no page."""


def _age(lead: Lead) -> tuple[datetime, bool]:
    """The newer the greater; last of those without a date come those of a sitemap, which has old ones too."""
    published = lead.published_at
    if isinstance(published, datetime):
        return published.astimezone(UTC), True
    if isinstance(published, date):
        return datetime(published.year, published.month, published.day, tzinfo=UTC), True
    return datetime.min.replace(tzinfo=UTC), lead.source != "sitemap"
