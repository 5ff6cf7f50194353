"""One outlet's ways in, each tried once, and a few of the newest articles that they name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from scraper.crawler.discovery import sources
from scraper.crawler.discovery.context import Desk
from scraper.crawler.discovery.day_indexes import Days
from scraper.crawler.discovery.sources import Index, html_of
from scraper.crawler.health.comparison import Sample, Way
from scraper.crawler.visit.assembly import Assembly
from scraper.crawler.visit.responses import ask, refusal_of_type
from scraper.discover.lists import links, wordpress
from scraper.discover.urls.url_shape import Shapes
from scraper.errors import FetchError
from scraper.model import Article, Failed, NotAnArticle, Outcome, Page, PageKind, Refusal, Refused
from scraper.outlets import on_sight
from scraper.text.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scraper.archive import Archive
    from scraper.crawler.discovery.context import Leads
    from scraper.crawler.visit.reader_pool import Readers
    from scraper.fetch import PoliteClient
    from scraper.model import Lead, Outlet
    from scraper.text.similarity.fingerprint import OutletMemory

KEYWORD = "indonesia"
"""What any search of an Indonesian paper should find."""

MOST = 2
"""Lists read of one way in: an index of sitemaps, and its newest part. Of other lists, the first page."""

KEPT = 50
"""So many of the newest leads are remembered; those that turn out to be no articles are passed over."""

_AWAY = frozenset(("unknown-host", "unreachable", "certificate"))


class WaysIn:
    """Tries an outlet's ways in, one request after the other; `scratch` is an archive to be thrown away."""

    def __init__(
        self, outlet: Outlet, scratch: Archive, polite_client: PoliteClient, readers: Readers
    ) -> None:
        self._outlet = outlet
        self._scratch = scratch
        self._polite_client = polite_client
        self._readers = readers
        self._shapes = Shapes()
        self._newest: dict[str, Lead] = {}
        self._away: Outcome | None = None

    async def ways(self) -> list[Way]:
        """Each way in of the profile, of robots.txt and of the home page's head, and the home page itself."""
        self._scratch.outlets.register(self._outlet)
        home, trouble = await self._home()
        found = [await self._try(kind, url) for kind, url in await self._named(home)]
        return [await self._at_home(home, trouble), *found]

    async def samples(self, most: int, memory: OutletMemory) -> list[Sample]:
        """Up to `most` of the newest articles; twice as many leads are visited at most."""
        samples: list[Sample] = []
        read = 0
        for lead in list(self._newest.values())[: 2 * most]:
            if read >= most:
                break
            samples.append(Sample(lead.url, await self._article(lead.url, memory)))
            read += isinstance(samples[-1].result, Article)
        return samples

    async def _home(self) -> tuple[Page | None, Outcome | None]:
        """The home page, or why there is none; a site that cannot be reached is not asked again and again."""
        try:
            page = await self._desk(lambda _: None).ask(self._outlet.home)
        except FetchError as fault:
            page = Failed("closed", str(fault))
        if isinstance(page, Page):
            self._outlet = on_sight(self._outlet, page.content)
            return page, None
        if isinstance(page, Failed) and page.reason in _AWAY:
            self._away = page
        return None, page

    async def _at_home(self, home: Page | None, trouble: Outcome | None) -> Way:
        """What the home page links to; last, for by now the shape of an article's address is known."""
        url = self._outlet.home
        if home is None:
            return Way("home", url, trouble=trouble)
        way = await self._try("home", url, home)
        if way.leads:
            return way
        reading = await self._readers.read(home, self._outlet)
        told = None if isinstance(reading, Failed) else reading.result
        if isinstance(told, NotAnArticle) and told.kind is PageKind.CHALLENGE:
            return Way("home", url, trouble=Refused(Refusal.CHALLENGE, told.evidence))
        return way

    async def _named(self, home: Page | None) -> list[tuple[str, str]]:
        """All ways in but the home page: kind, and address or template."""
        outlet, discover = self._outlet, self._outlet.discover
        named = links.ways_in(html_of(home), home.url) if home else links.WaysIn()
        usual = (wordpress.USUAL_ROOT,) if discover.wordpress else ()
        places: dict[str, Sequence[str | None]] = {
            "feed": self._own((*discover.feeds, *named.feeds)),
            "wordpress": [named.wordpress] if named.wordpress else self._own(usual),
            "sitemap": self._own((*discover.sitemaps, *await self._of_robots(), *named.sitemaps)),
            "index": [outlet.discover.index],
            "section": self._own(discover.sections),
            "search": [outlet.discover.search],
        }
        return [(kind, url) for kind in _STREAMS for url in places[kind] if url]

    def _own(self, urls: tuple[str, ...]) -> list[str]:
        """Addresses in canonical form, each once."""
        found = (canonical(url, self._outlet.home) for url in urls)
        return list(dict.fromkeys(url for url in found if url))

    async def _of_robots(self) -> tuple[str, ...]:
        if self._away:
            return ()
        try:
            robots = await self._polite_client.robots(self._outlet.home, self._outlet)
        except FetchError:
            return ()
        return tuple(robots.sitemaps)

    async def _try(self, kind: str, url: str, home: Page | None = None) -> Way:
        """Read a way in, as a crawl would, and count what it names; the home page is at hand."""
        if self._away:
            return Way(kind, url, trouble=self._away)
        troubles: list[Outcome | None] = []
        count = 0
        desk = self._desk(troubles.append, MOST if kind == "sitemap" else 1)
        stream = sources.of_lists(desk, [Index(url, home)]) if home else _STREAMS[kind](desk, url)
        try:
            async for batch in stream:
                count += len(batch.leads)
                troubles.append(batch.trouble)
                self._remember(batch.leads)
                if batch.sure:
                    self._shapes.learn(lead.url for lead in batch.leads)
        except FetchError as fault:
            troubles.append(Failed("closed", str(fault)))
        return Way(kind, url, count, next((trouble for trouble in troubles if trouble), None))

    def _desk(self, tell: Callable[[Outcome | None], None], most: int = 1) -> Desk:
        """A desk for one way in, so that each has its own bounds."""
        return Desk(
            self._outlet,
            self._scratch,
            self._polite_client,
            None,
            None,
            most,
            lambda found: tell(found.trouble),
            self._shapes,
        )

    def _remember(self, leads: list[Lead]) -> None:
        known = {lead.url: lead for lead in leads} | self._newest
        newest = sorted(known.values(), key=_age, reverse=True)[:KEPT]
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
        page = await ask(self._polite_client, url, self._outlet, _unkept)
        return (refusal_of_type(page) or page) if isinstance(page, Page) else page


async def _unkept(_: Page) -> None:
    """A check keeps no page."""


def _of_yesterday_and_today(desk: Desk) -> Leads:
    """The two days together: just after midnight the index of today is rightly empty."""
    return Days(desk).leads(desk.today() - timedelta(days=1))


def _age(lead: Lead) -> tuple[datetime, bool]:
    """The newer the greater; last of those without a date come those of a sitemap, which has old ones too."""
    told = lead.published_at
    if isinstance(told, datetime):
        return told.astimezone(UTC), True
    if isinstance(told, date):
        return datetime(told.year, told.month, told.day, tzinfo=UTC), True
    return datetime.min.replace(tzinfo=UTC), lead.source != "sitemap"


_STREAMS: dict[str, Callable[[Desk, str], Leads]] = {
    "feed": lambda desk, url: sources.of_feeds(desk, [url]),
    "wordpress": lambda desk, url: sources.of_posts(desk, wordpress.Query(url)),
    "sitemap": lambda desk, url: sources.of_sitemaps(desk, [url]),
    "index": lambda desk, _: _of_yesterday_and_today(desk),
    "section": lambda desk, url: sources.of_lists(desk, [Index(url)]),
    "search": lambda desk, _: sources.of_search(desk, KEYWORD),
}
"""What a crawl reads at each kind of way in, in the order in which they are tried."""
